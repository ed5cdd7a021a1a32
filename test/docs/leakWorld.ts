/** The world of docs/leaked.md: one organization, in which each kind of credential has leaked. */
import type { Seed } from "../../src/mock/index.js";
import { ids } from "../support/world.js";

const { orgId, groupId, clientId, secretId, apiKeyId } = ids;
const secret = "mdb_sa_sk_canary7Qm2xNcR8vKpL0sYtWgB3hZd4f2a";
const privateKey = "d3a1c7e2-5b6f-4c1d-9e8a-85daa09d408a";

/** What leaked, by the name of the file that the page keeps it in. */
export const leaked: Readonly<Record<string, string>> = {
  "leaked.txt": secret,
  "leaked.env": `MONGODB_ATLAS_CLIENT_ID=${clientId}\nMONGODB_ATLAS_CLIENT_SECRET=${secret}\n`,
  "leaked-key.txt": privateKey,
};
/** What must be printed nowhere. */
export const canaries: readonly string[] = [secret, privateKey];

/** What the server holds at an instant. The first account and the first key are the ones to act with. */
export function seedOf(now: number): Seed {
  const minutesAgo = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
  const owner = { [orgId]: ["Organization Owner"], [groupId]: ["Project Owner"] };
  const member = { [orgId]: [], [groupId]: ["Project Read Only"] };
  const acting = "0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0b";
  return {
    organizations: [{ id: orgId, api: "atlas" }],
    projects: [{ id: groupId, orgId }],
    serviceAccounts: [
      {
        clientId: `mdb_sa_id_${"a".repeat(24)}`,
        name: "incident response",
        secrets: [{ id: "a".repeat(24), value: "mdb_sa_sk_acting", lastUsedAt: minutesAgo(1) }],
        roles: owner,
      },
      {
        clientId,
        name: "nightly backup",
        secrets: [{ id: secretId, value: secret, lastUsedAt: minutesAgo(3) }],
        roles: member,
      },
    ],
    apiKeys: [
      { id: "b".repeat(24), desc: "incident response", publicKey: "rvkplead", privateKey: acting, roles: owner },
      { id: apiKeyId, desc: "monitoring", publicKey: "kxqzvbtm", privateKey, roles: member },
    ],
  };
}
