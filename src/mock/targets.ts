// What can be revoked on a server that holds a given seed, without one revocation spoiling another.
import { type Api, type Ids, type OperationId, operationTable, servers } from "../../generated/client.js";
import type { Seed } from "./seed.js";

/** For each API and operation, ids that exist; each of them can be revoked once, in any order. */
export type Targets = {
  readonly [A in Api]: { readonly [K in OperationId]: readonly Ids<K>[] };
};

type Lists = { [K in OperationId]: Ids<K>[] };

/**
 * Lists the revocations that a seed allows.
 *
 * The first service account and the first API key are left out: they are the ones to act with. Each other account serves
 * one operation only (a secret deleted through the organization is gone from the project as well), accounts of a project
 * in turn for a secret and for an unassignment.
 */
export function targetsOf(seed: Seed): Targets {
  const empty = (): Lists => Object.fromEntries(Object.keys(operationTable).map((id) => [id, []])) as unknown as Lists;
  const targets = Object.fromEntries(Object.keys(servers).map((api) => [api, empty()])) as Record<Api, Lists>;
  const organizations = new Map(seed.organizations.map(({ id, api }) => [id, api]));
  const projects = new Map(seed.projects.map(({ id, orgId }) => [id, organizations.get(orgId)]));

  for (const { clientId, secrets, roles } of seed.serviceAccounts.slice(1)) {
    const [orgId] = Object.keys(roles).filter((id) => organizations.has(id));
    const groupIds = Object.keys(roles).filter((id) => projects.has(id));
    const orgApi = orgId === undefined ? undefined : organizations.get(orgId);
    const [groupId] = groupIds;
    const groupApi = groupId === undefined ? undefined : projects.get(groupId);
    if (orgId !== undefined && orgApi !== undefined) {
      const list = targets[orgApi].deleteOrgServiceAccountSecret;
      list.push(...secrets.map((secret) => ({ orgId, clientId, secretId: secret.id })));
    } else if (groupId !== undefined && groupApi !== undefined) {
      const { deleteGroupServiceAccountSecret: ofSecrets, unassignGroupServiceAccount: ofAccounts } = targets[groupApi];
      if (secrets.length > 0 && groupIds.length === 1 && ofSecrets.length <= ofAccounts.length) {
        ofSecrets.push(...secrets.map((secret) => ({ groupId, clientId, secretId: secret.id })));
      } else {
        ofAccounts.push({ groupId, clientId });
      }
    }
  }
  for (const { id: apiKeyId, roles } of seed.apiKeys.slice(1)) {
    for (const groupId of Object.keys(roles)) {
      const api = projects.get(groupId);
      if (api !== undefined) targets[api].unassignGroupApiKey.push({ groupId, apiKeyId });
    }
  }
  return targets;
}
