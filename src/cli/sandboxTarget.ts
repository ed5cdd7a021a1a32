/** `--sandbox`: a server inside the program, its credential and its example ids in place of whatever was not given. */
import { type Api, servers } from "../../generated/client.js";
import type { Sandbox } from "../sandbox/index.js";
import { type AuthKind, type Credential, pairs } from "./credentials.js";
import type { Io } from "./io.js";
import { paintFor, write } from "./output.js";
import type { RevokeRequest } from "./revokeFlags.js";
import { UsageError } from "./usageError.js";

/** A running sandbox as the target of one revocation. */
export interface SandboxTarget {
  readonly api: Api;
  readonly url: string;
  /** As given, and the sandbox's own where a flag was not. */
  readonly ids: Readonly<Record<string, string | undefined>>;
  readonly credential: Credential;
  readonly close: () => Promise<void>;
}

const [firstApi] = Object.keys(servers) as Api[];

/** Starts the sandbox. Loads it only now. */
export async function openSandbox({ operation, ids, api = firstApi, auth }: RevokeRequest): Promise<SandboxTarget> {
  if (api === undefined) throw new TypeError("the document has no servers");
  const { startSandbox } = await import("../sandbox/index.js");
  const sandbox = await startSandbox();
  const [example] = sandbox.targets[api][operation.operationId];
  if (example === undefined) {
    await sandbox.close();
    throw new UsageError(`The sandbox has nothing for ${operation.command} on ${api}.`);
  }
  const given = Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined));
  return {
    api,
    url: sandbox.url,
    ids: { ...example, ...given },
    credential: sandboxCredential(sandbox, auth),
    close: () => sandbox.close(),
  };
}

/** The sandbox's own credential of a kind. */
export function sandboxCredential({ credentials }: Sandbox, kind: AuthKind = "digest"): Credential {
  return { kind, values: { ...credentials }, description: `${pairs[kind].title} of the sandbox` };
}

/** Says so before anything else: whoever forgot the flag must not take what follows for the real thing. */
export async function tellSandbox(io: Io, more = ""): Promise<void> {
  const banner = paintFor(io.stderr, io.env)("bold", "SANDBOX:");
  await write(io.stderr, `${banner} a practice server inside this program. Nothing real is touched.${more}\n\n`);
}
