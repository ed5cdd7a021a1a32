/** Time that a test moves: timers, clocks and jitter stand still until then, and none may outlive its call. */
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { CallOptions, Revocation, RevokeClient } from "../../src/index.js";
import type { Server } from "./fetch.js";
import { clientOf, projectKey } from "./world.js";

/** Fakes time for each test of a file. `jitter` is what `Math.random` returns, 0 at the start of each test. */
export function fakeTime(): { jitter: number } {
  const time = { jitter: 0 };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    time.jitter = 0;
    vi.spyOn(Math, "random").mockImplementation(() => time.jitter);
  });
  afterEach(() => {
    // Nothing that was started outlives its call.
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
  return time;
}

/** How a call ended, and after how many milliseconds of the fake clock. */
export interface Timed {
  readonly revocation: Revocation | undefined;
  readonly error: unknown;
  readonly tookMs: number;
}

/** Revokes while the clock runs, and reports how long it took by that clock. */
export async function timed(
  server: Server,
  options: CallOptions = {},
  client: RevokeClient = clientOf(server, { maxRetries: 2 }),
): Promise<Timed> {
  const started = performance.now();
  let ended: number | undefined;
  const settled = client.unassignGroupApiKey(projectKey, options).then(
    (revocation) => ({ revocation, error: undefined }),
    (error: unknown) => ({ revocation: undefined, error }),
  );
  const call = settled.finally(() => {
    ended = performance.now();
  });
  for (let turn = 0; turn < 1_000 && ended === undefined; turn += 1) {
    await vi.advanceTimersToNextTimerAsync();
  }
  return { ...(await call), tookMs: (ended ?? Number.NaN) - started };
}
