/** `--sandbox`: a server inside the program, its credential and its example ids in place of whatever was not given. */
import { type Api, servers } from "../../generated/client.js";
import { type AuthKind, type Credential, pairs } from "./credentials.js";
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
  const kind: AuthKind = auth ?? "digest";
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
    credential: {
      kind,
      values: { ...sandbox.credentials },
      description: `${pairs[kind].title} of the sandbox`,
    },
    close: () => sandbox.close(),
  };
}
