/** A token bucket and a crowd of callers on a clock that is moved by hand: minutes of rate limiting in milliseconds. */
import { createGate, type Feedback } from "../../src/bulk/gate.js";

export interface Simulated {
  readonly capacity: number;
  readonly perMinute: number;
  readonly requests: number;
  readonly concurrency: number;
  /** Milliseconds from leaving to response; the server counts somewhere in the middle. */
  readonly roundTripMs: number;
  /** What a 429 says: the documented body (and each response how many are left), `Retry-After` alone, or nothing. */
  readonly says: "body" | "retry-after" | "nothing";
  /** Share of the refill that somebody else takes. */
  readonly others?: number;
}

export interface Observed {
  /** Elapsed time by the bucket's own minimum for so many requests. */
  readonly timesOptimum: number;
  /** Share of the responses that were 429. */
  readonly limited: number;
}

/** Runs the requests to the end. */
export function simulate(simulated: Simulated): Observed {
  const { capacity, perMinute, requests, concurrency, roundTripMs, says, others = 0 } = simulated;
  const random = seeded(7);
  const gate = createGate(random);
  const perMs = perMinute / 60_000;
  let [now, tokens, tokensAt, done, limited, inFlight, alarm] = [0, capacity, 0, 0, 0, 0, 0];
  const events: { readonly at: number; readonly run: () => void }[] = [];
  const after = (delay: number, run: () => void): void => {
    const at = now + delay;
    const place = events.findIndex((event) => event.at > at);
    events.splice(place < 0 ? events.length : place, 0, { at, run });
  };
  const serve = (): Feedback => {
    tokens = Math.min(capacity, tokens + perMs * (1 - others) * (now - tokensAt));
    tokensAt = now;
    if (tokens >= 1) {
      tokens -= 1;
      return { remaining: says === "body" ? Math.floor(tokens) : undefined };
    }
    limited += 1;
    const retryAfterMs = says === "nothing" ? undefined : 1000 * Math.max(1, Math.ceil((1 - tokens) / perMs / 1000));
    return { retryAfterMs, refillMs: says === "body" ? 1 / perMs : undefined };
  };
  const start = (): void => {
    while (inFlight < concurrency && done + inFlight < requests) {
      const waitMs = gate.waitMs(now);
      if (waitMs > 0) {
        alarm += 1;
        const own = alarm;
        after(Math.ceil(waitMs), () => (own === alarm ? start() : undefined));
        return;
      }
      const leave = gate.enter(now);
      inFlight += 1;
      const there = roundTripMs * (0.25 + random() / 2);
      after(there, () => {
        const feedback = serve();
        after(roundTripMs - there, () => {
          inFlight -= 1;
          if (feedback !== undefined && "remaining" in feedback) done += 1;
          leave(feedback, now);
          start();
        });
      });
    }
  };
  start();
  while (done < requests) {
    const event = events.shift();
    if (event === undefined) throw new Error(`stuck at ${now} ms with ${done} done`);
    now = event.at;
    event.run();
  }
  const optimumMs = (requests - capacity) / (perMs * (1 - others));
  return { timesOptimum: now / optimumMs, limited: limited / (limited + requests) };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
