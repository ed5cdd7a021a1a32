/** The outermost layer: one clock over everything that a call does, joined with the caller's own signal. */

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
  let onAbort: (() => void) | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      const end = (ended: Ended, reason: unknown): void => {
        // First: what is known is read from the ledger before the work that is cut short can write to it.
        try {
          reject(toError(ended));
        } finally {
          controller.abort(reason);
        }
      };
      timer = setTimeout(() => {
        const reason = new DOMException("The call's deadline passed.", "TimeoutError");
        end({ by: "deadline", reason: undefined }, reason);
      }, timeoutMs);
      onAbort = () => end({ by: "caller", reason: signal?.reason }, signal?.reason);
      signal?.addEventListener("abort", onAbort);
      work(controller.signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
  }
}
