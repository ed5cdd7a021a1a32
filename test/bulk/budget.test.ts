import { describe, expect, it } from "vitest";
import { createBudget } from "../../src/bulk/budget.js";
import { type Simulated, simulate } from "./simulation.js";

/** Atlas's documented buckets. */
const project = { capacity: 1200, perSecond: 500 / 60 };
const organization = { capacity: 500, perSecond: 250 / 60 };

const runs: (Simulated & { readonly name: string; readonly within: number; readonly limitedShare: number })[] = (
  [
    ["headers and parameters", 1.05, 0.01],
    ["headers", 1.05, 0.01],
    ["retry-after", 1.1, 0.03],
    ["nothing", 1.1, 0.03],
  ] as const
).flatMap(([tells, within, limitedShare]) =>
  Object.entries({ project, organization }).flatMap(([name, bucket]) =>
    [3, 4, 32].map((concurrency) => ({
      ...bucket,
      name,
      tells,
      within,
      limitedShare,
      concurrency,
      requests: 3000,
      roundTripMs: 120,
    })),
  ),
);

describe("a budget", () => {
  it.each(runs)(
    "comes close to the $name bucket's minimum when the server tells $tells, with $concurrency callers",
    (run) => {
      const { elapsedMs, leastMs, limited } = simulate(run);
      expect(elapsedMs / leastMs).toBeLessThan(run.within);
      expect(limited / run.requests).toBeLessThanOrEqual(run.limitedShare);
    },
  );

  it("leaves alone what others take from the same bucket", () => {
    const run = { ...project, requests: 3000, concurrency: 4, roundTripMs: 120, othersPerSecond: 4 } as const;
    const { elapsedMs, leastMs, limited } = simulate({ ...run, tells: "headers" });
    expect(elapsedMs / leastMs).toBeLessThan(1.05);
    expect(limited).toBeLessThan(30);
  });

  it("does not wait before anybody said that there is a limit", () => {
    const budget = createBudget();
    for (let n = 0; n < 1000; n += 1) {
      expect(budget.waitMs(n)).toBe(0);
      budget.answered(budget.take(n), { kind: "admitted", remaining: undefined, limit: undefined }, n);
    }
  });

  it("waits at least Retry-After, and then lets one request go first", () => {
    const budget = createBudget(() => 0);
    const [first, second] = [budget.take(0), budget.take(0)];
    budget.answered(first, { kind: "limited", retryAfterMs: 7000, bucket: undefined }, 10);
    budget.answered(second, { kind: "limited", retryAfterMs: undefined, bucket: undefined }, 20);
    expect(budget.waitMs(20)).toBe(6990);
    expect(budget.waitMs(7010)).toBe(0);
    const probe = budget.take(7010);
    expect(budget.waitMs(7010)).toBe(Number.POSITIVE_INFINITY);
    budget.answered(probe, { kind: "admitted", remaining: undefined, limit: undefined }, 7100);
    expect(budget.waitMs(7100)).toBe(0);
  });

  it("counts 429s that left together as one, and doubles the pause only for a new one", () => {
    const budget = createBudget(() => 0);
    const limited = { kind: "limited", retryAfterMs: undefined, bucket: undefined } as const;
    const together = [0, 1, 2, 3].map(() => budget.take(0));
    for (const pass of together) budget.answered(pass, limited, 0);
    expect(budget.waitMs(0)).toBe(1000);
    let [now, pause] = [1000, 1000];
    for (let again = 0; again < 8; again += 1) {
      budget.answered(budget.take(now), limited, now);
      pause = Math.min(60_000, pause * 2);
      expect(budget.waitMs(now)).toBe(pause);
      now += pause;
    }
    expect(budget.closedSince).toBe(0);
  });

  it("asks again when the request that went first brought no answer", () => {
    const budget = createBudget(() => 0);
    budget.answered(budget.take(0), { kind: "limited", retryAfterMs: 100, bucket: undefined }, 0);
    const probe = budget.take(1000);
    budget.answered(probe, { kind: "nothing" }, 1100);
    expect(budget.waitMs(1100)).toBe(0);
    budget.take(1100);
    expect(budget.waitMs(1100)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is not slowed to a crawl by a server that always says that nothing is left", () => {
    const budget = createBudget(() => 0);
    let now = 0;
    for (let n = 0; n < 100; n += 1) {
      const waitMs = budget.waitMs(now);
      expect(waitMs).toBeLessThanOrEqual(1000);
      now += waitMs;
      budget.answered(budget.take(now), { kind: "admitted", remaining: 0, limit: 100 }, now + 50);
      now += 50;
    }
  });
});
