/** `--sandbox`: a server inside the program, its credential and its example ids in place of whatever was not given. */
import type { Api, OperationFacts } from "../../generated/client.js";
import type { Sandbox } from "../sandbox/index.js";
import type { Connection } from "./connection.js";
import type { AuthKind, Credential } from "./credentials.js";
import { apis } from "./flags.js";
import type { Io } from "./io.js";
import { paintFor, write } from "./output.js";
import { UsageError } from "./usageError.js";

/** A running sandbox as the target of one revocation. */
export interface SandboxTarget {
  readonly api: Api;
  readonly url: string;
  /** As given, and the sandbox's own where a flag was not. */
  readonly ids: Readonly<Record<string, string>>;
  readonly credential: Credential;
  readonly close: () => Promise<void>;
}

/** Starts the sandbox, and takes from it what was not given. */
export async function openSandbox(
  { operationId }: OperationFacts,
  typed: Readonly<Record<string, string | undefined>>,
  { api = apis[0], auth }: Connection,
): Promise<SandboxTarget> {
  const { startSandbox } = await import("../sandbox/index.js");
  const sandbox = await startSandbox();
  const example = api === undefined ? undefined : sandbox.targets[api][operationId][0];
  if (api === undefined || example === undefined) {
    await sandbox.close();
    throw new UsageError("The sandbox has nothing for this command.");
  }
  const given = Object.entries(typed).flatMap(([name, id]) => (id === undefined ? [] : [[name, id] as const]));
  const ids = { ...example, ...Object.fromEntries(given) };
  return { api, url: sandbox.url, ids, credential: sandboxCredential(sandbox, auth), close: () => sandbox.close() };
}

/** The sandbox's own credential of a kind. */
function sandboxCredential({ credentials }: Sandbox, kind: AuthKind = "digest"): Credential {
  const { publicKey, privateKey } = credentials.apiKey;
  const values = kind === "digest" ? { publicKey, privateKey } : { ...credentials.serviceAccount };
  return { kind, values, source: "the sandbox" };
}

/** Says so before anything else: whoever forgot the flag must not take what follows for the real thing. */
export async function tellSandbox(io: Io): Promise<void> {
  const banner = paintFor(io.stderr, io.env)("bold", "SANDBOX:");
  await write(io.stderr, `${banner} a practice server inside this program. Nothing real is touched.\n\n`);
}
