/** `--sandbox`: a server inside the program, its credential and its example ids in place of whatever was not given. */

import { type Api, servers } from "../../generated/client.js";
import type { Sandbox, SandboxOptions } from "../sandbox/index.js";
import { commands } from "./commands.js";
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

const loopback = "127.0.0.1";
const [firstApi] = Object.keys(servers) as Api[];

/** Starts the sandbox, and takes from it what was not given. */
export async function openSandbox({ operation, ids, api = firstApi, auth }: RevokeRequest): Promise<SandboxTarget> {
  if (api === undefined) throw new TypeError("the document has no servers");
  const sandbox = await startOwnSandbox();
  const [example] = sandbox.targets[api][operation.operationId];
  if (example === undefined) {
    await sandbox.close();
    throw new UsageError(`The sandbox has nothing for ${commands[operation.operationId]} on ${api}.`);
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

/**
 * Starts a sandbox for this run; loads it only now. What is sent to it must not go through a proxy that the environment
 * names: it would leave the machine, and reach the proxy's own loopback.
 */
export async function startOwnSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { env } = process;
  const exempt = env.no_proxy ?? env.NO_PROXY ?? "";
  env.no_proxy = [...exempt.split(",").filter((host) => host !== "" && host !== loopback), loopback].join(",");
  const { startSandbox } = await import("../sandbox/index.js");
  return await startSandbox(options);
}

/** The sandbox's own credential of a kind. */
export function sandboxCredential({ credentials }: Sandbox, kind: AuthKind = "digest"): Credential {
  const { publicKey, privateKey } = credentials.apiKey;
  const values = kind === "digest" ? { publicKey, privateKey } : { ...credentials.serviceAccount };
  return { kind, values, description: `${pairs[kind].title} of the sandbox` };
}

/** Says so before anything else: whoever forgot the flag must not take what follows for the real thing. */
export async function tellSandbox(io: Io, more = ""): Promise<void> {
  const banner = paintFor(io.stderr, io.env)("bold", "SANDBOX:");
  await write(io.stderr, `${banner} a practice server inside this program. Nothing real is touched.${more}\n\n`);
}
