/** From lists of accounts and keys to what was asked for, and to the revocations that end it. */
import type { ApiKey, ServiceAccount, Target } from "../index.js";
import type { Listed } from "./evidenceText.js";
import type { Leaked } from "./findLeaked.js";

/** Where `find` looks. */
export type Scope = { readonly orgId: string } | { readonly groupId: string };

/** One thing that is listed: a secret, an account without secrets, or an API key. */
export interface Match {
  readonly kind: "Secret" | "Service account" | "API key";
  /** Ids that name it. */
  readonly ids: Readonly<Record<string, string>>;
  readonly record: Listed;
  /** Projects that it belongs to, as far as the list says. */
  readonly projects: readonly string[];
  /** What revokes it. */
  readonly targets: readonly Target[];
}

/** The secrets of the accounts that match, and accounts without any. A secret matches by its last four characters. */
export function accountMatches(list: readonly ServiceAccount[], wanted: Leaked, scope: Scope): readonly Match[] {
  const { secrets: values, clientIds } = wanted;
  return list.flatMap(({ roles, ...account }): readonly Match[] => {
    const { clientId, name, secrets = [] } = account;
    // A value's file may name its account too: another account's secret with the same end is not meant then.
    if (clientIds.length > 0 && !clientIds.includes(clientId)) return [];
    const projects = projectsOf(roles, scope);
    if (secrets.length === 0 && values.length === 0) {
      return [{ kind: "Service account", ids: { clientId }, record: account, projects, targets: [] }];
    }
    const found = secrets.filter(
      ({ maskedSecretValue }) => values.length === 0 || values.some((value) => sameEnd(value, maskedSecretValue, 4)),
    );
    return found.map((secret) => {
      const ids = { clientId, secretId: secret.id };
      const target: Target =
        "orgId" in scope
          ? { operation: "deleteOrgServiceAccountSecret", ...scope, ...ids }
          : { operation: "deleteGroupServiceAccountSecret", ...scope, ...ids };
      const record: Listed = name === undefined ? secret : { ...secret, name };
      return { kind: "Secret", ids, record, projects, targets: [target] };
    });
  });
}

/** The API keys that match: by the whole public part, or by the last twelve characters of the private part. */
export function keyMatches(list: readonly ApiKey[], wanted: Leaked, scope: Scope): readonly Match[] {
  const { privateKeys, publicKeys } = wanted;
  const everything = privateKeys.length + publicKeys.length === 0;
  return list.flatMap(({ roles, ...record }): readonly Match[] => {
    const { id: apiKeyId, publicKey = "", privateKey } = record;
    const meant = publicKeys.includes(publicKey) || privateKeys.some((value) => sameEnd(value, privateKey, 12));
    if (!everything && !meant) return [];
    const projects = projectsOf(roles, scope);
    const targets = projects.map((groupId): Target => ({ operation: "unassignGroupApiKey", groupId, apiKeyId }));
    return [{ kind: "API key", ids: { apiKeyId }, record, projects, targets }];
  });
}

function sameEnd(value: string, masked: string | undefined, count: number): boolean {
  return masked !== undefined && masked.length >= count && value.endsWith(masked.slice(-count));
}

function projectsOf(roles: ServiceAccount["roles"], scope: Scope): readonly string[] {
  if ("groupId" in scope) return [scope.groupId];
  const ids = roles.flatMap((role) => (typeof role === "string" ? [] : [role.groupId ?? ""]));
  return [...new Set(ids)].filter((id) => /^[0-9a-f]{24}$/.test(id));
}
