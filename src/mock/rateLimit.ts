// The API's token buckets: one per scope (organization or project) and set of endpoints.

/** One kind of bucket. */
export interface Bucket {
  /** Requests that can be made at once. */
  readonly capacity: number;
  /** Tokens that come back every `refillSeconds`. */
  readonly refill: number;
  readonly refillSeconds: number;
}

/** A bucket per scope, and one for token grants. */
export interface RateLimits {
  readonly organization?: Bucket;
  readonly project?: Bucket;
  /** Token grants, per client address and service account. */
  readonly grants?: Bucket;
}

/** What Atlas documents for its service account and API key endpoints. */
export const atlasLimits: { readonly organization: Bucket; readonly project: Bucket } = {
  organization: { capacity: 500, refill: 250, refillSeconds: 60 },
  project: { capacity: 1200, refill: 500, refillSeconds: 60 },
};

/** 50 grants a minute for one address and service account, as documented. */
export const grantLimit: Bucket = { capacity: 50, refill: 50, refillSeconds: 60 };

/** The outcome of taking one token. */
export interface Taken {
  readonly bucket: Bucket;
  readonly remaining: number;
  /** Whole seconds until a token is there; absent when one was taken. */
  readonly retryAfterSeconds?: number;
}

/** All buckets of one server. */
export interface Buckets {
  take(key: string, bucket: Bucket, now: number): Taken;
}

/** Creates buckets, all full. */
export function createBuckets(): Buckets {
  const levels = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, bucket, now) {
      const level = levels.get(key) ?? { tokens: bucket.capacity, at: now };
      const refilled = (Math.max(0, now - level.at) * bucket.refill) / (bucket.refillSeconds * 1000);
      level.tokens = Math.min(bucket.capacity, level.tokens + refilled);
      level.at = now;
      levels.set(key, level);
      if (level.tokens < 1) {
        const seconds = ((1 - level.tokens) * bucket.refillSeconds) / bucket.refill;
        return { bucket, remaining: 0, retryAfterSeconds: Math.max(1, Math.ceil(seconds)) };
      }
      level.tokens -= 1;
      return { bucket, remaining: Math.floor(level.tokens) };
    },
  };
}
