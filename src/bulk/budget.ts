/**
 * One rate limit's budget: when the next request of its scope may leave. It assumes a token bucket and learns it from
 * whatever the server tells: headers (tokens left), the body of a 429 (size and refill), or nothing but the 429s themselves.
 * A state machine without timers: every method takes the time, in milliseconds on any steady clock.
 */

/** What an answer told about the rate limit. */
export type News =
  | { readonly kind: "admitted"; readonly remaining: number | undefined; readonly limit: number | undefined }
  | { readonly kind: "limited"; readonly retryAfterMs: number | undefined; readonly bucket: BucketFacts | undefined }
  /** No answer that was counted: a lost connection, a refusal by the client itself. */
  | { readonly kind: "nothing" };

/** A token bucket, as the 429 body of the API describes it. */
export interface BucketFacts {
  readonly capacity: number;
  /** Tokens that come back in a millisecond. */
  readonly perMs: number;
}

/** A request that was let through. */
export interface Pass {
  readonly epoch: number;
  readonly probe: boolean;
}

/** Tokens that are left alone: a level told or modelled is never exact. */
const reserve = 1;
/** How long a scope is left alone when nothing tells for how long. */
const firstPauseMs = 1_000;
const maxPauseMs = 60_000;
/** Several processes that were told the same time should not all come back in the same instant. */
const spreadMs = 100;
/** Shorter observations, and fewer requests between two 429s, say nothing about a refill. */
const leastObservationMs = 400;
const leastAdmitted = 5;
/** A rate that was measured at 429s is tried faster after so many requests or milliseconds without one: 1 %, 2 %, 4 % … */
const growEvery = 100;
const growEveryMs = 10_000;
const firstGrowth = 0.01;

/** The budget of one scope. */
export interface Budget {
  /** Milliseconds until a request may leave: 0 for now, Infinity for "when an answer under way has come". */
  waitMs(now: number): number;
  /** Takes one request's share. Call it only when `waitMs` is 0. */
  take(now: number): Pass;
  /** Reports how a request that took its share was answered. */
  answered(pass: Pass, news: News, now: number): void;
  /** Since when the server has let nothing through, on the clock of `now`; undefined while it does. */
  readonly closedSince: number | undefined;
  /** Whether forgetting it would lose nothing that matters now. */
  idle(now: number): boolean;
}

/** A budget that knows nothing yet. `random` returns 0 to 1. */
export function createBudget(random: () => number = Math.random): Budget {
  let outstanding = 0;
  let admitted = 0;
  /** Tokens that the model holds at `levelAt`; undefined while nothing limits. */
  let level: number | undefined;
  let levelAt = 0;
  let capacity = Number.POSITIVE_INFINITY;
  let perMs: number | undefined;
  let toldRate = false;
  /** The refill is measured between two headers, */
  let anchors: { at: number; remaining: number; admitted: number }[] = [];
  /** or between two moments at which the bucket was empty. */
  let lastEmpty: { at: number; admitted: number } | undefined;
  let grown = { at: 0, admitted: 0, by: firstGrowth };
  let pausedUntil = 0;
  let setbacks = 0;
  let closedSince: number | undefined;
  /** Requests that left before the latest 429 belong to an earlier epoch: their 429s tell nothing new. */
  let epoch = 0;
  /** After a pause one request goes first. */
  let probeNext = false;
  let probing = false;

  const levelNow = (now: number): number => Math.min(capacity, (level ?? capacity) + (perMs ?? 0) * (now - levelAt));

  function measureByHeaders(remaining: number, now: number): void {
    const [oldest] = anchors;
    const newest = anchors.at(-1);
    if (newest === undefined || now - newest.at >= 4 * leastObservationMs) {
      anchors = [...anchors.slice(-1), { at: now, remaining, admitted }];
    }
    if (oldest === undefined || toldRate || now - oldest.at < leastObservationMs) return;
    const refilled = remaining - oldest.remaining + (admitted - oldest.admitted);
    perMs = refilled > 0 ? refilled / (now - oldest.at) : undefined;
  }

  function admit(pass: Pass, { remaining, limit }: News & { kind: "admitted" }, now: number): void {
    admitted += 1;
    setbacks = 0;
    closedSince = undefined;
    if (pass.probe) probing = false;
    if (remaining === undefined) {
      growRate(now);
      return;
    }
    capacity = limit ?? capacity;
    measureByHeaders(remaining, now);
    // The server may not have counted the others yet; the next answer puts it right.
    level = remaining - outstanding;
    levelAt = now;
  }

  /** No header, no 429: the true rate is higher than the one in use, and only trying tells. */
  function growRate(now: number): void {
    if (toldRate || perMs === undefined) return;
    if (admitted - grown.admitted < growEvery && now - grown.at < growEveryMs) return;
    level = levelNow(now);
    levelAt = now;
    perMs *= 1 + grown.by;
    grown = { at: now, admitted, by: Math.min(1, grown.by * 2) };
  }

  function refuse(pass: Pass, { retryAfterMs, bucket }: News & { kind: "limited" }, now: number): void {
    closedSince ??= now;
    const first = pass.epoch === epoch;
    if (first) {
      epoch += 1;
      setbacks += 1;
      learnFrom429(bucket, now);
    }
    if (pass.probe) probing = false;
    probeNext = true;
    const ownMs = first ? backoff() : 0;
    pausedUntil = Math.max(
      pausedUntil,
      now + Math.max(retryAfterMs === undefined ? 0 : retryAfterMs + random() * spreadMs, ownMs),
    );
    if (perMs !== undefined) {
      level = 0;
      levelAt = now;
    }
  }

  function learnFrom429(bucket: BucketFacts | undefined, now: number): void {
    if (bucket !== undefined) {
      ({ capacity, perMs } = bucket);
      toldRate = true;
    } else if (lastEmpty !== undefined && !toldRate) {
      const [refilled, elapsed] = [admitted - lastEmpty.admitted, now - lastEmpty.at];
      if (refilled < leastAdmitted || elapsed <= 0) return;
      perMs = refilled / elapsed;
    }
    lastEmpty = { at: now, admitted };
    grown = { at: now, admitted, by: firstGrowth };
  }

  /** Ten tokens' time where the refill is known, else a second; twice as long after each 429 without a success between. */
  function backoff(): number {
    const once = perMs === undefined ? firstPauseMs : Math.min(firstPauseMs, Math.max(100, 10 / perMs));
    return Math.min(maxPauseMs, once * 2 ** Math.min(setbacks - 1, 16)) * (1 + random() / 4);
  }

  return {
    get closedSince() {
      return closedSince;
    },
    waitMs(now) {
      if (now < pausedUntil) return pausedUntil - now;
      if (probing) return Number.POSITIVE_INFINITY;
      if (probeNext || level === undefined) return 0;
      const missing = 1 + reserve - levelNow(now);
      if (missing <= 0) return 0;
      // A measured rate may be far too low, as after an outage: never wait long on its word.
      if (perMs !== undefined)
        return toldRate ? missing / perMs : Math.min(missing / perMs, Math.max(0, levelAt + firstPauseMs - now));
      // Empty, by the server's own word, and no telling how fast it fills: look again now and then.
      if (outstanding > 0) return Number.POSITIVE_INFINITY;
      return Math.max(0, levelAt + firstPauseMs - now);
    },
    take(now) {
      const probe = probeNext;
      if (probe) {
        probeNext = false;
        probing = true;
      }
      outstanding += 1;
      if (level !== undefined) {
        level = levelNow(now) - 1;
        levelAt = now;
      }
      return { epoch, probe };
    },
    answered(pass, news, now) {
      outstanding -= 1;
      if (news.kind === "admitted") admit(pass, news, now);
      else if (news.kind === "limited") refuse(pass, news, now);
      else if (pass.probe) {
        // The question that the probe asked is still open.
        probing = false;
        probeNext = true;
      }
    },
    idle: (now) =>
      outstanding === 0 && now >= pausedUntil && !probeNext && (level === undefined || levelNow(now) > capacity / 2),
  };
}
