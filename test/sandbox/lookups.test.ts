// The six lookups at the wire: what a list shows and hides, page by page, to whom, and what is gone from it afterwards.
import { describe, expect, it } from "vitest";
import { type Api, type LookupFacts, lookupTable, servers } from "../../generated/client.js";
import { defaultSeed, type Seed } from "../../src/sandbox/index.js";
import { clientIds, idsOn, look, nextOf, pageOf } from "./look.js";
import { differencesFrom } from "./lookupSchema.js";
import { type Answered, errorOf, firstTarget, jsonOf, open, revoke } from "./wire.js";

const lookups: readonly LookupFacts[] = Object.values(lookupTable);
const cells = (Object.keys(servers) as Api[]).flatMap((api) =>
  lookups.map((lookup) => ({ api, lookup, operationId: lookup.operationId })),
);

describe("a lookup", () => {
  it.each(cells)("$operationId on $api conforms to the document, with and without an envelope", async (cell) => {
    const { api, lookup } = cell;
    const sandbox = await open();
    for (const query of ["", "?envelope=true", "?pretty=true"]) {
      const answer = await look(sandbox, api, lookup, query);
      expect(answer.status).toBe(200);
      expect(differencesFrom(lookup, answer)).toEqual([]);
      if (query === "?envelope=true") expect(jsonOf(answer).status).toBe(200);
      expect(answer.headers.get("content-type")).toContain(lookup.accept[api]);
      expect(answer.headers.get("ratelimit-limit")).toBe(
        api === "atlas" ? (lookup.scope === "project" ? "1200" : "500") : null,
      );
    }
  });

  it.each(cells)("$operationId on $api wants an Accept, ids and a query of the document's form", async (cell) => {
    const { api, lookup } = cell;
    const sandbox = await open();
    const [name = ""] = lookup.path.match(/(?<=\{)\w+(?=\})/) ?? [];
    expect((await look(sandbox, api, lookup, "", { [name]: "x" })).status).toBe(404);
    expect((await look(sandbox, api, lookup, "", { [name]: "0".repeat(24) })).status).toBe(404);
    expect((await look(sandbox, api, lookup, "?itemsPerPage=501")).status).toBe(400);
    expect((await look(sandbox, api, lookup, "?envelope=yes")).status).toBe(400);
    const unversioned = { ...lookup, accept: { "cloud-manager": "", atlas: "application/json" } };
    expect((await look(sandbox, api, unversioned)).status).toBe(api === "atlas" ? 406 : 200);
  });

  it("of an account that is not there is a 404 that names it", async () => {
    const clientId = `mdb_sa_id_${"0".repeat(24)}`;
    const answer = await look(await open(), "atlas", lookupTable.getGroupServiceAccount, "", { clientId });
    expect(errorOf(answer)).toEqual({ status: 404, errorCode: "RESOURCE_NOT_FOUND" });
    expect(jsonOf(answer).detail).toContain(clientId);
  });
});

describe("what a list shows", () => {
  it("is every secret with its last four characters and every key with its last twelve, and never more", async () => {
    const seed = defaultSeed();
    const sandbox = await open({ seed });
    for (const { api, lookup } of cells) {
      const { body } = await look(sandbox, api, lookup);
      for (const { secrets } of seed.serviceAccounts)
        for (const { value } of secrets) expect(body).not.toContain(value);
      for (const { privateKey } of seed.apiKeys) expect(body).not.toContain(privateKey);
    }
    const accounts = (await look(sandbox, "atlas", lookupTable.listOrgServiceAccounts)).body;
    const atlas = seed.organizations.find(({ api }) => api === "atlas")?.id ?? "";
    const scopes = [atlas, ...seed.projects.filter(({ orgId }) => orgId === atlas).map(({ id }) => id)];
    const inAtlas = ({ roles }: { roles: object }): boolean => scopes.some((id) => Object.hasOwn(roles, id));
    for (const { secrets } of seed.serviceAccounts.filter(inAtlas)) {
      expect(accounts).toContain(`****${secrets[0]?.value.slice(-4)}"`);
    }
    const keys = (await look(sandbox, "atlas", lookupTable.listOrgApiKeys)).body;
    for (const { privateKey } of seed.apiKeys.filter(inAtlas)) expect(keys).toContain(`-${privateKey.slice(-12)}"`);
  });

  it("is when a secret was last used", async () => {
    const sandbox = await open();
    const { clientId } = sandbox.credentials.serviceAccount;
    const answer = await look(sandbox, "atlas", lookupTable.getOrgServiceAccount, "", { clientId });
    const [secret] = jsonOf(answer).secrets as { lastUsedAt: string }[];
    expect(Date.now() - Date.parse(secret?.lastUsedAt ?? "")).toBeLessThan(5000);
  });

  it("is a key's organization and projects, and the organization still when it is in no project any more", async () => {
    const sandbox = await open();
    const { groupId, apiKeyId } = firstTarget(sandbox, "atlas", "unassignGroupApiKey");
    const rolesOf = async (): Promise<unknown> => {
      const { results } = pageOf(await look(sandbox, "atlas", lookupTable.listOrgApiKeys));
      return results.find(({ id }) => id === apiKeyId)?.roles;
    };
    const { orgId } = idsOn(sandbox, "atlas");
    const inOrganization = { orgId, roleName: "ORG_MEMBER" };
    expect(await rolesOf()).toEqual([inOrganization, { groupId, roleName: "GROUP_READ_ONLY" }]);
    await revoke(sandbox, "atlas", "unassignGroupApiKey", { groupId, apiKeyId });
    expect(await rolesOf()).toEqual([inOrganization]);
    expect((await look(sandbox, "atlas", lookupTable.listGroupApiKeys)).body).not.toContain(apiKeyId);
  });

  it("is no secret that was deleted, and no account that was unassigned", async () => {
    const sandbox = await open();
    const secret = firstTarget(sandbox, "atlas", "deleteGroupServiceAccountSecret");
    await revoke(sandbox, "atlas", "deleteGroupServiceAccountSecret", secret);
    expect(jsonOf(await look(sandbox, "atlas", lookupTable.getGroupServiceAccount)).secrets).toEqual([]);
    const { groupId, clientId } = firstTarget(sandbox, "atlas", "unassignGroupServiceAccount");
    await revoke(sandbox, "atlas", "unassignGroupServiceAccount", { groupId, clientId });
    expect(clientIds(await look(sandbox, "atlas", lookupTable.listGroupServiceAccounts))).not.toContain(clientId);
    expect(clientIds(await look(sandbox, "atlas", lookupTable.listOrgServiceAccounts))).toContain(clientId);
  });

  it("is system-managed accounts only when it is asked for them", async () => {
    const seed = defaultSeed();
    const serviceAccounts = seed.serviceAccounts.map((account, at) => ({ ...account, systemManaged: at > 0 }));
    const sandbox = await open({ seed: { ...seed, serviceAccounts } });
    const { listGroupServiceAccounts } = lookupTable;
    const shown = await look(sandbox, "atlas", listGroupServiceAccounts);
    expect(clientIds(shown)).toEqual([sandbox.credentials.serviceAccount.clientId]);
    const all = await look(sandbox, "atlas", listGroupServiceAccounts, "?includeSystemManaged=true");
    expect(clientIds(all)).toHaveLength(7);
  });
});

describe("pages", () => {
  it("are of 100 unless asked for more, of 500 at most, and the links lead through all of them once", async () => {
    const sandbox = await open({ seed: defaultSeed({ targets: 400 }), rateLimit: false });
    const { listGroupServiceAccounts: list } = lookupTable;
    expect(pageOf(await look(sandbox, "atlas", list)).results).toHaveLength(100);
    const seen: unknown[] = [];
    let query: string | undefined = "?itemsPerPage=500";
    for (let pages = 0; query !== undefined; pages += 1) {
      expect(pages).toBeLessThan(3);
      const answer: Answered = await look(sandbox, "atlas", list, query);
      seen.push(...clientIds(answer));
      const next: string | undefined = nextOf(pageOf(answer));
      if (next !== undefined) expect(next.startsWith(`${sandbox.url}/api/atlas/v2/groups/`)).toBe(true);
      query = next === undefined ? undefined : new URL(next).search;
    }
    expect(seen).toHaveLength(801);
    expect(new Set(seen).size).toBe(801);
  });

  it("count everything unless told not to", async () => {
    const sandbox = await open();
    const { listGroupApiKeys: list } = lookupTable;
    expect(pageOf(await look(sandbox, "atlas", list, "?itemsPerPage=1")).totalCount).toBe(4);
    expect(pageOf(await look(sandbox, "atlas", list, "?includeCount=false"))).not.toHaveProperty("totalCount");
    expect(pageOf(await look(sandbox, "atlas", list, "?pageNum=9")).results).toEqual([]);
  });
});

describe("who may look", () => {
  function actingAs(
    roles: (places: Readonly<Record<string, string>>) => Seed["apiKeys"][number]["roles"],
    api: Api,
  ): Seed {
    const seed = defaultSeed();
    const orgId = seed.organizations.find((organization) => organization.api === api)?.id ?? "";
    const groupId = seed.projects.find((project) => project.orgId === orgId)?.id ?? "";
    const [account, ...others] = seed.serviceAccounts;
    if (account === undefined) throw new Error("the default seed has no service account");
    return { ...seed, serviceAccounts: [{ ...account, roles: roles({ orgId, groupId }) }, ...others] };
  }

  it.each(cells)("at $operationId on $api: whoever has a documented role, or owns it", async ({ api, lookup }) => {
    const name = lookup.scope === "organization" ? "orgId" : "groupId";
    const owner = lookup.scope === "organization" ? "Organization Owner" : "Project Owner";
    for (const role of [...lookup.roles[api], owner]) {
      const sandbox = await open({ seed: actingAs((places) => ({ [places[name] ?? ""]: [role] }), api) });
      expect((await look(sandbox, api, lookup)).status).toBe(200);
    }
  });

  it.each(cells)("at $operationId on $api: nobody from elsewhere", async ({ api, lookup }) => {
    const other = api === "atlas" ? "cloud-manager" : "atlas";
    const sandbox = await open({ seed: actingAs(({ orgId }) => ({ [orgId ?? ""]: ["Organization Owner"] }), other) });
    expect((await look(sandbox, api, lookup)).status).toBe(401);
  });

  it("a role that is enough to unassign a key is not enough to look on Atlas", async () => {
    const seed = actingAs(({ groupId }) => ({ [groupId ?? ""]: ["Project Access Manager"] }), "atlas");
    const sandbox = await open({ seed });
    expect(errorOf(await look(sandbox, "atlas", lookupTable.listGroupApiKeys))).toEqual({
      status: 401,
      errorCode: "USER_UNAUTHORIZED",
    });
  });
});
