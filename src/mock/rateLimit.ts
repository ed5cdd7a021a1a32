// The API's token buckets: one for each organization or project and set of endpoints, as Atlas documents them.
import type { HeaderLines } from "./response.js";

/** One kind of bucket. */
export interface Bucket {
  /** Requests that can be made at once. */
  readonly capacity: number;
  /** Tokens that come back every `refillSeconds`. */
  readonly refill: number;
  readonly refillSeconds: number;
}

/** A bucket for each scope, and one for token grants. */
export interface RateLimits {
  readonly organization?: Bucket;
  readonly project?: Bucket;
  /** Token grants, for each service account. */
  readonly grants?: Bucket;
}

/** What Atlas documents for its service account and API key endpoints, and for grants of either API. */
export const documentedLimits: Required<RateLimits> = {
  organization: { capacity: 500, refill: 250, refillSeconds: 60 },
  project: { capacity: 1200, refill: 500, refillSeconds: 60 },
  grants: { capacity: 50, refill: 50, refillSeconds: 60 },
};

/** The outcome of taking one token. */
export interface Taken {
  readonly remaining: number;
  /** Whole seconds until a token is there; undefined when one was taken. */
  readonly retryAfterSeconds: number | undefined;
}

/** Levels of all buckets of one server, by scope and endpoint set. */
export type Levels = Map<string, { tokens: number; at: number }>;

/** Takes one token from a bucket, which is full when it is seen for the first time. */
export function take(levels: Levels, key: string, bucket: Bucket, now: number): Taken {
  const level = levels.get(key) ?? { tokens: bucket.capacity, at: now };
  const refilled = (Math.max(0, now - level.at) * bucket.refill) / (bucket.refillSeconds * 1000);
  level.tokens = Math.min(bucket.capacity, level.tokens + refilled);
  level.at = now;
  levels.set(key, level);
  if (level.tokens < 1) {
    const seconds = ((1 - level.tokens) * bucket.refillSeconds) / bucket.refill;
    return { remaining: 0, retryAfterSeconds: Math.max(1, Math.ceil(seconds)) };
  }
  level.tokens -= 1;
  return { remaining: Math.floor(level.tokens), retryAfterSeconds: undefined };
}

/** The headers of a request that was counted. */
export function limitHeaders(capacity: number, remaining: number, retryAfterSeconds?: number): HeaderLines {
  return [
    ["RateLimit-Limit", String(capacity)],
    ["RateLimit-Remaining", String(remaining)],
    ...(retryAfterSeconds === undefined ? [] : [["Retry-After", String(retryAfterSeconds)] as const]),
  ];
}
