/** Stacks the layers: retry around authenticate around guard around send. The deadline stands around a whole call. */
import type { Settings } from "../options.js";
import { authenticated } from "./authenticate.js";
import { guarded } from "./guard.js";
import { retrying } from "./retry.js";
import { type Send, sendWith } from "./send.js";

/** The layers of one client. */
export interface Transport {
  /** For the operations and lookups: with credentials and retries. */
  readonly deliver: Send;
  /** For the token endpoints: behind the guard, and nothing else. */
  readonly direct: Send;
}

/** Builds a client's layers. */
export function createTransport({ fetch, origin, api, auth, timeoutMs }: Settings): Transport {
  const direct = guarded(origin, api, sendWith(fetch));
  return { direct, deliver: retrying(authenticated(auth, origin, timeoutMs, direct)) };
}
