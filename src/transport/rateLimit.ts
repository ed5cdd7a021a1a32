/** What a response says about the rate limit, in its headers or in the body of a 429. */
import { own } from "../internal/json.js";
import { retryAfterMs } from "../internal/retryAfter.js";
import type { Buffered } from "./response.js";

/** The state of the token bucket that the request was counted in. */
export interface RateLimit {
  /** Capacity of the bucket, in requests. */
  readonly limit: number;
  /** Requests left. */
  readonly remaining: number;
}

/** `RateLimit-Limit` and `RateLimit-Remaining`, when both are there and whole numbers. */
export function rateLimitOf(headers: Headers): RateLimit | undefined {
  const limit = wholeNumber(headers.get("ratelimit-limit"));
  if (limit === undefined) return undefined;
  const remaining = wholeNumber(headers.get("ratelimit-remaining"));
  return remaining === undefined ? undefined : { limit, remaining };
}

/** Milliseconds to wait: `Retry-After`, else the second parameter of RATE_LIMITED_TOKEN_BUCKET. */
export function retryAfterOf(received: Buffered): number | undefined {
  const fromHeader = retryAfterMs(received.headers.get("retry-after"), Date.now());
  if (fromHeader !== undefined) return fromHeader;
  const error = errorIn(received);
  if (own(error, "errorCode") !== "RATE_LIMITED_TOKEN_BUCKET") return undefined;
  const parameters = own(error, "parameters");
  const seconds: unknown = Array.isArray(parameters) ? parameters[1] : undefined;
  return typeof seconds === "number" || typeof seconds === "string"
    ? retryAfterMs(String(seconds), Date.now())
    : undefined;
}

/** The API's error object, bare or out of its envelope; whatever else the body is, it has none of an error's properties. */
export function errorIn({ envelope, json }: Buffered): object {
  return Object(envelope === undefined ? json : envelope.content);
}

function wholeNumber(value: string | null): number | undefined {
  return value?.match(/^\d{1,9}$/) ? Number(value) : undefined;
}
