/** One revocation: ids checked, request built and sent, response read by outcome.ts. */
import type { Api, OperationFacts, OperationId } from "../generated/client.js";
import type { Auth } from "./auth/auth.js";
import type { Sender } from "./http.js";
import { checkIds } from "./internal/ids.js";
import { type CallOptions, readCallOptions } from "./options.js";
import { type Confirmed, decideOutcome } from "./outcome.js";
import { type RateLimit, rateLimitOf } from "./transport/rateLimit.js";
import { runCall } from "./transport/runCall.js";
import type { Call, CallState } from "./transport/state.js";
import { type Evidence, type Sent, verified } from "./verify.js";

/** The server's confirmation of what happened to a credential. There is no other way to get one of these. */
export interface Revocation extends Confirmed {
  /** The operation that was called, by the document's `operationId`. */
  readonly operationId: OperationId;
  /** The API that confirmed it. */
  readonly api: Api;
  /** The ids of the operation, as sent. */
  readonly ids: Readonly<Record<string, string>>;
  /** What stays alive all the same, in one sentence; `undefined` when nothing does. */
  readonly remains: string | undefined;
  /** When the confirmation was read, on this machine's clock: ISO 8601, UTC. */
  readonly confirmedAt: string;
  /** DELETEs tried; a challenge and its replay are one attempt. */
  readonly attempts: number;
  /** HTTP requests that left, challenges and grants included. */
  readonly requests: number;
  /** The rate limit's state, when the server sent it. */
  readonly rateLimit: RateLimit | undefined;
  /** What else the caller must know: one sentence each. */
  readonly warnings: readonly string[];
  /** What was seen before and after, with the option `verify`; `undefined` without. */
  readonly evidence: Evidence | undefined;
}

/** What only this package's own callers may ask of a revocation. */
export interface Internals {
  readonly number: number;
  readonly retryRateLimit?: boolean | undefined;
  /** The state of earlier calls for the same target, to be continued: their attempts count, and so do their doubts. */
  readonly state?: CallState | undefined;
}

/** Revokes one credential. Rejects with a `RevokeError` unless the server confirmed it. */
export async function revoke(
  sender: Sender,
  operation: OperationFacts,
  givenIds: unknown,
  givenOptions: CallOptions | undefined,
  { number, retryRateLimit, state }: Internals,
): Promise<Revocation> {
  const { settings } = sender;
  const ids = checkIds(operation.pathParameters, givenIds, operation.operationId);
  const options = readCallOptions(givenOptions);
  const { signal, timeoutMs, maxRetries } = options;
  const request = { operation, retryRateLimit, state, signal, timeoutMs, maxRetries };
  const work = async (call: Call): Promise<Revocation> => {
    const { envelope, pretty, missingOk } = options;
    const query = { ...(envelope && { envelope }), ...(pretty && { pretty }) };
    const send = async (): Promise<Sent> => {
      const received = await sender.deliver(await sender.build(operation, ids, query), call);
      return { received, confirmed: decideOutcome(received, { operation, ids, envelope, missingOk }, call) };
    };
    const { confirmed, received, evidence } = options.verify
      ? await verified(sender, operation, ids, missingOk, call, send)
      : { ...(await send()), evidence: undefined };
    const { attempts, requests } = call.state;
    return {
      operationId: operation.operationId,
      api: settings.api,
      ids,
      ...confirmed,
      remains: operation.remains,
      confirmedAt: new Date().toISOString(),
      attempts,
      requests,
      rateLimit: received === undefined ? undefined : rateLimitOf(received.headers),
      warnings: warningsOf(ids, settings.auth),
      evidence,
    };
  };
  return await runCall(settings, number, request, work, ({ outcome, status }) => ({ outcome, status }));
}

function warningsOf(ids: Readonly<Record<string, string>>, { identity }: Auth): readonly string[] {
  const own = [identity?.clientId, identity?.apiKeyId];
  return Object.values(ids).some((id) => own.includes(id)) ? [selfWarning] : [];
}

const selfWarning =
  "The target belongs to the very credential that made this call: later calls with it may be refused.";
