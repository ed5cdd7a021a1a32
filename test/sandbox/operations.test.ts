// The four revocations at the wire, on both APIs and with both credentials.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Api, type Ids, type OperationId, operationTable, servers } from "../../generated/client.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { type Credential, firstTarget, revoke, send, targetOf } from "./wire.js";

const apis = Object.keys(servers) as Api[];
const operationIds = Object.keys(operationTable) as OperationId[];
const credentials: readonly Credential[] = ["digest", "service account"];
const cases = apis.flatMap((api) =>
  operationIds.flatMap((operationId) => credentials.map((credential) => ({ api, operationId, credential }))),
);

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

function first<K extends OperationId>(api: Api, operationId: K): Ids<K> {
  return firstTarget(sandbox, api, operationId);
}

describe("a revocation", () => {
  it.each(cases)(
    "of $operationId on $api with $credential succeeds once and is recorded",
    async ({ api, operationId, credential }) => {
      const ids = first(api, operationId);
      const answer = await revoke(sandbox, api, operationId, ids, { credential });
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: operationTable[operationId].success[api],
        body: "",
      });
      expect(answer.headers.get("content-type")).toBe(
        api === "atlas" ? `${operationTable[operationId].accept.atlas};charset=utf-8` : "application/json",
      );
      const { apiKey, serviceAccount } = sandbox.credentials;
      expect(sandbox.state.deletions).toEqual([
        {
          operationId,
          effect: operationId.startsWith("delete") ? "deleted" : "unassigned",
          api,
          ids,
          by:
            credential === "digest"
              ? { kind: "api-key", publicKey: apiKey.publicKey }
              : { kind: "service-account", clientId: serviceAccount.clientId },
          at: expect.any(Number),
        },
      ]);

      const again = await revoke(sandbox, api, operationId, ids, { credential });
      const isKey = operationId === "unassignGroupApiKey";
      expect(again.status).toBe(isKey ? 400 : 404);
      expect(JSON.parse(again.body)).toMatchObject({ errorCode: isKey ? "API_KEY_NOT_FOUND" : "RESOURCE_NOT_FOUND" });
      // It names the target itself, so that a client can tell it from another thing that is missing.
      expect(JSON.parse(again.body).detail).toContain(Object.values(ids).at(-1));
      expect(sandbox.state.deletions).toHaveLength(1);
    },
  );

  it.each(cases)(
    "of $operationId on $api with $credential can be enveloped",
    async ({ api, operationId, credential }) => {
      const query = "?envelope=true";
      const ids = first(api, operationId);
      const answer = await revoke(sandbox, api, operationId, ids, { credential, query });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body)).toEqual({ status: operationTable[operationId].success[api], content: {} });
      const again = await revoke(sandbox, api, operationId, ids, { credential, query });
      const status = operationId === "unassignGroupApiKey" ? 400 : 404;
      expect(again.status).toBe(status);
      expect(JSON.parse(again.body)).toMatchObject({ status, content: { error: status } });
    },
  );

  it("of every target succeeds, in any order", async () => {
    const all = apis.flatMap((api) =>
      operationIds.flatMap((id) => sandbox.targets[api][id].map((ids) => ({ api, id, ids }))),
    );
    for (const { api, id, ids } of all.reverse()) {
      const { status } = await revoke(sandbox, api, id, ids, { credential: "service account" });
      expect({ id, status }).toEqual({ id, status: operationTable[id].success[api] });
    }
    expect(sandbox.state.deletions).toHaveLength(all.length);
  });
});

describe("the sandbox has no route", () => {
  it.each([
    ["to delete an API key from its organization", "DELETE", "/orgs/{orgId}/apiKeys/{apiKeyId}", 404],
    ["to delete a service account from its organization", "DELETE", "/orgs/{orgId}/serviceAccounts/{clientId}", 405],
    ["to create a secret", "POST", "/groups/{groupId}/serviceAccounts/{clientId}", 405],
  ])("%s", async (_, method, template, status) => {
    const ids: Readonly<Record<string, string>> = {
      ...first("atlas", "deleteOrgServiceAccountSecret"),
      ...first("atlas", "unassignGroupServiceAccount"),
      ...first("atlas", "unassignGroupApiKey"),
    };
    const path = template.replace(/\{(\w+)\}/g, (_match, name: string) => ids[name] ?? "");
    const answer = await send(sandbox.url, `${servers.atlas.basePath}${path}`, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  });

  it("below a path of the other API", async () => {
    const target = targetOf("atlas", "unassignGroupApiKey", first("atlas", "unassignGroupApiKey"));
    expect((await send(sandbox.url, target.replace("/api/atlas/v2", "/api/atlas/v1.0"))).status).toBe(404);
  });
});
