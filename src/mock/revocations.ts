// The four revocations: what each takes away, and what must be there for it.
import type { Ids, OperationId } from "../../generated/client.js";
import { notFound } from "./refusals.js";
import type { Refusal } from "./response.js";
import type { Account, World } from "./state.js";

/** Something that can be taken away. */
export interface Found {
  /** Where it stands now, under which id. */
  readonly among: { delete(id: string): boolean };
  readonly id: string;
  /** Only the organization's owner may take it away. */
  readonly ownerOnly?: boolean;
}

/** A project's account, or one that belongs to an organization directly or through its projects. */
export function accountOf(world: World, scopeId: string, clientId: string): Account | undefined {
  const account = world.accounts.get(clientId);
  return account?.roles.has(scopeId) || account?.orgIds.has(scopeId) ? account : undefined;
}

function findSecret(world: World, scopeId: string, clientId: string, secretId: string): Found | Refusal {
  const account = accountOf(world, scopeId, clientId);
  if (account === undefined) return notFound("clientId", clientId);
  if (!account.secrets.has(secretId)) return notFound("secretId", secretId);
  // Documented: an account that reaches beyond the project is the organization owner's business.
  return { among: account.secrets, id: secretId, ownerOnly: world.projects.has(scopeId) && account.roles.size > 1 };
}

/** How each operation finds what it takes away, or what is missing. The organization or project is known to exist. */
export const finders: { readonly [K in OperationId]: (world: World, ids: Ids<K>) => Found | Refusal } = {
  deleteOrgServiceAccountSecret: (world, { orgId, clientId, secretId }) => findSecret(world, orgId, clientId, secretId),
  deleteGroupServiceAccountSecret: (world, { groupId, clientId, secretId }) =>
    findSecret(world, groupId, clientId, secretId),
  unassignGroupServiceAccount(world, { groupId, clientId }) {
    const account = accountOf(world, groupId, clientId);
    return account === undefined ? notFound("clientId", clientId) : { among: account.roles, id: groupId };
  },
  unassignGroupApiKey(world, { groupId, apiKeyId }) {
    const key = world.keys.get(apiKeyId);
    return key?.roles.has(groupId) ? { among: key.roles, id: groupId } : notFound("apiKeyId", apiKeyId);
  },
};
