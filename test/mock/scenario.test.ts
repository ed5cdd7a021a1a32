// Every scenario through MSW: what it answers, whom it strikes, how often, and what the server's own record says.
import { getResponse } from "msw";
import { describe, expect, it } from "vitest";
import type { OperationId } from "../../generated/client.js";
import {
  createHandlers,
  createState,
  defaultSeed,
  type ErrorStatus,
  type Fault,
  scenario,
} from "../../src/mock/index.js";
import { inOperation } from "../contract/bundle.js";
import { cells, conforms, scene } from "./scene.js";

const statuses: readonly ErrorStatus[] = [400, 401, 402, 403, 404, 405, 406, 409, 410, 429, 500, 502, 503, 504];

describe("scenario.apiError", () => {
  const documented = cells.flatMap((cell) =>
    statuses
      .filter((status) => String(status) in (inOperation(cell.operationId, "responses") as object))
      .map((status) => ({ ...cell, status })),
  );
  it.each(documented)(
    "$status conforms for $operationId on $api, bare and enveloped",
    async ({ api, operationId, status }) => {
      const { call, state } = scene(scenario.apiError(status));
      for (const query of ["", "?envelope=true"]) {
        const response = await call(api, operationId, query);
        expect(response.status).toBe(status);
        await conforms(api, operationId, response, query);
      }
      expect(state.deletions).toEqual([]);
    },
  );

  it.each(statuses)("%i has its status in the body, a reason and words", async (status) => {
    const response = await scene(scenario.apiError(status)).call("atlas", "unassignGroupApiKey");
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: status,
      reason: expect.stringMatching(/^[A-Z]/),
      detail: expect.any(String),
    });
  });

  it("says what it is told to say", async () => {
    const fault = scenario.apiError(404, {
      errorCode: "CLUSTER_NOT_FOUND",
      detail: "No such cluster.",
      parameters: ["x", 1],
    });
    expect(await (await scene(fault).call("atlas", "unassignGroupApiKey")).json()).toEqual({
      error: 404,
      reason: "Not Found",
      errorCode: "CLUSTER_NOT_FOUND",
      detail: "No such cluster.",
      parameters: ["x", 1],
    });
  });
});

describe("a scenario strikes", () => {
  it("as often as it says, and then lets requests pass", async () => {
    const { call, state } = scene(scenario.apiError(503, { times: 2 }));
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push((await call("atlas", "unassignGroupApiKey")).status);
    expect(answers).toEqual([503, 503, 204]);
    expect(state.deletions).toHaveLength(1);
  });

  it("the operation and the API that it names, and no other", async () => {
    const { call } = scene(scenario.apiError(500, { operationId: "unassignGroupApiKey", api: "atlas" }));
    expect((await call("atlas", "unassignGroupApiKey")).status).toBe(500);
    expect((await call("cloud-manager", "unassignGroupApiKey")).status).toBe(200);
    expect((await call("atlas", "unassignGroupServiceAccount")).status).toBe(204);
  });

  it("first match first", async () => {
    const { call } = scene(scenario.apiError(503, { times: 1 }), scenario.apiError(500, { times: 1 }));
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push((await call("atlas", "unassignGroupApiKey")).status);
    expect(answers).toEqual([503, 500, 204]);
  });

  it.each<[string, () => Fault, RegExp]>([
    [
      "an unknown operation",
      () => scenario.apiError(500, { operationId: "deleteKey" as OperationId }),
      /operationId must be one of/,
    ],
    ["an unknown status", () => scenario.apiError(418 as ErrorStatus), /status must be one of/],
    ["an unknown option", () => scenario.apiError(500, { time: 1 } as object), /unknown option "time"/],
  ])("not at all with %s: that is an error", (_, create, message) => {
    expect(create).toThrow(message);
  });
});

describe("scenario.rateLimited", () => {
  it.each(cells)("conforms for $operationId on $api, with and without headers", async ({ api, operationId }) => {
    const limited = await scene(scenario.rateLimited({ retryAfterSeconds: 7 })).call(api, operationId);
    await conforms(api, operationId, limited);
    expect(limited.status).toBe(429);
    expect(limited.headers.get("retry-after")).toBe("7");
    expect(limited.headers.get("ratelimit-remaining")).toBe("0");
    const body = (await limited.json()) as { errorCode: string };
    expect(body.errorCode).toBe(api === "atlas" ? "RATE_LIMITED_TOKEN_BUCKET" : "RATE_LIMITED");

    const bare = await scene(scenario.rateLimited({ headers: false })).call(api, operationId);
    await conforms(api, operationId, bare);
    expect([...bare.headers.keys()].filter((name) => name.startsWith("ratelimit") || name === "retry-after")).toEqual(
      [],
    );
  });
});

describe("what proxies do", () => {
  it("emptyUnauthorized is a 401 without a body", async () => {
    const response = await scene(scenario.emptyUnauthorized()).call("atlas", "unassignGroupApiKey");
    expect(response.status).toBe(401);
    expect(await response.text()).toBe("");
    await conforms("atlas", "unassignGroupApiKey", response.clone());
  });

  it.each([502, 404, 200])("gatewayPage is HTML with status %i", async (status) => {
    const { call, state } = scene(scenario.gatewayPage(status));
    const response = await call("atlas", "unassignGroupApiKey");
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(await response.text()).toMatch(/^<!doctype html>/);
    expect(state.deletions).toEqual([]);
  });

  it("loginPage is HTML with status 200", async () => {
    const response = await scene(scenario.loginPage()).call("cloud-manager", "unassignGroupApiKey");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
  });

  it.each([301, 302, 303, 307, 308] as const)("redirect %i points elsewhere", async (status) => {
    const response = await scene(scenario.redirect(status)).call("atlas", "unassignGroupApiKey");
    expect(response.status).toBe(status);
    expect(response.headers.get("location")).toMatch(/^https:\/\/elsewhere\.invalid/);
  });

  it("connectionLost is a network error, and nothing is revoked", async () => {
    const { call, state } = scene(scenario.connectionLost());
    expect((await call("atlas", "unassignGroupApiKey")).type).toBe("error");
    expect(state.deletions).toEqual([]);
  });

  it("answerLost is a network error or a page, although the revocation happened", async () => {
    for (const [status, expected] of [
      [undefined, 0],
      [504, 504],
    ] as const) {
      const { call, state } = scene(scenario.answerLost(status, { times: 1 }));
      expect((await call("atlas", "unassignGroupApiKey")).status).toBe(expected);
      expect(state.deletions).toHaveLength(1);
      expect((await call("atlas", "unassignGroupApiKey")).status).toBe(400);
    }
  });

  it("answerLost spares answers to what did not happen", async () => {
    const { call, state } = scene(scenario.answerLost(504, { operationId: "unassignGroupApiKey", times: 1 }));
    state.reset({ ...defaultSeed() });
    expect((await call("atlas", "unassignGroupApiKey")).status).toBe(404);
    expect(state.deletions).toEqual([]);
  });
});

describe("the token endpoint", () => {
  async function grant(...faults: Fault[]): Promise<Response> {
    const seed = defaultSeed();
    const account = seed.serviceAccounts[0];
    const handlers = createHandlers({ state: createState(seed), faults, baseUrl: "https://api.invalid" });
    const request = new Request("https://api.invalid/api/oauth/token", {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${account?.clientId}:${account?.secrets[0]?.value}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const response = await getResponse(handlers, request);
    if (response === undefined) throw new Error("no handler answered");
    return response;
  }

  it("grants without a scenario", async () => {
    expect((await grant()).status).toBe(200);
  });

  it("tokenLimit is a 403 access_denied", async () => {
    const response = await grant(scenario.tokenLimit());
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: "access_denied" });
  });

  it("grantsRateLimited is a 429 whose error is a number", async () => {
    const response = await grant(scenario.grantsRateLimited({ retryAfterSeconds: 3 }));
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("3");
    expect(await response.json()).toMatchObject({ error: 429 });
  });

  it("is not struck by scenarios of the operations", async () => {
    expect((await grant(scenario.apiError(500), scenario.gatewayPage(), scenario.connectionLost())).status).toBe(200);
  });
});
