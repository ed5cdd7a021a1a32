/**
 * The gate of one rate limit. It is open until a 429 closes it for as long as the server asks; after that requests keep
 * to the refill that the 429's body states, and half as many are in flight. Without timers: each method takes the time.
 */

/** A 429, as far as it says when to come back. */
export interface Limited {
  readonly retryAfterMs: number | undefined;
  /** Milliseconds in which the server allows one request more. */
  readonly refillMs: number | undefined;
}

/** A request that the limiter let through. */
export interface Admitted {
  /** Requests that the server says are left. */
  readonly remaining: number | undefined;
}

/** How a request ended for the rate limit; undefined without a response that was counted. */
export type Feedback = Admitted | Limited | undefined;

/** The gate of one rate limit; times are milliseconds on any steady clock. */
export interface Gate {
  /** Milliseconds until a request may leave, or until it is worth asking again; 0 for now. */
  waitMs(now: number): number;
  /** Lets a request through, when `waitMs` is 0; the function that it returns takes how the request ended. */
  enter(now: number): (feedback: Feedback, now: number) => void;
  /** Since when nothing was let through; undefined while the server admits requests. */
  readonly closedSince: number | undefined;
}

const firstPauseMs = 1_000;
const maxPauseMs = 60_000;
/** Several processes that were told the same time should not all come back in the same instant. */
const spreadMs = 100;
/** A pause that lets fewer requests through than this before the next 429 was too short. */
const enoughAdmitted = 30;
/** So many requests without a 429 allow one more in flight. */
const growEvery = 20;
/** So much of the refill during a pause may be used at once after it; the rest stays in reserve. */
const creditMs = 800;
/** Another run may hold the last permit, and does not say when it gives it back. */
const pollMs = 100;

/** An open gate. `random` returns 0 to 1. */
export function createGate(random: () => number = Math.random): Gate {
  let [inFlight, mostInFlight, admitted, refusals] = [0, Number.POSITIVE_INFINITY, 0, 0];
  let [pauseMs, pausedUntil, intervalMs, nextAt] = [firstPauseMs, 0, 0, 0];
  let remaining: number | undefined;
  let closedSince: number | undefined;

  function admit(told: Admitted): void {
    ({ remaining } = told);
    closedSince = undefined;
    admitted += 1;
    if (admitted % growEvery === 0) mostInFlight += 1;
  }

  function close({ retryAfterMs = 0, refillMs }: Limited, isFirst: boolean, now: number): void {
    closedSince ??= now;
    remaining = undefined;
    if (isFirst) {
      if (refusals > 0 && admitted < enoughAdmitted) pauseMs = Math.min(maxPauseMs, 2 * pauseMs);
      refusals += 1;
      admitted = 0;
      mostInFlight = Math.max(1, Math.floor(Math.min(mostInFlight, inFlight + 1) / 2));
      intervalMs = refillMs ?? intervalMs;
      nextAt = now;
    }
    pausedUntil = Math.max(pausedUntil, now + Math.max(retryAfterMs, isFirst ? pauseMs : 0) + random() * spreadMs);
  }

  return {
    get closedSince() {
      return closedSince;
    },
    waitMs(now) {
      if (now < pausedUntil) return pausedUntil - now;
      const most = Math.min(mostInFlight, Math.max(1, remaining ?? mostInFlight));
      return inFlight >= most ? pollMs : Math.max(0, nextAt - now);
    },
    enter(now) {
      inFlight += 1;
      nextAt = Math.max(now - creditMs, nextAt) + intervalMs;
      const leftAfter = refusals;
      return (feedback, endedAt) => {
        inFlight -= 1;
        if (feedback === undefined) return;
        if ("remaining" in feedback) admit(feedback);
        // The 429s of requests that left before an earlier 429 came report nothing new.
        else close(feedback, leftAfter === refusals, endedAt);
      };
    },
  };
}
