/** Ten results in a row that speak of no target end a run; what a result says of its own target does not. */
import { describe, expect, it } from "vitest";
import {
  type Auth,
  type BulkProgress,
  type BulkResult,
  CancelledError,
  revokeAll,
  type Target,
  TokenError,
} from "../../src/index.js";
import { type Answer, fakeApi, gone, refusal, secret } from "./fakeApi.js";

const many = (count: number): Target[] => Array.from({ length: count }, (_, n) => secret(n, n % 3));

async function runOf(answer: Answer, more: { auth?: Auth; concurrency?: number; maxRetries?: number } = {}) {
  const { concurrency = 4, ...options } = more;
  const { client, paths } = fakeApi(answer, options);
  let last: BulkProgress | undefined;
  const onProgress = (progress: BulkProgress): void => {
    last = progress;
  };
  const results: BulkResult[] = [];
  for await (const result of revokeAll(client, many(500), { concurrency, onProgress })) results.push(result);
  return { results, paths, stopped: last?.stopped };
}

const counted = (results: readonly BulkResult[], outcome: string): number =>
  results.filter((result) => result.outcome === outcome).length;

describe.each([1, 4, 8])("with %d calls at once a run is stopped", (concurrency) => {
  it.each<[string, Answer, string]>([
    ["a key that is dead", () => refusal(401, "UNEXPECTED_ERROR"), "refused"],
    ["a missing role", () => refusal(403, "USER_UNAUTHORIZED"), "refused"],
    ["an address that is not on the access list", () => refusal(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST"), "refused"],
    ["the wrong API", () => refusal(404, "ATLAS_GROUP"), "refused"],
    ["the wrong API the other way round", () => refusal(404, "NOT_ATLAS_GROUP"), "refused"],
    ["a 404 that is not the API's", () => new Response("Not Found", { status: 404 }), "refused"],
    ["a version that is gone", () => refusal(410, "VERSION_GONE"), "refused"],
    ["an upgrade under way", () => refusal(405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES"), "refused"],
    ["a server that fails", () => refusal(500, "UNEXPECTED_ERROR"), "unknown"],
    ["a page instead of a response", () => new Response("<html>", { status: 200 }), "unknown"],
    ["a network that loses everything", () => Promise.reject(lostConnection("ECONNRESET", "read")), "unknown"],
    ["a network that refuses", () => Promise.reject(lostConnection("ECONNREFUSED", "connect")), "not-sent"],
  ])("by %s: ten such results, one reason, and the rest is not sent", async (_, answer, outcome) => {
    const { results, paths, stopped } = await runOf(answer, { concurrency });
    expect(paths.length).toBeLessThanOrEqual(20);
    expect(results).toHaveLength(500);
    expect(counted(results, outcome)).toBe(outcome === "not-sent" ? 500 : 10);
    expect(counted(results, "not-sent")).toBe(outcome === "not-sent" ? 500 : 490);
    expect(stopped).toBeInstanceOf(CancelledError);
    expect(stopped?.summary).toContain("the last 10 results spoke of the caller, the API or the network");
    expect(stopped?.cause).toMatchObject({ summary: expect.any(String) });
    const unsent = results.filter(({ attempts }) => attempts === 0).map((result) => "error" in result && result.error);
    expect(new Set(unsent.filter((error) => error === stopped)).size).toBe(1);
  });
});

it("by a token endpoint that fails, after ten grants at the most", async () => {
  let grants = 0;
  const auth: Auth = {
    scheme: "bearer",
    authorize: () => {
      grants += 1;
      throw new TokenError({ summary: "No access token: HTTP 500.", outcome: "not-sent", status: 500 });
    },
  };
  const { results, paths } = await runOf(() => gone(), { auth });
  expect([counted(results, "not-sent"), paths]).toEqual([500, []]);
  expect(grants).toBeLessThanOrEqual(10);
});

it.each([
  ["a key that dies", () => refusal(401, "UNEXPECTED_ERROR")],
  ["a network that goes away", () => Promise.reject(lostConnection("ECONNRESET", "read"))],
])("by %s at target 101 of 500, with at most 20 requests after that", async (_, answer) => {
  let asked = 0;
  const { results, paths, stopped } = await runOf(() => (++asked <= 100 ? gone() : answer()), { maxRetries: 2 });
  expect(counted(results, "deleted")).toBe(100);
  expect(paths.length - 100).toBeLessThanOrEqual(20);
  expect(stopped).toBeDefined();
});

describe("a run is not stopped", () => {
  it.each([
    [404, "SERVICE_ACCOUNT_SECRET_NOT_FOUND"],
    [404, "RESOURCE_NOT_FOUND"],
    [404, "GROUP_NOT_FOUND"],
    [404, "INVALID_GROUP_ID"],
    [400, "API_KEY_NOT_FOUND"],
  ])("by a %i %s for every target: it speaks of the target's ids", async (status, code) => {
    const { results, stopped } = await runOf(() => refusal(status, code));
    expect([counted(results, "refused"), stopped]).toEqual([500, undefined]);
  });

  it("by nine bad results, one good one, and nine bad ones again", async () => {
    let asked = 0;
    const { results, stopped } = await runOf(() => (++asked % 10 === 0 ? gone() : refusal(403, "FORBIDDEN")), {
      concurrency: 1,
    });
    expect([counted(results, "refused"), counted(results, "deleted"), stopped]).toEqual([450, 50, undefined]);
  });

  it("by 429s, however many", async () => {
    let asked = 0;
    const limited = (): Response => refusal(429, "RATE_LIMITED", { "retry-after": "0" });
    const { client } = fakeApi(() => (++asked <= 4 ? limited() : gone()));
    let left = 0;
    for await (const { outcome } of revokeAll(client, many(20))) left += outcome === "deleted" ? 0 : 1;
    expect(left).toBe(0);
  });
});

function lostConnection(code: string, syscall: string): Error {
  const cause = Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
  return Object.assign(new TypeError("fetch failed"), { cause });
}
