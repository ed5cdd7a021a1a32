/** A sandbox that counts what reaches it, and the command lines that aim at it. */

import { type Api, type OperationId, operationTable, servers } from "../../generated/client.js";
import { commands } from "../../src/cli/commands.js";
import { flagOf } from "../../src/cli/names.js";
import { type AccessEntry, type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/index.js";

export const operationIds = Object.keys(operationTable) as OperationId[];
export const apis = Object.keys(servers) as Api[];

export interface Cloud extends Sandbox {
  /** Every request that reached the server, in order. */
  readonly log: AccessEntry[];
  /** Environment with the sandbox's credential of one kind. */
  readonly env: Readonly<Record<"digest" | "service-account", Readonly<Record<string, string>>>>;
}

/** Starts a sandbox. */
export async function startCloud(options: SandboxOptions = {}): Promise<Cloud> {
  const log: AccessEntry[] = [];
  const sandbox = await startSandbox({ ...options, onAccess: (entry) => log.push(entry) });
  const { publicKey, privateKey } = sandbox.credentials.apiKey;
  const { clientId, clientSecret } = sandbox.credentials.serviceAccount;
  const env = {
    digest: { MONGODB_ATLAS_PUBLIC_API_KEY: publicKey, MONGODB_ATLAS_PRIVATE_API_KEY: privateKey },
    "service-account": { MONGODB_ATLAS_CLIENT_ID: clientId, MONGODB_ATLAS_CLIENT_SECRET: clientSecret },
  };
  return { ...sandbox, log, env };
}

/** The flags for ids. */
export function idArguments(ids: Readonly<Record<string, string>>): string[] {
  return Object.entries(ids).flatMap(([name, id]) => [flagOf(name), id]);
}

/** Ids of an operation that exist in a sandbox. */
export function idsOf(cloud: Sandbox, api: Api, operationId: OperationId, index = 0): Readonly<Record<string, string>> {
  const ids = cloud.targets[api][operationId][index];
  if (ids === undefined) throw new Error(`the sandbox has no ids for ${operationId}`);
  return { ...ids };
}

/** A command line, up to `--yes`, that revokes something which exists. */
export function revokeArguments(cloud: Sandbox, api: Api, operationId: OperationId, index = 0): string[] {
  const ids = idArguments(idsOf(cloud, api, operationId, index));
  return [commands[operationId], "--api", api, "--base-url", cloud.url, ...ids, "--yes"];
}
