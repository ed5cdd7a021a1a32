// Who may do what: the roles of the document.
import { describe, expect, it } from "vitest";
import { type Api, type OperationFacts, operationTable, servers } from "../../generated/client.js";
import { defaultSeed, type Seed } from "../../src/sandbox/index.js";
import { cells, errorOf, firstTarget, open, revoke } from "./wire.js";

const apis = Object.keys(servers) as Api[];
const bearer = { credential: "service account" } as const;

/** A default seed whose acting account has other roles. */
function actingAs(
  roles: (seed: Seed) => Seed["serviceAccounts"][number]["roles"],
  change: Partial<Seed["serviceAccounts"][number]> = {},
): Seed {
  const seed = defaultSeed();
  const [account, ...others] = seed.serviceAccounts;
  if (account === undefined) throw new Error("the default seed has no service account");
  return { ...seed, serviceAccounts: [{ ...account, ...change, roles: roles(seed) }, ...others] };
}

/** The ids of the organization and the project of an API. */
function placeOf(seed: Seed, api: Api): { readonly orgId: string; readonly groupId: string } {
  const orgId = seed.organizations.find((organization) => organization.api === api)?.id ?? "";
  return { orgId, groupId: seed.projects.find((project) => project.orgId === orgId)?.id ?? "" };
}

function scopeIdOf(seed: Seed, api: Api, operation: OperationFacts): string {
  const place = placeOf(seed, api);
  return operation.scope === "organization" ? place.orgId : place.groupId;
}

describe("a role", () => {
  const allowed = cells.flatMap((cell) => cell.operation.roles[cell.api].map((role) => ({ ...cell, role })));
  it.each(allowed)("$role alone allows $operationId on $api", async ({ api, operation, operationId, role }) => {
    const sandbox = await open({ seed: actingAs((seed) => ({ [scopeIdOf(seed, api, operation)]: [role] })) });
    const answer = await revoke(sandbox, api, operationId, firstTarget(sandbox, api, operationId), bearer);
    expect(answer.status).toBe(operation.success[api]);
  });

  it.each(cells)(
    "that does not suffice refuses $operationId on $api with 401",
    async ({ api, operation, operationId }) => {
      const roles = ["Organization Member", "Project Read Only"];
      const sandbox = await open({ seed: actingAs((seed) => ({ [scopeIdOf(seed, api, operation)]: roles })) });
      const answer = await revoke(sandbox, api, operationId, firstTarget(sandbox, api, operationId), bearer);
      const errorCode = operation.scope === "organization" ? "NOT_ORG_OWNER" : "USER_UNAUTHORIZED";
      expect(errorOf(answer)).toEqual({ status: 401, errorCode });
      expect(sandbox.state.deletions).toEqual([]);
    },
  );

  it.each(cells)("elsewhere refuses $operationId on $api with 401", async ({ api, operation, operationId }) => {
    const other: Api = api === "atlas" ? "cloud-manager" : "atlas";
    const roles = operation.roles[api];
    const sandbox = await open({ seed: actingAs((seed) => ({ [scopeIdOf(seed, other, operation)]: roles })) });
    const answer = await revoke(sandbox, api, operationId, firstTarget(sandbox, api, operationId), bearer);
    const errorCode = operation.scope === "organization" ? "USER_UNAUTHORIZED" : "NOT_IN_GROUP";
    expect(errorOf(answer)).toEqual({ status: 401, errorCode });
    expect(answer.headers.has("www-authenticate")).toBe(false);
  });

  it.each(cells)("of the organization's owner allows $operationId on $api", async ({ api, operation, operationId }) => {
    const sandbox = await open({ seed: actingAs((seed) => ({ [placeOf(seed, api).orgId]: ["Organization Owner"] })) });
    const answer = await revoke(sandbox, api, operationId, firstTarget(sandbox, api, operationId), bearer);
    expect(answer.status).toBe(operation.success[api]);
  });

  it.each(apis)(
    "in a project does not allow to delete the secret of an account that reaches beyond it (%s)",
    async (api) => {
      const role = operationTable.deleteGroupServiceAccountSecret.roles[api];
      const seed = actingAs((acting) => ({ [placeOf(acting, api).groupId]: role }));
      const { orgId, groupId } = placeOf(seed, api);
      const wide = {
        clientId: `mdb_sa_id_${"c".repeat(24)}`,
        secrets: [{ id: "c".repeat(24), value: "mdb_sa_sk_wide" }],
        roles: { [groupId]: [], [orgId]: [] },
      };
      const sandbox = await open({ seed: { ...seed, serviceAccounts: [...seed.serviceAccounts, wide] } });
      const ids = { groupId, clientId: wide.clientId, secretId: "c".repeat(24) };
      const answer = await revoke(sandbox, api, "deleteGroupServiceAccountSecret", ids, bearer);
      expect(errorOf(answer)).toEqual({ status: 401, errorCode: "NOT_ORG_OWNER" });
    },
  );

  it("is lost with the assignment that gave it", async () => {
    const sandbox = await open({ seed: actingAs((s) => ({ [placeOf(s, "atlas").groupId]: ["Project Owner"] })) });
    const { clientId } = sandbox.credentials.serviceAccount;
    const { groupId } = firstTarget(sandbox, "atlas", "unassignGroupServiceAccount");
    expect((await revoke(sandbox, "atlas", "unassignGroupServiceAccount", { groupId, clientId }, bearer)).status).toBe(
      204,
    );
    const next = firstTarget(sandbox, "atlas", "unassignGroupServiceAccount");
    const answer = await revoke(sandbox, "atlas", "unassignGroupServiceAccount", next, bearer);
    expect(errorOf(answer)).toEqual({ status: 401, errorCode: "NOT_IN_GROUP" });
  });
});
