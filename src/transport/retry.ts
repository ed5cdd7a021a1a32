/** Tries again after 429, 502, 503, 504 and connections that brought no answer, inside the call's deadline. */
import { ConnectionError, TokenError } from "../errors.js";
import type { Answer } from "./answer.js";
import type { Call } from "./call.js";
import { pause } from "./pause.js";
import { retryAfterOf } from "./rateLimit.js";
import type { Send } from "./send.js";

const retryable: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const firstBackoffMs = 500;
const maxBackoffMs = 8_000;

/** What an attempt came to that may be tried again. */
interface Setback {
  readonly because: string;
  readonly retryAfterMs: number | undefined;
}

/** A setback that left no answer. */
interface Failure extends Setback {
  readonly failure: unknown;
}

/** Adds retries to a layer. `random` returns 0 to 1, as `Math.random`. */
export function retrying(next: Send, random: () => number = Math.random): Send {
  return async (request, call) => {
    for (let retries = 0; ; retries += 1) {
      let result: Answer | Failure;
      try {
        result = await next(request, call);
      } catch (error) {
        result = asSetback(error);
      }
      const setback = "failure" in result ? result : readSetback(result, call);
      const waitMs = setback === undefined ? 0 : waitFor(setback, retries, random);
      // A wait that would outlast the deadline gains nothing: the caller hears the answer now.
      const mayRetry = retries < call.maxRetries && performance.now() + waitMs < call.deadline;
      if (setback === undefined || !mayRetry) {
        if ("failure" in result) throw result.failure;
        return result;
      }
      call.emit({ type: "wait", waitMs, because: setback.because });
      await pause(waitMs, call.signal);
    }
  };
}

/** At least what the server asked for, plus exponential backoff with full jitter. */
function waitFor(setback: Setback, retries: number, random: () => number): number {
  return (setback.retryAfterMs ?? 0) + random() * Math.min(maxBackoffMs, firstBackoffMs * 2 ** retries);
}

function readSetback(answer: Answer, call: Call): Setback | undefined {
  if (!retryable.has(answer.status) || (answer.status === 429 && !call.retryRateLimit)) return undefined;
  return { because: `status ${answer.status}`, retryAfterMs: retryAfterOf(answer) };
}

/** A failure that left nothing behind but doubt may be tried again; any other goes on to the caller. */
function asSetback(error: unknown): Failure {
  if (error instanceof ConnectionError) return { because: "connection", retryAfterMs: undefined, failure: error };
  if (error instanceof TokenError && (error.cause instanceof ConnectionError || retryable.has(error.status ?? 0))) {
    return { because: "grant", retryAfterMs: error.retryAfterMs, failure: error };
  }
  throw error;
}
