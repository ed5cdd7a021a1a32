// The handlers as a user of MSW meets them: global fetch is intercepted, and this package's client talks to them.
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createClient, digest, serviceAccount } from "../../src/index.js";
import {
  type CreateHandlersOptions,
  createHandlers,
  createState,
  credentialsOf,
  defaultSeed,
  targetsOf,
} from "../../src/mock/index.js";

const seed = defaultSeed();
const state = createState(seed);
const { publicKey, privateKey, clientId, clientSecret } = credentialsOf(seed);
const baseUrl = "https://api.invalid";
const targets = targetsOf(seed);
const server = setupServer(...createHandlers({ state, baseUrl }));

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  server.resetHandlers();
  state.reset();
});
afterAll(() => server.close());

describe("the handlers", () => {
  it("serve all four operations on Cloud Manager to an API key", async () => {
    await using client = createClient({ api: "cloud-manager", auth: digest({ publicKey, privateKey }), baseUrl });
    const [org, secret, account, key] = [
      targets["cloud-manager"].deleteOrgServiceAccountSecret[0],
      targets["cloud-manager"].deleteGroupServiceAccountSecret[0],
      targets["cloud-manager"].unassignGroupServiceAccount[0],
      targets["cloud-manager"].unassignGroupApiKey[0],
    ];
    if (!org || !secret || !account || !key) throw new Error("the default seed has no targets");
    expect((await client.deleteOrgServiceAccountSecret(org)).outcome).toBe("revoked");
    expect((await client.deleteGroupServiceAccountSecret(secret)).outcome).toBe("revoked");
    expect((await client.unassignGroupServiceAccount(account)).outcome).toBe("revoked");
    expect((await client.unassignGroupApiKey(key)).status).toBe(200);
    expect(state.deletions.map(({ operationId }) => operationId)).toEqual([
      "deleteOrgServiceAccountSecret",
      "deleteGroupServiceAccountSecret",
      "unassignGroupServiceAccount",
      "unassignGroupApiKey",
    ]);
  });

  it("serve Atlas to a service account, and take its token back", async () => {
    const client = createClient({ api: "atlas", auth: serviceAccount({ clientId, clientSecret }), baseUrl });
    const [key] = targets.atlas.unassignGroupApiKey;
    if (key === undefined) throw new Error("the default seed has no targets");
    expect(await client.unassignGroupApiKey(key)).toMatchObject({ outcome: "revoked", status: 204 });
    await client.close();
    expect(state.deletions).toHaveLength(1);
  });

  it("leave other requests unhandled", async () => {
    const complaints = vi.spyOn(console, "error").mockReturnValue();
    await expect(fetch(`${baseUrl}/api/atlas/v2/groups`)).rejects.toThrow();
    await expect(fetch(`${baseUrl}/api/atlas/v2/orgs/x/apiKeys/y`, { method: "DELETE" })).rejects.toThrow();
    expect(complaints).toHaveBeenCalledTimes(2);
  });

  it("answer a malformed percent-escape instead of throwing", async () => {
    const handlers = createHandlers({ baseUrl, auth: false });
    server.use(...handlers);
    const headers = { accept: "application/json" };
    const answer = await fetch(`${baseUrl}/api/public/v1.0/groups/%zz/apiKeys/%`, { method: "DELETE", headers });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ errorCode: "INVALID_GROUP_ID" });
  });
});

describe("createHandlers refuses", () => {
  it.each<[string, object, RegExp]>([
    ["an unknown option", { envelop: {} }, /unknown option "envelop"/],
    ["an unknown API", { api: "ops-manager" }, /api must be one of cloud-manager, atlas/],
    ["a base URL with a path", { baseUrl: "https://api.invalid/api" }, /baseUrl must be an origin/],
    ["a base URL that is none", { baseUrl: "api.invalid" }, /baseUrl must be an origin/],
    ["an unknown auth option", { auth: { nonceLife: 1 } }, /unknown option "nonceLife"/],
    ["an unknown algorithm", { auth: { digestAlgorithms: ["SHA-1"] } }, /digestAlgorithms/],
    ["an unknown envelope form", { envelope: { success: "none" } }, /envelope\.success must be one of/],
    ["an unknown bucket", { rateLimit: { group: {} } }, /unknown option "group"/],
    ["a bucket without capacity", { rateLimit: { project: { refill: 1, refillSeconds: 1 } } }, /project\.capacity/],
    ["a negative latency", { latencyMs: -1 }, /latencyMs/],
    ["a latency that no timer can wait", { latencyMs: 2 ** 31 }, /latencyMs/],
    ["a clock that is none", { clock: 5 }, /clock/],
    ["a state that is none", { state: {} }, /state must come from createState/],
  ])("%s", (_, options, message) => {
    expect(() => createHandlers(options as CreateHandlersOptions)).toThrow(message);
  });
});
