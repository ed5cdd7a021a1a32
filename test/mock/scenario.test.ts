// Every scenario about revocations: what it responds, whom it strikes, how often, and what the server's own record says.
import { describe, expect, it, vi } from "vitest";
import type { OperationId } from "../../generated/client.js";
import { type ErrorStatus, type Fault, scenario } from "../../src/mock/index.js";
import { baseUrl, cells, conforms, listening, scene } from "./scene.js";

const statuses: readonly ErrorStatus[] = [400, 401, 402, 403, 404, 405, 406, 409, 410, 429, 500, 502, 503, 504];
const key = ["atlas", "unassignGroupApiKey"] as const;

async function statusesOf(times: number, ...faults: Fault[]): Promise<number[]> {
  const { call } = scene(...faults);
  const found: number[] = [];
  for (let n = 0; n < times; n += 1) found.push((await call(...key)).status);
  return found;
}

describe("scenario.apiError", () => {
  it.each(statuses)("%i has its status in the body, a reason, words, and its code as a header", async (status) => {
    const response = await scene(scenario.apiError({ status })).call(...key);
    expect(response.status).toBe(status);
    const body = (await response.json()) as { errorCode: string };
    expect(body).toMatchObject({ error: status, reason: expect.stringMatching(/^[A-Z]/), detail: expect.any(String) });
    expect(response.headers.get("x-error-code")).toBe(body.errorCode);
  });

  it("says what it is given to say, with its keys in the recorded order", async () => {
    const words = { errorCode: "CLUSTER_NOT_FOUND", detail: "No such cluster.", parameters: ["x", 1] };
    const response = await scene(scenario.apiError({ status: 404, ...words })).call(...key);
    expect(await response.text()).toBe(
      '{"detail":"No such cluster.","error":404,"errorCode":"CLUSTER_NOT_FOUND","parameters":["x",1],"reason":"Not Found"}',
    );
  });
});

describe("a scenario strikes", () => {
  it("as often as it says, first match first, and then lets requests pass", async () => {
    const faults = [scenario.apiError({ status: 503, times: 2 }), scenario.apiError({ status: 500, times: 1 })];
    expect(await statusesOf(4, ...faults)).toEqual([503, 503, 500, 204]);
  });

  it("the operation and the API that it names, and no other", async () => {
    const { call } = scene(scenario.apiError({ status: 500, operationId: "unassignGroupApiKey", api: "atlas" }));
    expect((await call("atlas", "unassignGroupApiKey")).status).toBe(500);
    expect((await call("cloud-manager", "unassignGroupApiKey")).status).toBe(200);
    expect((await call("atlas", "unassignGroupServiceAccount")).status).toBe(204);
  });

  it.each<[string, () => Fault, RegExp]>([
    ["operation", () => scenario.wrongRole({ operationId: "deleteKey" as OperationId }), /operationId must be one of/],
    ["API", () => scenario.wrongRole({ api: "ops" as "atlas" }), /api must be one of/],
    ["status", () => scenario.apiError({ status: 418 as ErrorStatus }), /status must be one of/],
    ["option", () => scenario.apiError({ status: 500, time: 1 } as object as { status: 500 }), /option "time"/],
    ["key of an envelope", () => scenario.envelope({ sucess: "empty" } as object), /unknown option "sucess"/],
    ["form of an envelope", () => scenario.envelope({ success: "none" as "empty" }), /success must be one of/],
    ["number of times", () => scenario.slow({ times: 0 }), /times must be a number from 1/],
    ["option of a grant", () => scenario.tokenLimit({ api: "atlas" } as object), /unknown option "api"/],
  ])("not at all with an unknown %s: that is an error", (_, create, message) => {
    expect(create).toThrow(message);
  });
});

describe("errors of the API", () => {
  it.each(cells)("rateLimited conforms for $operationId on $api, with and without headers", async (cell) => {
    const { api, operationId } = cell;
    const { call, state } = scene(scenario.rateLimited({ retryAfterSeconds: 7, times: 1 }));
    state.use(scenario.rateLimited({ headers: false, times: 1 }));
    const [bare, limited] = [await call(api, operationId), await call(api, operationId)];
    await conforms(api, operationId, bare);
    await conforms(api, operationId, limited);
    const { errorCode } = (await limited.json()) as { errorCode: string };
    expect(errorCode).toBe(api === "atlas" ? "RATE_LIMITED_TOKEN_BUCKET" : "RATE_LIMITED");
    const headers = [limited, bare].map((response) => response.headers);
    expect(headers.map((each) => each.get("retry-after"))).toEqual(["7", null]);
    expect(headers.map((each) => each.get("ratelimit-remaining"))).toEqual(["0", null]);
  });

  it.each(cells)("wrongRole and otherApi conform for $operationId on $api", async ({ api, operationId }) => {
    for (const [fault, status] of [
      [scenario.wrongRole(), 401],
      [scenario.otherApi(), 404],
    ] as const) {
      const response = await scene(fault).call(api, operationId);
      expect(response.status).toBe(status);
      await conforms(api, operationId, response);
    }
  });

  it("expiredToken is a 401 that names the token, emptyUnauthorized one that names nothing", async () => {
    const expired = await scene(scenario.expiredToken()).call(...key);
    expect(expired.status).toBe(401);
    expect(expired.headers.get("www-authenticate")).toContain('error="invalid_token"');
    const empty = await scene(scenario.emptyUnauthorized()).call(...key);
    expect([empty.status, await empty.text(), empty.headers.get("www-authenticate")]).toEqual([401, "", null]);
  });

  it("statusInside is HTTP 200 whose body says another status", async () => {
    const { call, state } = scene(scenario.statusInside({ lookups: false }));
    const response = await call(...key);
    expect([response.status, await response.json()]).toEqual([200, { status: 500, content: {} }]);
    expect(state.deletions).toEqual([]);
  });
});

describe("what proxies and networks do", () => {
  it.each([502, 404, 200])("proxyPage is HTML with status %i", async (status) => {
    const { call, state } = scene(scenario.proxyPage({ status }));
    const response = await call(...key);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(await response.text()).toMatch(/^<!doctype html>/);
    expect(state.deletions).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308] as const)("redirect %i points elsewhere", async (status) => {
    const response = await scene(scenario.redirect({ status })).call(...key);
    expect(response.status).toBe(status);
    expect(response.headers.get("location")).toMatch(/^https:\/\/elsewhere\.invalid/);
  });

  it("connectionLost is a network error, and nothing is revoked", async () => {
    const { call, state } = scene(scenario.connectionLost());
    await expect(call(...key)).rejects.toThrow();
    expect(state.deletions).toEqual([]);
  });

  it("responseLost is a network error or a page, although the revocation happened", async () => {
    const lost = scene(scenario.responseLost({ times: 1 }));
    await expect(lost.call(...key)).rejects.toThrow();
    expect(lost.state.deletions).toHaveLength(1);
    expect((await lost.call(...key)).status).toBe(400);
    const paged = scene(scenario.responseLost({ status: 504 }));
    expect((await paged.call(...key)).status).toBe(504);
    expect(paged.state.deletions).toHaveLength(1);
  });

  it("responseLost spares responses to what did not happen, and does not count them", async () => {
    const { call, state } = scene(scenario.responseLost({ status: 504, times: 1 }), scenario.wrongRole({ times: 1 }));
    state.use(scenario.apiError({ status: 404, times: 1 }));
    expect([(await call(...key)).status, (await call(...key)).status]).toEqual([404, 504]);
  });

  it("slow responds late, and has revoked by then", async () => {
    const { call, state } = scene(scenario.slow({ delayMs: 80 }));
    const start = performance.now();
    const response = call(...key);
    await vi.waitFor(() => expect(state.deletions).toHaveLength(1), { interval: 1 });
    expect((await response).status).toBe(204);
    expect(performance.now() - start).toBeGreaterThan(75);
  });
});

describe("the token endpoint", () => {
  async function grant(...faults: Fault[]): Promise<Response> {
    const { clientId, clientSecret } = listening({ faults }).credentials.serviceAccount;
    return fetch(`${baseUrl}/api/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
  }

  it("tokenLimit is a 403 access_denied", async () => {
    const response = await grant(scenario.tokenLimit());
    expect([response.status, await response.json()]).toMatchObject([403, { error: "access_denied" }]);
  });

  it("grantsRateLimited is a 429 whose error is a number", async () => {
    const response = await grant(scenario.grantsRateLimited({ retryAfterSeconds: 3 }));
    expect([response.status, await response.json()]).toMatchObject([429, { error: 429 }]);
    expect(response.headers.get("retry-after")).toBe("3");
  });

  it("is not struck by scenarios of the operations", async () => {
    const faults = [scenario.apiError({ status: 500 }), scenario.proxyPage(), scenario.connectionLost()];
    expect((await grant(...faults)).status).toBe(200);
  });
});
