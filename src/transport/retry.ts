/** Tries again after 429, 502, 503, 504 and lost connections, inside the call's deadline. */
import { ConnectionError, TokenError } from "../errors.js";
import { pause } from "./pause.js";
import { retryAfterOf } from "./rateLimit.js";
import type { Buffered } from "./response.js";
import type { Send } from "./send.js";
import type { Call } from "./state.js";

const statuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const firstBackoffMs = 500;
const maxBackoffMs = 8_000;

/** A failure after which another attempt may succeed. */
interface Retryable {
  readonly because: string;
  readonly retryAfterMs: number | undefined;
}

/** A retryable failure that left no response. */
interface Failure extends Retryable {
  readonly failure: unknown;
}

/** Adds retries to a layer. `random` returns 0 to 1, as `Math.random`. */
export function retrying(next: Send, random: () => number = Math.random): Send {
  return async (request, call) => {
    for (let retries = 0; ; retries += 1) {
      let result: Buffered | Failure;
      try {
        result = await next(request, call);
      } catch (error) {
        result = asFailure(error);
      }
      const retryable = "failure" in result ? result : readRetryable(result, call);
      const waitMs = retryable === undefined ? 0 : waitFor(retryable, retries, random);
      // A wait that would outlast the deadline gains nothing: the caller gets the response now.
      const mayRetry = retries < call.maxRetries && performance.now() + waitMs < call.deadline;
      if (retryable === undefined || !mayRetry) {
        if ("failure" in result) throw result.failure;
        return result;
      }
      call.emit({ type: "wait", waitMs, because: retryable.because });
      await pause(waitMs, call.signal);
    }
  };
}

/** At least what the server asked for, plus exponential backoff with full jitter. */
function waitFor(failure: Retryable, retries: number, random: () => number): number {
  return (failure.retryAfterMs ?? 0) + random() * Math.min(maxBackoffMs, firstBackoffMs * 2 ** retries);
}

function readRetryable(received: Buffered, call: Call): Retryable | undefined {
  if (!statuses.has(received.status) || (received.status === 429 && !call.retryRateLimit)) return undefined;
  return { because: `status ${received.status}`, retryAfterMs: retryAfterOf(received) };
}

/** A failure that left nothing behind but doubt may be tried again; any other goes on to the caller. */
function asFailure(error: unknown): Failure {
  if (error instanceof ConnectionError) return { because: "connection", retryAfterMs: undefined, failure: error };
  if (error instanceof TokenError && (error.cause instanceof ConnectionError || statuses.has(error.status ?? 0))) {
    return { because: "grant", retryAfterMs: error.retryAfterMs, failure: error };
  }
  throw error;
}
