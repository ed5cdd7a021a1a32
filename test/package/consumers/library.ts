// What a typed user of the library writes, and the mistakes that must not compile. If the types went missing, every line
// below an @ts-expect-error would compile, and TypeScript reports the unused directive.

import type { components, operations, paths } from "mongodb-cloud-revoke";
import { type Auth, createClient, digest, isRevokeError, type Revocation, serviceAccount } from "mongodb-cloud-revoke";

const groupId = "32b6e34b3d91647abb20e7b8";
const clientId = "mdb_sa_id_1234567890abcdef12345678";
const secretId = "66b1f0c4d2a39e5780cb4d17";

const key: Auth = digest({ publicKey: "public", privateKey: "private" });
const account: Auth = serviceAccount({ clientId, clientSecret: "mdb_sa_sk_secret" });
const client = createClient({ api: "cloud-manager", auth: key, timeoutMs: 5_000 });
createClient({ api: "atlas", auth: account, fetch: (url, init) => globalThis.fetch(url, init) });

export async function revoke(): Promise<"unassigned" | "deleted" | "already-gone"> {
  try {
    const revocation: Revocation = await client.deleteGroupServiceAccountSecret(
      { groupId, clientId, secretId },
      { missingOk: true, signal: new AbortController().signal },
    );
    const status: number = revocation.status;
    const attempts: number = revocation.attempts;
    void [status, attempts];
    return revocation.outcome;
  } catch (error) {
    if (isRevokeError(error)) {
      const known: "not-sent" | "refused" | "unknown" = error.outcome;
      void known;
    }
    throw error;
  } finally {
    await client.close();
  }
}

export async function lowLevel(): Promise<components["schemas"]["ApiError"] | undefined> {
  const { error, response } = await client.http.DELETE("/groups/{groupId}/serviceAccounts/{clientId}", {
    params: { path: { groupId, clientId }, query: { envelope: true } },
  });
  const ok: boolean = response.ok;
  return ok ? undefined : error;
}

export type Ids = operations["unassignGroupApiKey"]["parameters"]["path"];
export const path: keyof paths = "/groups/{groupId}/apiKeys/{apiKeyId}";
export const ids: Ids = { groupId, apiKeyId: groupId };

export function mistakes(): void {
  // @ts-expect-error a path that the document does not have, and that deletes a key from the whole organization
  void client.http.DELETE("/orgs/{orgId}/apiKeys/{apiKeyId}", {
    params: { path: { orgId: groupId, apiKeyId: groupId } },
  });
  // @ts-expect-error an id of another name
  void client.deleteGroupServiceAccountSecret({ projectId: groupId, clientId, secretId });
  // @ts-expect-error an id of another operation
  void client.deleteOrgServiceAccountSecret({ groupId, clientId, secretId });
  // @ts-expect-error a misspelt option
  void client.unassignGroupApiKey({ groupId, apiKeyId: groupId }, { missingOK: true });
  // @ts-expect-error a misspelt option of the client
  createClient({ api: "atlas", auth: key, timeout: 5_000 });
  // @ts-expect-error an API that is none
  createClient({ api: "ops-manager", auth: key });
  // @ts-expect-error no API
  createClient({ auth: key });
  // @ts-expect-error credentials of the other kind
  digest({ clientId, clientSecret: "mdb_sa_sk_secret" });
  // @ts-expect-error a method that the document does not have
  void client.deleteOrgApiKey({ orgId: groupId, apiKeyId: groupId });
  // @ts-expect-error an outcome that is none
  const outcome: "deleted" = (null as unknown as Revocation).outcome;
  void outcome;
}

export function missingId(): void {
  // @ts-expect-error an id that is missing
  void client.unassignGroupServiceAccount({ groupId });
}
