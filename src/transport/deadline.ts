/** The outermost layer: one clock over everything that a call does, joined with the caller's own signal. */
import { onAbort } from "../internal/abort.js";

/** How a call was ended from outside. */
export interface Ended {
  readonly by: "deadline" | "caller";
  /** The caller's `signal.reason`. */
  readonly reason: unknown;
}

/** What to run, and how long. */
export interface Deadline {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Builds the error for a call that was ended from outside. */
  readonly toError: (ended: Ended) => Error;
}

/**
 * Runs work until it settles, the deadline passes or the caller aborts, whichever comes first.
 *
 * Work that ignores its signal, as a `fetch` of the caller's own may, does not hold up the caller.
 */
export async function withDeadline<T>(options: Deadline, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { timeoutMs, signal, toError } = options;
  if (signal?.aborted === true) throw toError({ by: "caller", reason: signal.reason });
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let release: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    const end = (how: Ended, reason: unknown): void => {
      // The error first: it is read from the call's state before the work that is cut short can write to it.
      reject(toError(how));
      controller.abort(reason);
    };
    timer = setTimeout(() => {
      end({ by: "deadline", reason: undefined }, new DOMException("The call's deadline passed.", "TimeoutError"));
    }, timeoutMs);
    if (signal !== undefined) {
      release = onAbort(signal, () => end({ by: "caller", reason: signal.reason }, signal.reason));
    }
  });
  try {
    return await Promise.race([work(controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    release?.();
  }
}
