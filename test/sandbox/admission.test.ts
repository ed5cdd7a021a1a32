// What the server asks of a request beyond a good credential, clause by clause: ids, scope, role, address, media type,
// query. Errors are checked against the document wherever it documents their status.
import { describe, expect, it } from "vitest";
import {
  type Api,
  type Ids,
  type OperationFacts,
  type OperationId,
  operationTable,
  servers,
} from "../../generated/client.js";
import { defaultSeed, type Sandbox, type SandboxOptions, type Seed } from "../../src/sandbox/index.js";
import { at } from "../contract/bundle.js";
import { type Answered, firstTarget, grantToken, jsonOf, open, revoke, send, targetOf } from "./wire.js";

const apis = Object.keys(servers) as Api[];
const operations: readonly OperationFacts[] = Object.values(operationTable);
const cells = apis.flatMap((api) =>
  operations.map((operation) => ({ api, operation, operationId: operation.operationId })),
);
const bearer = { credential: "service account" } as const;

/** A request for ids that the document does not allow, with everything else right. */
async function withIds(
  sandbox: Sandbox,
  api: Api,
  operationId: OperationId,
  change: Record<string, string>,
  query = "",
): Promise<Answered> {
  const ids = { ...firstTarget(sandbox, api, operationId), ...change } as Ids<typeof operationId>;
  const headers = {
    accept: operationTable[operationId].accept[api],
    authorization: `Bearer ${await grantToken(sandbox)}`,
  };
  return send(sandbox.url, targetOf(api, operationId, ids, query), { headers });
}

function errorOf(answer: Answered): { readonly status: number; readonly errorCode: unknown } {
  return { status: answer.status, errorCode: jsonOf(answer).errorCode };
}

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
    const { clientId } = sandbox.credentials;
    const { groupId } = firstTarget(sandbox, "atlas", "unassignGroupServiceAccount");
    expect((await revoke(sandbox, "atlas", "unassignGroupServiceAccount", { groupId, clientId }, bearer)).status).toBe(
      204,
    );
    const next = firstTarget(sandbox, "atlas", "unassignGroupServiceAccount");
    const answer = await revoke(sandbox, "atlas", "unassignGroupServiceAccount", next, bearer);
    expect(errorOf(answer)).toEqual({ status: 401, errorCode: "NOT_IN_GROUP" });
  });
});

describe("an access list", () => {
  async function status(accessList: readonly string[], headers: Record<string, string> = {}): Promise<Answered> {
    const seed = defaultSeed();
    const [key, ...others] = seed.apiKeys;
    if (key === undefined) throw new Error("the default seed has no API key");
    const sandbox = await open({ seed: { ...seed, apiKeys: [{ ...key, accessList }, ...others] } });
    return revoke(sandbox, "atlas", "unassignGroupApiKey", firstTarget(sandbox, "atlas", "unassignGroupApiKey"), {
      headers,
    });
  }

  it.each([[["127.0.0.1"]], [["192.0.2.1", "127.0.0.0/8"]], [["0.0.0.0/0"]]])(
    "%j lets the client's address in",
    async (list) => {
      expect((await status(list)).status).toBe(204);
    },
  );

  it.each([[[]], [["192.0.2.1"]], [["127.0.0.2/32"]], [["::/0"]]])("%j keeps it out with 403", async (list) => {
    const answer = await status(list);
    expect(errorOf(answer)).toEqual({ status: 403, errorCode: "IP_ADDRESS_NOT_ON_ACCESS_LIST" });
    expect(jsonOf(answer)).toMatchObject({ parameters: ["127.0.0.1"] });
  });

  it("does not believe a header about the client's address", async () => {
    const headers = { "x-forwarded-for": "192.0.2.1", forwarded: "for=192.0.2.1", "x-real-ip": "192.0.2.1" };
    expect((await status(["192.0.2.1"], headers)).status).toBe(403);
  });
});

describe("Accept", () => {
  async function accepting(api: Api, accept: string | undefined, options: SandboxOptions = {}): Promise<Answered> {
    const sandbox = await open(options);
    const target = targetOf(
      api,
      "unassignGroupServiceAccount",
      firstTarget(sandbox, api, "unassignGroupServiceAccount"),
    );
    const authorization = `Bearer ${await grantToken(sandbox)}`;
    return send(sandbox.url, target, { headers: { authorization, ...(accept === undefined ? {} : { accept }) } });
  }
  const version = (date: string): string => `application/vnd.atlas.${date}+json`;

  it.each([
    undefined,
    "*/*",
    "application/json",
    version("2024-08-04"),
    version("2024-13-45"),
    version("2024-8-5"),
    "application/vnd.atlas+json",
    `x${version("2024-08-05")}`,
  ])("%s is not acceptable on Atlas", async (accept) => {
    const answer = await accepting("atlas", accept);
    expect(errorOf(answer)).toEqual({ status: 406, errorCode: "INVALID_VERSION_DATE" });
    conformsToApiError(answer);
  });

  it.each([
    version("2024-08-05"),
    version("2024-10-23"),
    version("2025-03-12"),
    version("2024-08-05").toUpperCase(),
    `${version("2024-08-05")};q=0.9`,
    `text/html, ${version("2024-08-05")}`,
  ])("%s is served on Atlas, by the operation's own version", async (accept) => {
    const answer = await accepting("atlas", accept);
    expect(answer.status).toBe(204);
    expect(answer.headers.get("content-type")).toBe("application/vnd.atlas.2024-08-05+json;charset=utf-8");
  });

  it("of a retired version is gone", async () => {
    const seed = { ...defaultSeed(), retiredVersions: ["2024-08-05"] };
    const answer = await accepting("atlas", version("2024-08-05"), { seed });
    expect(errorOf(answer)).toEqual({ status: 410, errorCode: "VERSION_GONE" });
    conformsToApiError(answer);
    expect((await accepting("atlas", version("2024-10-23"), { seed })).status).toBe(204);
  });

  it("has no version on Cloud Manager", async () => {
    expect((await accepting("cloud-manager", "application/json")).status).toBe(204);
    expect((await accepting("cloud-manager", undefined)).status).toBe(204);
  });
});

/** 406 and 410 stand in the document's introduction, not at an operation: their body is the API's error all the same. */
function conformsToApiError(answer: Answered): void {
  const { properties } = at("components", "schemas", "ApiError") as { readonly properties: object };
  const body = jsonOf(answer);
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(body)));
  expect(body.error).toBe(answer.status);
  expect(answer.headers.get("content-type")).toBe("application/json");
}

describe("the query", () => {
  async function asking(api: Api, query: string): Promise<Answered> {
    const sandbox = await open();
    const answer = await withIds(sandbox, api, "unassignGroupApiKey", {}, query);
    expect(sandbox.state.deletions).toHaveLength(answer.status === 400 ? 0 : 1);
    return answer;
  }

  it.each(["?pretty=true", "?envelope=false", "?pageNum=1&itemsPerPage=500", "?itemsPerPage=1", "?"])(
    "%s is fine",
    async (query) => {
      expect((await asking("atlas", query)).status).toBe(204);
    },
  );

  it.each([
    "?envelope=yes",
    "?envelope=TRUE",
    "?envelope",
    "?pretty=1",
    "?pageNum=0",
    "?pageNum=1.5",
    "?itemsPerPage=501",
    "?itemsPerPage=-1",
    "?envelope=true&envelope=true",
    "?force=true",
  ])("%s is a 400, and nothing is revoked", async (query) => {
    const answer = await asking("cloud-manager", query);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(jsonOf(answer))).toContain("The request holds a value that is not valid.");
  });

  it("makes bodies readable with pretty=true", async () => {
    const sandbox = await open();
    const plain = await withIds(sandbox, "atlas", "unassignGroupApiKey", { groupId: "0".repeat(24) });
    const pretty = await withIds(sandbox, "atlas", "unassignGroupApiKey", { groupId: "0".repeat(24) }, "?pretty=true");
    expect(plain.body).not.toContain("\n");
    expect(pretty.body).toContain("\n");
    expect(jsonOf(pretty)).toEqual(jsonOf(plain));
  });
});
