// What a seed is for: credentials to act with, and what can be revoked without one revocation spoiling another.
import { type Api, type Ids, type OperationId, operationTable, servers } from "../../generated/client.js";
import type { Seed } from "./seed.js";

/** The first API key and the first service account of a seed: each fits its factory, `digest()` and `serviceAccount()`. */
export interface Credentials {
  readonly apiKey: { readonly publicKey: string; readonly privateKey: string; readonly apiKeyId: string };
  readonly serviceAccount: { readonly clientId: string; readonly clientSecret: string };
}

/** For each API and operation, ids that exist; each of them can be revoked once, in any order. */
export type Targets = { readonly [A in Api]: { readonly [K in OperationId]: readonly Ids<K>[] } };

/**
 * The credentials to act with on a server that holds this seed.
 *
 * @throws {TypeError} when the seed has no API key, or its first service account has no secret
 */
export function credentialsOf({ apiKeys: [key], serviceAccounts: [account] }: Seed): Credentials {
  const secret = account?.secrets[0];
  if (key === undefined) throw new TypeError("seed: there is no API key to act with");
  if (account === undefined || secret === undefined) {
    throw new TypeError("seed: the first service account must have a secret, to act with");
  }
  return {
    apiKey: { publicKey: key.publicKey, privateKey: key.privateKey, apiKeyId: key.id },
    serviceAccount: { clientId: account.clientId, clientSecret: secret.value },
  };
}

/**
 * Lists the revocations that a seed allows. The first service account and the first API key are left out. Each other account
 * serves one operation only (a secret deleted through the organization is gone from the project as well), accounts of a
 * project in turn for a secret and for an unassignment.
 */
export function targetsOf(seed: Seed): Targets {
  type Lists = { [K in OperationId]: Ids<K>[] };
  const empty = (): Lists => Object.fromEntries(Object.keys(operationTable).map((id) => [id, []])) as unknown as Lists;
  const targets = Object.fromEntries(Object.keys(servers).map((api) => [api, empty()])) as Record<Api, Lists>;
  const organizations = new Map(seed.organizations.map(({ id, api }) => [id, targets[api]]));
  const projects = new Map(seed.projects.map(({ id, orgId }) => [id, organizations.get(orgId)]));
  for (const { clientId, secrets, roles } of seed.serviceAccounts.slice(1)) {
    const orgId = Object.keys(roles).find((id) => organizations.has(id)) ?? "";
    const [groupId = "", ...others] = Object.keys(roles).filter((id) => projects.has(id));
    const inProject = projects.get(groupId);
    if (orgId !== "") {
      const list = organizations.get(orgId)?.deleteOrgServiceAccountSecret;
      list?.push(...secrets.map((secret) => ({ orgId, clientId, secretId: secret.id })));
    } else if (inProject !== undefined) {
      const { deleteGroupServiceAccountSecret: ofSecrets, unassignGroupServiceAccount: ofAccounts } = inProject;
      if (secrets.length > 0 && others.length === 0 && ofSecrets.length <= ofAccounts.length) {
        ofSecrets.push(...secrets.map((secret) => ({ groupId, clientId, secretId: secret.id })));
      } else {
        ofAccounts.push({ groupId, clientId });
      }
    }
  }
  for (const { id: apiKeyId, roles } of seed.apiKeys.slice(1)) {
    for (const groupId of Object.keys(roles)) projects.get(groupId)?.unassignGroupApiKey.push({ groupId, apiKeyId });
  }
  return targets;
}
