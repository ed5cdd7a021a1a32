// The mock as a user of MSW meets it: the platform's fetch is intercepted, and this package's client talks to it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createClient, digest, serviceAccount } from "../../src/index.js";
import { createMock, type MockOptions, scenario, strict } from "../../src/mock/index.js";
import { baseUrl, listening } from "./scene.js";

function first<T>([target]: readonly T[]): T {
  if (target === undefined) throw new Error("the seed has no such target");
  return target;
}

describe("a mock", () => {
  it("serves all four operations on Cloud Manager to its API key, and records what each did", async () => {
    const { credentials, targets, deletions } = listening();
    await using client = createClient({ api: "cloud-manager", auth: digest(credentials.apiKey), baseUrl });
    const on = targets["cloud-manager"];
    await client.deleteOrgServiceAccountSecret(first(on.deleteOrgServiceAccountSecret));
    await client.deleteGroupServiceAccountSecret(first(on.deleteGroupServiceAccountSecret));
    await client.unassignGroupServiceAccount(first(on.unassignGroupServiceAccount));
    expect((await client.unassignGroupApiKey(first(on.unassignGroupApiKey))).status).toBe(200);
    expect(deletions.map(({ operationId, effect }) => [operationId, effect])).toEqual([
      ["deleteOrgServiceAccountSecret", "deleted"],
      ["deleteGroupServiceAccountSecret", "deleted"],
      ["unassignGroupServiceAccount", "unassigned"],
      ["unassignGroupApiKey", "unassigned"],
    ]);
  });

  it("serves Atlas to its service account, and revokes the token", async () => {
    const { credentials, targets, deletions } = listening();
    const client = createClient({ api: "atlas", auth: serviceAccount(credentials.serviceAccount), baseUrl });
    expect((await client.unassignGroupApiKey(first(targets.atlas.unassignGroupApiKey))).status).toBe(204);
    await client.close();
    expect(deletions).toHaveLength(1);
  });

  it("shares nothing with another one", async () => {
    const [one, two] = [createMock(), createMock()];
    expect(one.credentials).not.toEqual(two.credentials);
    expect(one.deletions).not.toBe(two.deletions);
  });

  it("responds to a malformed percent-escape instead of throwing", async () => {
    listening({ auth: false });
    const headers = { accept: "application/json" };
    const response = await fetch(`${baseUrl}/api/public/v1.0/groups/%zz/apiKeys/%`, { method: "DELETE", headers });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errorCode: "INVALID_GROUP_ID" });
  });
});

describe("strict", () => {
  it("keeps every request from leaving that no handler serves: a server that is really there hears nothing", async () => {
    let heard = 0;
    const real = createServer((_, response) => {
      heard += 1;
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => real.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void real.close());
    const elsewhere = `http://127.0.0.1:${(real.address() as AddressInfo).port}`;
    const { credentials, targets } = listening();
    vi.spyOn(console, "error").mockReturnValue();
    const auth = digest(credentials.apiKey);
    const client = createClient({ api: "atlas", auth, baseUrl: elsewhere, maxRetries: 0 });
    const target = first(targets.atlas.unassignGroupApiKey);
    await expect(client.unassignGroupApiKey(target)).rejects.toMatchObject({ name: "ConnectionError" });
    await expect(fetch(`${elsewhere}/api/atlas/v2/groups`)).rejects.toThrow();
    expect(heard).toBe(0);
    // msw 3 calls the guard onUnhandledFrame and ignores the other name.
    expect(strict).toEqual({ onUnhandledRequest: "error", onUnhandledFrame: "error" });
  });
});

describe("reset", () => {
  it("brings back what was revoked, and each fault as often as it says", async () => {
    const { state, credentials, targets } = listening({ faults: [scenario.rateLimited({ times: 1 })] });
    const client = createClient({ api: "atlas", auth: digest(credentials.apiKey), baseUrl, maxRetries: 0 });
    const target = first(targets.atlas.unassignGroupApiKey);
    for (let round = 0; round < 2; round += 1) {
      await expect(client.unassignGroupApiKey(target)).rejects.toMatchObject({ name: "RateLimitError" });
      expect((await client.unassignGroupApiKey(target)).status).toBe(204);
      expect(state.deletions).toHaveLength(1);
      state.reset();
      expect(state.deletions).toEqual([]);
    }
  });

  it("forgets faults that came later, which strike before the others", async () => {
    const { state, credentials, targets } = listening({ faults: [scenario.apiError({ status: 500 })] });
    const client = createClient({ api: "atlas", auth: digest(credentials.apiKey), baseUrl, maxRetries: 0 });
    const target = first(targets.atlas.unassignGroupApiKey);
    state.use(scenario.wrongRole());
    await expect(client.unassignGroupApiKey(target)).rejects.toMatchObject({ status: 401 });
    state.reset();
    await expect(client.unassignGroupApiKey(target)).rejects.toMatchObject({ status: 500 });
  });
});

describe("createMock refuses", () => {
  it.each<[string, object, RegExp]>([
    ["an unknown option", { envelop: {} }, /unknown option "envelop"/],
    ["an unknown API", { api: "ops-manager" }, /api must be one of cloud-manager, atlas/],
    ["a base URL with a path", { baseUrl: "https://api.invalid/api" }, /baseUrl must be an origin/],
    ["a base URL that is none", { baseUrl: "api.invalid" }, /baseUrl must be an origin/],
    ["auth that is neither on nor off", { auth: {} }, /auth must be one of true, false/],
    ["an unknown envelope form", { envelope: { success: "none" } }, /success must be one of/],
    ["a misspelt key of the envelope", { envelope: { sucess: "empty" } }, /unknown option "sucess"/],
    ["an unknown bucket", { rateLimit: { group: {} } }, /unknown option "group"/],
    ["a bucket without capacity", { rateLimit: { project: { capacity: 0 } } }, /capacity must be a number/],
    ["a negative latency", { latencyMs: -1 }, /latencyMs/],
    ["a latency that no timer can wait", { latencyMs: 2 ** 31 }, /latencyMs/],
    ["a clock that is none", { clock: 5 }, /clock/],
    ["a seed that is none", { seed: {} }, /seed\.organizations must be an array/],
  ])("%s", (_, options, message) => {
    expect(() => createMock(options as MockOptions)).toThrow(message);
  });
});
