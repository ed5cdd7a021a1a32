import { afterEach, describe, expect, it, vi } from "vitest";
import { type Auth, type BulkProgress, type BulkResult, revokeAll, type Target, TokenError } from "../../src/index.js";
import { fakeApi, gone, hex, refusal, secret, tick } from "./fakeApi.js";

const many = (count: number, group = 1): Target[] => Array.from({ length: count }, (_, n) => secret(n, group));

async function all(results: AsyncIterable<BulkResult>): Promise<BulkResult[]> {
  const collected: BulkResult[] = [];
  for await (const result of results) collected.push(result);
  return collected;
}

afterEach(() => vi.useRealTimers());

describe("revokeAll under a rate limit", () => {
  it("waits out a 429 and sends the target again, counting both attempts", async () => {
    let first = true;
    const { client, paths } = fakeApi(() => {
      if (!first) return gone();
      first = false;
      return refusal(429, "RATE_LIMITED", { "retry-after": "1" });
    });
    const started = performance.now();
    const [result] = await all(revokeAll(client, many(1)));
    expect(result).toMatchObject({ outcome: "deleted", attempts: 2, requests: 2 });
    expect(paths).toHaveLength(2);
    expect(performance.now() - started).toBeGreaterThanOrEqual(1000);
  });

  it("waits longer than timeoutMs would allow a call", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    let count = 0;
    const { client } = fakeApi(() => {
      count += 1;
      return count === 1 ? refusal(429, "RATE_LIMITED", { "retry-after": "120" }) : gone();
    });
    const run = all(revokeAll(client, many(1)));
    await vi.advanceTimersByTimeAsync(119_000);
    expect(count).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await run).map(({ outcome }) => outcome)).toEqual(["deleted"]);
  });

  it("backs off once for all callers, for twice as long each time: while a scope is closed nothing of it leaves", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    let open = false;
    const { client, paths } = fakeApi(() => (open ? gone() : refusal(429, "RATE_LIMITED")));
    const run = all(revokeAll(client, many(50), { concurrency: 8 }));
    await vi.advanceTimersByTimeAsync(100);
    expect(paths).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(60_000);
    // 1 s, 2 s, 4 s … with one request each.
    expect(paths.length).toBeLessThanOrEqual(4 + 6);
    open = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await run).map(({ outcome }) => outcome)).toEqual(Array(50).fill("deleted"));
  });

  it("lets other scopes go on while one waits, also where the limited one comes first in the list", async () => {
    const limited = hex(1, "b");
    let open = false;
    const { client, paths } = fakeApi((path) => {
      return path.includes(limited) && !open ? refusal(429, "RATE_LIMITED", { "retry-after": "1" }) : gone();
    });
    const seen: string[] = [];
    for await (const { target } of revokeAll(client, [...many(100, 1), ...many(20, 2)])) {
      seen.push(target.operation === "deleteGroupServiceAccountSecret" ? target.groupId : "");
      if (seen.length === 20) open = true;
    }
    expect(seen.slice(0, 20)).toEqual(Array(20).fill(hex(2, "b")));
    expect(seen).toHaveLength(120);
    expect(paths.length).toBeLessThanOrEqual(120 + 4);
  });

  it("counts service accounts and API keys of one project apart, as the API does", async () => {
    const keys: Target[] = [{ operation: "unassignGroupApiKey", groupId: hex(1, "b"), apiKeyId: hex(1) }];
    let open = false;
    const { client } = fakeApi((path) => {
      return path.includes("serviceAccounts") && !open ? refusal(429, "RATE_LIMITED", { "retry-after": "1" }) : gone();
    });
    const order: string[] = [];
    for await (const { target } of revokeAll(client, [...many(3), ...keys])) {
      order.push(target.operation);
      open = true;
    }
    expect(order[0]).toBe("unassignGroupApiKey");
  });

  it("shares a closed gate between two runs of one client", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    let open = false;
    const { client, paths } = fakeApi(() => (open ? gone() : refusal(429, "RATE_LIMITED", { "retry-after": "30" })));
    const first = all(revokeAll(client, many(5), { concurrency: 1 }));
    await vi.advanceTimersByTimeAsync(10);
    open = true;
    const second = all(revokeAll(client, many(5), { concurrency: 1 }));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(paths).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([...(await first), ...(await second)].map(({ outcome }) => outcome)).toEqual(Array(10).fill("deleted"));
  });

  it("aborts at once while it waits for the budget", async () => {
    const controller = new AbortController();
    const { client, paths } = fakeApi(() => refusal(429, "RATE_LIMITED", { "retry-after": "60" }));
    const waiting: BulkProgress[] = [];
    const started = performance.now();
    const run = all(
      revokeAll(client, many(10), {
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.pausedMs !== undefined) waiting.push(progress);
        },
      }),
    );
    await tick(50);
    expect(waiting.at(-1)?.pausedMs).toBeGreaterThan(50_000);
    controller.abort();
    const ended = await run;
    expect(performance.now() - started).toBeLessThan(2_000);
    const sent = ended.filter(({ attempts }) => attempts > 0);
    expect(sent).toHaveLength(paths.length);
    for (const { outcome } of sent) expect(outcome).toBe("refused");
    expect(ended.filter(({ outcome }) => outcome === "not-sent")).toHaveLength(10 - sent.length);
  });

  it("keeps the doubt of a failed attempt over a 429: what is missing then is already gone, not refused", async () => {
    const answers = [
      () => new Response(null, { status: 503 }),
      () => refusal(429, "RATE_LIMITED", { "retry-after": "1" }),
      () => refusal(404, "SERVICE_ACCOUNT_SECRET_NOT_FOUND"),
    ];
    const { client } = fakeApi(() => answers.shift()?.() ?? gone(), { maxRetries: 1 });
    const [result] = await all(revokeAll(client, many(1)));
    expect(result).toMatchObject({ outcome: "already-gone", attempts: 3 });
  });

  it("and a refusal after such an attempt stays unknown", async () => {
    const answers = [
      () => new Response(null, { status: 503 }),
      () => refusal(429, "RATE_LIMITED", { "retry-after": "1" }),
      () => refusal(403, "FORBIDDEN"),
    ];
    const { client } = fakeApi(() => answers.shift()?.() ?? gone(), { maxRetries: 1 });
    const [result] = await all(revokeAll(client, many(1)));
    expect(result).toMatchObject({ outcome: "unknown", attempts: 3 });
  });

  it("keeps to the refill that the body of a 429 states, and to no pace without one", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    const parameters = ["/path", 1, 1200, 60, 120];
    for (const [body, most] of [
      [{ errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters }, 10],
      [{ errorCode: "RATE_LIMITED", parameters }, 100],
    ] as const) {
      let asked = 0;
      const limited = (): Response =>
        Response.json({ error: 429, ...body }, { status: 429, headers: { "retry-after": "1" } });
      const { client, paths } = fakeApi(() => (++asked === 1 ? limited() : gone()));
      const run = all(revokeAll(client, many(100)));
      await vi.advanceTimersByTimeAsync(10_000);
      // One request every two seconds, where that is the pace.
      expect(paths.length).toBeLessThanOrEqual(most + 1);
      expect(paths.length).toBeGreaterThan(most === 10 ? 4 : 90);
      await vi.advanceTimersByTimeAsync(300_000);
      expect((await run).filter(({ outcome }) => outcome === "deleted")).toHaveLength(100);
    }
  });

  it("waits out a token endpoint that is limited, for every scope at once, and sends all targets", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    let open = false;
    let grants = 0;
    const auth: Auth = {
      scheme: "bearer",
      authorize: () => {
        grants += 1;
        if (open) return "Bearer token";
        throw new TokenError({ summary: "Limited.", outcome: "not-sent", status: 429, retryAfterMs: 40_000 });
      },
    };
    const { client } = fakeApi(() => gone(), { auth });
    const run = all(revokeAll(client, [...many(20, 1), ...many(20, 2)]));
    await vi.advanceTimersByTimeAsync(39_000);
    expect(grants).toBeLessThanOrEqual(4);
    open = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await run).map(({ outcome }) => outcome)).toEqual(Array(40).fill("deleted"));
  });

  it("ends the run when a scope lets nothing through for 15 minutes, and says which", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    const closed = hex(1, "b");
    const { client, paths } = fakeApi((path) => (path.includes(closed) ? refusal(429, "RATE_LIMITED") : gone()));
    const seen: BulkProgress[] = [];
    const onProgress = (progress: BulkProgress): void => void seen.push(progress);
    const run = all(revokeAll(client, [...many(20, 1), ...many(20, 2)], { onProgress }));
    await vi.advanceTimersByTimeAsync(14 * 60_000);
    expect(seen.at(-1)?.stopped).toBeUndefined();
    await vi.advanceTimersByTimeAsync(3 * 60_000);
    const ended = await run;
    expect(ended.filter(({ outcome }) => outcome === "deleted")).toHaveLength(20);
    for (const { outcome, attempts } of ended.filter((each) => "error" in each)) {
      expect(outcome).toBe(attempts === 0 ? "not-sent" : "refused");
    }
    expect(seen.at(-1)?.stopped?.summary).toContain(`serviceAccounts of project ${closed} has let nothing through`);
    expect(paths.length).toBeLessThan(20 + 4 + 30);
  });
});
