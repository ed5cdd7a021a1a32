/** The seed of a sandbox with any number of secrets in two projects, and the same secrets as targets. */
import type { Target } from "../../src/index.js";
import type { Seed, SeedServiceAccount } from "../../src/mock/seed.js";

export const groups: readonly [string, string] = ["a".repeat(24), "b".repeat(24)];
const orgId = "c".repeat(24);
const acting = { [orgId]: ["Organization Owner"] };

const hex = (number: number, prefix: string): string => prefix + number.toString(16).padStart(23, "0");

/** Two secrets to an account, accounts alternating between the projects. */
export function seedOf(targets: number): Seed {
  const serviceAccounts: SeedServiceAccount[] = [
    { clientId: `mdb_sa_id_${hex(0, "f")}`, secrets: [{ id: hex(0, "e"), value: "mdb_sa_sk_acting" }], roles: acting },
  ];
  for (let n = 0; n < targets; n += 2) {
    const groupId = groupAt(n);
    const secrets = [n, n + 1]
      .filter((at) => at < targets)
      .map((at) => ({ id: hex(at, "1"), value: `mdb_sa_sk_${at}` }));
    serviceAccounts.push({ clientId: clientAt(n), secrets, roles: { [groupId]: [] } });
  }
  return {
    organizations: [{ id: orgId, api: "atlas" }],
    projects: groups.map((id) => ({ id, orgId })),
    serviceAccounts,
    apiKeys: [
      { id: hex(0, "d"), publicKey: "proofkey", privateKey: "00000000-0000-4000-8000-000000000000", roles: acting },
    ],
  };
}

/** The n-th target. */
export function targetAt(n: number): Target {
  return {
    operation: "deleteGroupServiceAccountSecret",
    groupId: groupAt(n),
    clientId: clientAt(n),
    secretId: hex(n, "1"),
  };
}

function groupAt(n: number): string {
  return groups[(n >> 1) % 2 === 0 ? 0 : 1];
}

function clientAt(n: number): string {
  return `mdb_sa_id_${hex(n >> 1, "2")}`;
}
