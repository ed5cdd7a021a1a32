// The token buckets at the wire: documented capacities and headers, and whom they count.
import { describe, expect, it } from "vitest";
import { type Api, operationTable } from "../../generated/client.js";
import { defaultSeed, type Sandbox, type SandboxOptions } from "../../src/sandbox/index.js";
import { checkExchange } from "../contract/checker.js";
import {
  type Answered,
  createClock,
  firstTarget,
  grantToken,
  jsonOf,
  open,
  send,
  type TestClock,
  targetOf,
} from "./wire.js";

type Limited = "deleteOrgServiceAccountSecret" | "unassignGroupServiceAccount" | "unassignGroupApiKey";

interface Scene {
  readonly sandbox: Sandbox;
  readonly clock: TestClock;
  /** Sends requests for a target that is not there, each of which costs a token, and gives the last answer. */
  readonly spend: (operationId: Limited, count?: number, api?: Api) => Promise<Answered>;
}

async function scene(options: SandboxOptions = {}): Promise<Scene> {
  const clock = createClock();
  const sandbox = await open({ clock, seed: defaultSeed(), ...options });
  const authorization = `Bearer ${await grantToken(sandbox)}`;
  return {
    sandbox,
    clock,
    async spend(operationId, count = 1, api = "atlas") {
      const target = targetOf(api, operationId, {
        ...firstTarget(sandbox, api, operationId),
        secretId: "0".repeat(24),
        apiKeyId: "0".repeat(24),
        ...(operationId === "unassignGroupServiceAccount" ? { clientId: `mdb_sa_id_${"0".repeat(24)}` } : {}),
      });
      const headers = { accept: operationTable[operationId].accept[api], authorization };
      let answer: Answered | undefined;
      for (let left = count; left > 0; left -= 50) {
        const batch = Array.from({ length: Math.min(50, left) }, () => send(sandbox.url, target, { headers }));
        answer = (await Promise.all(batch)).reduce((worst, each) => (each.status >= worst.status ? each : worst));
      }
      if (answer === undefined) throw new Error("nothing was spent");
      checkExchange({
        api,
        request: { method: "DELETE", url: target, headers: new Headers(headers) },
        response: answer,
      });
      return answer;
    },
  };
}

function limitsOf({ headers }: Answered): (string | null)[] {
  return ["ratelimit-limit", "ratelimit-remaining", "retry-after"].map((name) => headers.get(name));
}

describe("on Atlas", () => {
  it("a project has 1200 requests, and then 500 a minute", async () => {
    const { spend, clock, sandbox } = await scene();
    expect((await spend("unassignGroupApiKey", 1200)).status).toBe(400);
    const refused = await spend("unassignGroupApiKey");
    expect(refused.status).toBe(429);
    expect(limitsOf(refused)).toEqual(["1200", "0", "1"]);
    const { groupId } = firstTarget(sandbox, "atlas", "unassignGroupApiKey");
    expect(jsonOf(refused)).toMatchObject({
      error: 429,
      errorCode: "RATE_LIMITED_TOKEN_BUCKET",
      detail: "Too many requests. Try again in 1 seconds.",
      parameters: [`api/atlas/v2/groups/${groupId}/apiKeys/${"0".repeat(24)}`, 1, 1200, 500, 60],
    });
    clock.pass(60_000);
    expect((await spend("unassignGroupApiKey", 500)).status).toBe(400);
    expect((await spend("unassignGroupApiKey")).status).toBe(429);
  });

  it("an organization has 500 requests, and then 250 a minute", async () => {
    const { spend, clock } = await scene();
    expect((await spend("deleteOrgServiceAccountSecret", 500)).status).toBe(404);
    const refused = await spend("deleteOrgServiceAccountSecret");
    expect(refused.status).toBe(429);
    expect(limitsOf(refused)).toEqual(["500", "0", "1"]);
    expect(jsonOf(refused)).toMatchObject({ parameters: [expect.any(String), 1, 500, 250, 60] });
    clock.pass(60_000);
    expect((await spend("deleteOrgServiceAccountSecret", 250)).status).toBe(404);
    expect((await spend("deleteOrgServiceAccountSecret")).status).toBe(429);
  });

  it("says what is left with each response that was counted, success or error, and with no other", async () => {
    const { sandbox, spend } = await scene();
    const authorization = `Bearer ${await grantToken(sandbox)}`;
    const headers = { accept: operationTable.unassignGroupApiKey.accept.atlas, authorization };
    const ids = firstTarget(sandbox, "atlas", "unassignGroupApiKey");
    const target = targetOf("atlas", "unassignGroupApiKey", ids);
    expect(limitsOf(await send(sandbox.url, target, { headers }))).toEqual(["1200", "1199", null]);
    expect(limitsOf(await spend("unassignGroupApiKey"))).toEqual(["1200", "1198", null]);
    const nowhere = targetOf("atlas", "unassignGroupApiKey", { ...ids, groupId: "0".repeat(24) });
    const uncounted = await send(sandbox.url, nowhere, { headers });
    expect(jsonOf(uncounted).errorCode).toBe("GROUP_NOT_FOUND");
    expect(limitsOf(uncounted)).toEqual([null, null, null]);
  });

  it("lookups and revocations share a bucket", async () => {
    const { sandbox, spend } = await scene({ rateLimit: { project: { capacity: 1, refill: 1, refillSeconds: 60 } } });
    await spend("unassignGroupApiKey");
    const { groupId } = firstTarget(sandbox, "atlas", "unassignGroupApiKey");
    const headers = {
      accept: operationTable.unassignGroupApiKey.accept.atlas,
      authorization: `Bearer ${await grantToken(sandbox)}`,
    };
    const target = `/api/atlas/v2/groups/${groupId}/apiKeys`;
    expect((await send(sandbox.url, target, { method: "GET", headers })).status).toBe(429);
  });

  it("keys and accounts of a project have buckets of their own", async () => {
    const { spend } = await scene({ rateLimit: { project: { capacity: 1, refill: 1, refillSeconds: 60 } } });
    expect((await spend("unassignGroupApiKey")).status).toBe(400);
    expect((await spend("unassignGroupApiKey")).status).toBe(429);
    expect((await spend("unassignGroupServiceAccount")).status).toBe(404);
    expect((await spend("unassignGroupServiceAccount")).status).toBe(429);
  });

  it("Retry-After is when a request can be made again, and not before", async () => {
    const { spend, clock } = await scene({ rateLimit: { project: { capacity: 2, refill: 2, refillSeconds: 60 } } });
    await spend("unassignGroupApiKey", 2);
    expect(limitsOf(await spend("unassignGroupApiKey"))).toEqual(["2", "0", "30"]);
    clock.pass(29_999);
    expect(limitsOf(await spend("unassignGroupApiKey"))).toEqual(["2", "0", "1"]);
    clock.pass(1);
    expect((await spend("unassignGroupApiKey")).status).toBe(400);
  });

  it("a bucket never holds more than its capacity, and a clock that goes back takes nothing", async () => {
    const { spend, clock } = await scene({ rateLimit: { project: { capacity: 2, refill: 60, refillSeconds: 60 } } });
    await spend("unassignGroupApiKey");
    clock.pass(1_800_000);
    await spend("unassignGroupApiKey", 2);
    expect((await spend("unassignGroupApiKey")).status).toBe(429);
    clock.pass(-60_000);
    expect((await spend("unassignGroupApiKey")).status).toBe(429);
    clock.pass(1000);
    expect((await spend("unassignGroupApiKey")).status).toBe(400);
  });

  it("a request that is not for an existing scope costs nothing", async () => {
    const { sandbox } = await scene({ rateLimit: { project: { capacity: 1, refill: 1, refillSeconds: 60 } } });
    const authorization = `Bearer ${await grantToken(sandbox)}`;
    const headers = { accept: operationTable.unassignGroupApiKey.accept.atlas, authorization };
    const target = targetOf("atlas", "unassignGroupApiKey", { groupId: "0".repeat(24), apiKeyId: "0".repeat(24) });
    expect((await send(sandbox.url, target, { headers })).status).toBe(404);
    expect((await send(sandbox.url, target, { headers })).status).toBe(404);
  });

  it("true means the documented limits, as does nothing", async () => {
    const { spend } = await scene({ rateLimit: true });
    expect(limitsOf(await spend("unassignGroupApiKey"))).toEqual(["1200", "1199", null]);
    expect(limitsOf(await spend("deleteOrgServiceAccountSecret"))).toEqual(["500", "499", null]);
  });

  it("false switches every limit off", async () => {
    const { spend } = await scene({ rateLimit: false });
    const answer = await spend("deleteOrgServiceAccountSecret", 501);
    expect(answer.status).toBe(404);
    expect(limitsOf(answer)).toEqual([null, null, null]);
  });
});

describe("on Cloud Manager", () => {
  it("nothing is limited by default", async () => {
    const { spend } = await scene();
    expect((await spend("deleteOrgServiceAccountSecret", 501, "cloud-manager")).status).toBe(404);
  });

  it("a limit that is given answers RATE_LIMITED", async () => {
    const { spend } = await scene({ rateLimit: { project: { capacity: 1, refill: 1, refillSeconds: 60 } } });
    await spend("unassignGroupApiKey", 1, "cloud-manager");
    const refused = await spend("unassignGroupApiKey", 1, "cloud-manager");
    expect(jsonOf(refused)).toEqual({
      error: 429,
      errorCode: "RATE_LIMITED",
      reason: "Too Many Requests",
      detail: expect.any(String),
      parameters: null,
    });
  });
});
