// Servers that lie about what is there, for whoever looks before or after a revocation.
import { describe, expect, it } from "vitest";
import { lookupTable } from "../../generated/client.js";
import { type Fault, type Sandbox, scenario } from "../../src/sandbox/index.js";
import { clientIds, idsOn, look, nextOf, pageOf } from "./look.js";
import { firstTarget, jsonOf, open, revoke } from "./wire.js";

const { getGroupServiceAccount, listGroupServiceAccounts, listOrgApiKeys } = lookupTable;
const lying = (...faults: Fault[]): Promise<Sandbox> => open({ faults });

describe("a server that lies", () => {
  it("confirms a revocation, and lists what it named all the same", async () => {
    const sandbox = await lying(scenario.notRevoked());
    const ids = firstTarget(sandbox, "atlas", "deleteGroupServiceAccountSecret");
    expect((await revoke(sandbox, "atlas", "deleteGroupServiceAccountSecret", ids)).status).toBe(204);
    expect((await look(sandbox, "atlas", getGroupServiceAccount)).body).toContain(ids.secretId);
    expect(sandbox.state.deletions).toEqual([]);
  });

  it("lists it again on another page than the first, although that one is short", async () => {
    const sandbox = await lying(scenario.notRevoked(), scenario.shortPages());
    const { groupId, clientId } = firstTarget(sandbox, "atlas", "unassignGroupServiceAccount");
    await revoke(sandbox, "atlas", "unassignGroupServiceAccount", { groupId, clientId });
    let query: string | undefined = "?itemsPerPage=500";
    const pages: unknown[][] = [];
    while (query !== undefined) {
      const answer = await look(sandbox, "atlas", listGroupServiceAccounts, query);
      pages.push(clientIds(answer));
      query = new URL(nextOf(pageOf(answer)) ?? sandbox.url).search || undefined;
    }
    expect(pages.map((page) => page.length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(pages[0]).not.toContain(clientId);
    expect(pages.flat()).toContain(clientId);
  });

  it("leaves out half of a list, while its count and no link say so", async () => {
    const page = pageOf(await look(await lying(scenario.halfList()), "atlas", listGroupServiceAccounts));
    expect([page.results.length, page.totalCount, nextOf(page)]).toEqual([3, 7, undefined]);
  });

  it("breaks the connection in the middle of a list", async () => {
    await expect(look(await lying(scenario.cutOff()), "atlas", listOrgApiKeys)).rejects.toThrow(/aborted|hang up/);
  });

  it("has a next page for ever", async () => {
    const sandbox = await lying(scenario.endlessPages());
    const page = pageOf(await look(sandbox, "atlas", listOrgApiKeys, "?pageNum=1000&itemsPerPage=500"));
    expect(page.results).toHaveLength(4);
    expect(nextOf(page)).toContain("pageNum=1001");
  });

  it("says 500 inside a 200, asked for an envelope or not", async () => {
    const sandbox = await lying(scenario.statusInside());
    for (const query of ["", "?envelope=true"]) {
      const list = await look(sandbox, "atlas", listOrgApiKeys, query);
      expect([list.status, jsonOf(list)]).toMatchObject([200, { status: 500, results: [] }]);
    }
  });

  it.each([401, 403, 404, 429, 500] as const)("refuses to be looked at with %i, and revokes", async (status) => {
    const sandbox = await lying(scenario.apiError({ status, lookups: true }));
    const answer = await look(sandbox, "atlas", getGroupServiceAccount);
    expect(answer.status).toBe(status);
    expect(jsonOf(answer).error).toBe(status);
    if (status === 404) expect(jsonOf(answer).detail).toContain(idsOn(sandbox, "atlas").clientId);
    const ids = firstTarget(sandbox, "atlas", "deleteGroupServiceAccountSecret");
    expect((await revoke(sandbox, "atlas", "deleteGroupServiceAccountSecret", ids)).status).toBe(204);
  });

  it("lies about one lookup and to one API alone when it is told so", async () => {
    const sandbox = await lying(scenario.halfList({ operationId: "listOrgApiKeys", api: "atlas" }));
    expect(pageOf(await look(sandbox, "atlas", listOrgApiKeys)).results).toHaveLength(2);
    expect(pageOf(await look(sandbox, "cloud-manager", listOrgApiKeys)).results).toHaveLength(4);
    expect(clientIds(await look(sandbox, "atlas", listGroupServiceAccounts))).toHaveLength(7);
  });
});
