/** A token bucket and a crowd of callers on a clock that is moved by hand: minutes of rate limiting in milliseconds. */
import { createBudget, type News } from "../../src/bulk/budget.js";

export interface Simulated {
  readonly capacity: number;
  /** Tokens per second. */
  readonly perSecond: number;
  readonly requests: number;
  /** Callers at the same time. */
  readonly concurrency: number;
  /** Milliseconds from leaving to answer; the server counts in the middle. */
  readonly roundTripMs: number;
  /** What the server tells. */
  readonly tells: "headers and parameters" | "headers" | "retry-after" | "nothing";
  /** Tokens a second that somebody else takes as long as there are any. */
  readonly othersPerSecond?: number;
}

export interface Observed {
  readonly elapsedMs: number;
  /** The bucket's own minimum for so many requests. */
  readonly leastMs: number;
  readonly limited: number;
}

/** Runs the requests to the end. */
export function simulate({
  capacity,
  perSecond,
  requests,
  concurrency,
  roundTripMs,
  tells,
  othersPerSecond = 0,
}: Simulated): Observed {
  const random = seeded(7);
  const budget = createBudget(random);
  const perMs = perSecond / 1000;
  let now = 0;
  let tokens = capacity;
  let tokensAt = 0;
  let done = 0;
  let limited = 0;
  let inFlight = 0;
  let timers = 0;
  const events: { at: number; run: () => void }[] = [];
  const schedule = (delay: number, run: () => void): void => {
    events.push({ at: now + delay, run });
    events.sort((a, b) => a.at - b.at);
  };
  const refill = (): void => {
    const others = Math.min(tokens, (othersPerSecond / 1000) * (now - tokensAt));
    tokens = Math.min(capacity, tokens + perMs * (now - tokensAt) - others);
    tokensAt = now;
  };
  const serve = (): News => {
    refill();
    if (tokens < 1) {
      const seconds = Math.max(1, Math.ceil((1 - tokens) / perSecond));
      limited += 1;
      return {
        kind: "limited",
        retryAfterMs: tells === "nothing" ? undefined : seconds * 1000,
        bucket: tells === "headers and parameters" ? { capacity, perMs } : undefined,
      };
    }
    tokens -= 1;
    const headers = tells === "headers" || tells === "headers and parameters";
    return {
      kind: "admitted",
      remaining: headers ? Math.floor(tokens) : undefined,
      limit: headers ? capacity : undefined,
    };
  };
  const start = (): void => {
    while (inFlight < concurrency && done + inFlight < requests) {
      const waitMs = budget.waitMs(now);
      if (waitMs > 0) {
        const turn = ++timers;
        const alarm = (): void => (turn === timers ? start() : undefined);
        if (Number.isFinite(waitMs)) schedule(Math.ceil(waitMs), alarm);
        return;
      }
      const pass = budget.take(now);
      inFlight += 1;
      const there = roundTripMs * (0.25 + random() / 2);
      schedule(there, () => {
        const news = serve();
        schedule(roundTripMs - there, () => {
          inFlight -= 1;
          if (news.kind === "admitted") done += 1;
          budget.answered(pass, news, now);
          start();
        });
      });
    }
  };
  start();
  for (let steps = 0; done < requests; steps += 1) {
    const event = events.shift();
    if (event === undefined || steps > 5_000_000) throw new Error(`stuck at ${now} ms with ${done} done`);
    now = event.at;
    event.run();
  }
  const leastMs = Math.max(0, (requests - capacity) / (perMs - othersPerSecond / 1000));
  return { elapsedMs: now, leastMs, limited };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
