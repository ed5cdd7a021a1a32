// The four revocations, carried out on the state: what must exist, who may do it, and what is gone afterwards.
import type { Api, Ids, OperationId } from "../../generated/client.js";
import type { Refusal } from "./answer.js";
import { apiKeyNotFound, notOrganizationOwner, resourceNotFound } from "./refusals.js";
import type { Account, World } from "./state.js";

/** Something that can be taken away, or why it cannot. */
export type Found =
  | {
      /** Where it stands now, under which id. */
      readonly among: { delete(id: string): boolean };
      readonly id: string;
      /** Set when the organization's owner alone may take it away. */
      readonly ownerOnly?: Refusal;
    }
  | { readonly refusal: Refusal };

/** The organization that an account belongs to directly, or through one of its projects. */
function belongsTo(world: World, account: Account, orgId: string): boolean {
  if (account.roles.has(orgId)) return true;
  for (const id of account.roles.keys()) if (world.projects.get(id)?.orgId === orgId) return true;
  return false;
}

function secretOf(account: Account, secretId: string): Found {
  if (!account.secrets.has(secretId)) return { refusal: resourceNotFound() };
  return { among: account.secrets, id: secretId };
}

/** How each operation finds what it takes away. The organization or project is known to exist. */
export const finders: { readonly [K in OperationId]: (world: World, ids: Ids<K>) => Found } = {
  deleteOrgServiceAccountSecret(world, { orgId, clientId, secretId }) {
    const account = world.accounts.get(clientId);
    if (account === undefined || !belongsTo(world, account, orgId)) return { refusal: resourceNotFound() };
    return secretOf(account, secretId);
  },
  deleteGroupServiceAccountSecret(world, { groupId, clientId, secretId }) {
    const account = world.accounts.get(clientId);
    if (!account?.roles.has(groupId)) return { refusal: resourceNotFound() };
    const found = secretOf(account, secretId);
    const orgId = world.projects.get(groupId)?.orgId ?? "";
    // Documented: an account that reaches beyond the project is the organization owner's business.
    return account.roles.size > 1 && "among" in found ? { ...found, ownerOnly: notOrganizationOwner(orgId) } : found;
  },
  unassignGroupServiceAccount(world, { groupId, clientId }) {
    const account = world.accounts.get(clientId);
    if (!account?.roles.has(groupId)) return { refusal: resourceNotFound() };
    return { among: account.roles, id: groupId };
  },
  unassignGroupApiKey(world, { groupId, apiKeyId }) {
    const key = world.keys.get(apiKeyId);
    if (!key?.roles.has(groupId)) return { refusal: apiKeyNotFound(apiKeyId) };
    return { among: key.roles, id: groupId };
  },
};

/** The organization or project that a request is about, when it exists on the API that was called. */
export type Scope =
  | { readonly kind: "organization"; readonly id: string; readonly orgId: string; readonly api: Api }
  | { readonly kind: "project"; readonly id: string; readonly orgId: string; readonly api: Api };

/** Looks a scope up, whichever API it belongs to. */
export function findScope(world: World, kind: "organization" | "project", id: string): Scope | undefined {
  if (kind === "project") {
    const project = world.projects.get(id);
    return project === undefined ? undefined : { kind, id, ...project };
  }
  const api = world.organizations.get(id);
  return api === undefined ? undefined : { kind, id, orgId: id, api };
}
