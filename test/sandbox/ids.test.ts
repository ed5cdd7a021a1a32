// What the server makes of ids: their form, the organization or project they name, and targets that exist elsewhere.
import { describe, expect, it } from "vitest";
import { type Api, type OperationFacts, operationTable } from "../../generated/client.js";
import { cells, errorOf, firstTarget, jsonOf, open, revoke, withIds } from "./wire.js";

const operations: readonly OperationFacts[] = Object.values(operationTable);
const bearer = { credential: "service account" } as const;

describe("an id of another form", () => {
  const codes: Readonly<Record<string, string>> = {
    orgId: "INVALID_ORG_ID",
    groupId: "INVALID_GROUP_ID",
    apiKeyId: "INVALID_KEY_ID",
    clientId: "RESOURCE_NOT_FOUND",
    secretId: "RESOURCE_NOT_FOUND",
  };
  const cases = cells.flatMap(({ api, operation }) =>
    operation.pathParameters.map(({ name }) => ({ api, operationId: operation.operationId, name })),
  );
  it.each(cases)("as $name of $operationId on $api is a 404 with its own code", async ({ api, operationId, name }) => {
    const sandbox = await open();
    for (const value of ["x", "A".repeat(24), `${"a".repeat(24)}%0A`, "%2e%2e", "%zz", "a".repeat(25), "%20"]) {
      const answer = await withIds(sandbox, api, operationId, { [name]: value });
      expect({ value, ...errorOf(answer) }).toEqual({ value, status: 404, errorCode: codes[name] });
    }
    expect(sandbox.state.deletions).toEqual([]);
  });

  it("is not repeated when it is a secret's value", async () => {
    const sandbox = await open();
    for (const operation of operations) {
      for (const { name } of operation.pathParameters) {
        const answer = await withIds(sandbox, "atlas", operation.operationId, { [name]: "mdb_sa_sk_confidential" });
        expect(answer.status).toBe(404);
        expect(answer.body).not.toContain("confidential");
      }
    }
  });

  it("may be percent-encoded without being another one", async () => {
    const sandbox = await open();
    const { groupId } = firstTarget(sandbox, "atlas", "unassignGroupApiKey");
    const encoded = [...groupId].map((digit) => `%${digit.charCodeAt(0).toString(16)}`).join("");
    expect((await withIds(sandbox, "atlas", "unassignGroupApiKey", { groupId: encoded })).status).toBe(204);
  });
});

describe("an organization or project", () => {
  it.each(cells)("that does not exist is a 404 for $operationId on $api", async ({ api, operation, operationId }) => {
    const [name, errorCode] =
      operation.scope === "organization" ? ["orgId", "ORG_NOT_FOUND"] : ["groupId", "GROUP_NOT_FOUND"];
    const answer = await withIds(await open(), api, operationId, { [name]: "0".repeat(24) });
    expect(errorOf(answer)).toEqual({ status: 404, errorCode });
    expect(jsonOf(answer)).toMatchObject({
      parameters: ["0".repeat(24)],
      detail: expect.stringContaining("0".repeat(24)),
    });
  });

  it.each(cells)(
    "of the other API is a 404 for $operationId on $api that says so",
    async ({ api, operation, operationId }) => {
      const sandbox = await open();
      const other: Api = api === "atlas" ? "cloud-manager" : "atlas";
      const ids = firstTarget(sandbox, other, operationId);
      const errorCode =
        operation.scope === "organization" ? "ORG_NOT_FOUND" : api === "atlas" ? "NOT_ATLAS_GROUP" : "ATLAS_GROUP";
      expect(errorOf(await revoke(sandbox, api, operationId, ids, bearer))).toEqual({ status: 404, errorCode });
      expect(sandbox.state.deletions).toEqual([]);
    },
  );
});

describe("a target that exists elsewhere", () => {
  it("is missing: an account of another project, a secret of another account, a key of another project", async () => {
    const sandbox = await open({ rateLimit: false });
    const atlas = sandbox.targets.atlas;
    const [org] = atlas.deleteOrgServiceAccountSecret;
    const [first, second] = atlas.deleteGroupServiceAccountSecret;
    const elsewhere = firstTarget(sandbox, "cloud-manager", "unassignGroupApiKey");
    if (!org || !first || !second) throw new Error("the default seed has too few targets");
    const tries = [
      await revoke(
        sandbox,
        "atlas",
        "deleteGroupServiceAccountSecret",
        { ...first, secretId: second.secretId },
        bearer,
      ),
      await revoke(sandbox, "atlas", "deleteGroupServiceAccountSecret", { ...first, clientId: org.clientId }, bearer),
      await revoke(sandbox, "atlas", "unassignGroupServiceAccount", { ...first, clientId: org.clientId }, bearer),
      await revoke(sandbox, "atlas", "unassignGroupApiKey", { ...first, apiKeyId: elsewhere.apiKeyId }, bearer),
    ];
    expect(tries.map(errorOf)).toEqual([
      { status: 404, errorCode: "RESOURCE_NOT_FOUND" },
      { status: 404, errorCode: "RESOURCE_NOT_FOUND" },
      { status: 404, errorCode: "RESOURCE_NOT_FOUND" },
      { status: 400, errorCode: "API_KEY_NOT_FOUND" },
    ]);
    expect(sandbox.state.deletions).toEqual([]);
  });

  it("is found through its organization when it belongs to one of the organization's projects", async () => {
    const sandbox = await open();
    const { orgId } = firstTarget(sandbox, "atlas", "deleteOrgServiceAccountSecret");
    const { clientId, secretId } = firstTarget(sandbox, "atlas", "deleteGroupServiceAccountSecret");
    const answer = await revoke(
      sandbox,
      "atlas",
      "deleteOrgServiceAccountSecret",
      { orgId, clientId, secretId },
      bearer,
    );
    expect(answer.status).toBe(204);
  });
});
