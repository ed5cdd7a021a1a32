/** `batch --sandbox`: a server inside the program that holds what the file lists, so that a batch can be rehearsed. */
import { randomUUID } from "node:crypto";
import type { Api } from "../../../generated/client.js";
import type { Seed, SeedApiKey, SeedServiceAccount } from "../../sandbox/index.js";
import type { Credential } from "../credentials.js";
import { sandboxCredential, startOwnSandbox } from "../sandboxTarget.js";
import type { Plan } from "./entries.js";
import type { Prepared } from "./prepare.js";

/** A batch that is aimed at its own sandbox. */
export interface Rehearsal {
  readonly prepared: Prepared;
  readonly credential: Credential;
  readonly close: () => Promise<void>;
}

/** Starts the sandbox, with the rate limits that are documented for the API (none for Cloud Manager). */
export async function openRehearsal(prepared: Prepared): Promise<Rehearsal> {
  const { plan, request, options, facts } = prepared;
  const { defaultSeed } = await import("../../sandbox/index.js");
  const sandbox = await startOwnSandbox({ seed: seedFor(plan, request.api, defaultSeed({ targets: 0 })) });
  // No origin reads like this, so no real run takes a rehearsal's results file for its own.
  const host = `${sandbox.url} (sandbox)`;
  return {
    prepared: { ...prepared, options: { ...options, baseUrl: sandbox.url }, facts: { ...facts, host } },
    credential: sandboxCredential(sandbox, request.auth),
    close: () => sandbox.close(),
  };
}

/**
 * What a file lists, as if all of it existed. An id can be one thing only, and an account has two secrets at most: what the
 * file lists beyond that is not found here, as it would not be there.
 */
export function seedFor(plan: Plan, api: Api, empty: Seed): Seed {
  const home = empty.organizations.find((organization) => organization.api === api);
  const roles = { ...empty.apiKeys[0]?.roles };
  const inOrganization = roles[home?.id ?? ""] ?? [];
  const inProject = roles[empty.projects.find(({ orgId }) => orgId === home?.id)?.id ?? ""] ?? [];
  const kinds = new Map<string, string>();
  /** Whether an id is, from now on, that of this thing. */
  const is = (id: string, kind: string): boolean => kinds.set(id, kinds.get(id) ?? kind).get(id) === kind;
  const organizations = new Set<string>();
  const projects = new Set<string>();
  const accounts = new Map<string, { scopes: Set<string>; secrets: Set<string> }>();
  const keys = new Map<string, Set<string>>();
  for (const { ids } of plan.entries) {
    const { orgId, groupId = "", clientId, secretId, apiKeyId } = ids;
    const [scope, kind] = orgId === undefined ? [groupId, "project"] : [orgId, "organization"];
    if (!is(scope, kind)) continue;
    (kind === "project" ? projects : organizations).add(scope);
    roles[scope] = kind === "project" ? inProject : inOrganization;
    if (apiKeyId !== undefined && is(apiKeyId, "key")) keys.set(apiKeyId, (keys.get(apiKeyId) ?? new Set()).add(scope));
    if (clientId === undefined) continue;
    const account = accounts.get(clientId) ?? { scopes: new Set(), secrets: new Set() };
    accounts.set(clientId, account);
    account.scopes.add(scope);
    if (secretId !== undefined && account.secrets.size < 2 && is(secretId, clientId)) account.secrets.add(secretId);
  }
  const memberOf = (scopes: Iterable<string>): SeedApiKey["roles"] =>
    Object.fromEntries([...scopes].map((scope) => [scope, []]));
  const found = [...accounts].map(
    ([clientId, { scopes, secrets }]): SeedServiceAccount => ({
      clientId,
      secrets: [...secrets].map((id) => ({ id, value: `mdb_sa_sk_${randomUUID()}` })),
      roles: memberOf(scopes),
    }),
  );
  const foundKeys = [...keys].map(
    ([id, scopes]): SeedApiKey => ({ id, publicKey: id, privateKey: randomUUID(), roles: memberOf(scopes) }),
  );
  return {
    organizations: [...empty.organizations, ...[...organizations].map((id) => ({ id, api }))],
    projects: [...empty.projects, ...[...projects].map((id) => ({ id, orgId: home?.id ?? "" }))],
    serviceAccounts: [...empty.serviceAccounts.map((each) => ({ ...each, roles })), ...found],
    apiKeys: [...empty.apiKeys.map((each) => ({ ...each, roles })), ...foundKeys],
  };
}
