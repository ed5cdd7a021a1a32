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
  const controller = new AbortController();
  let ended: Ended | undefined;
  const onAbort = (): void => {
    ended = { by: "caller", reason: signal?.reason };
    controller.abort(signal?.reason);
  };
  if (signal?.aborted === true) throw toError({ by: "caller", reason: signal.reason });
  const timer = setTimeout(() => {
    ended = { by: "deadline", reason: undefined };
    controller.abort(new DOMException("The call's deadline passed.", "TimeoutError"));
  }, timeoutMs);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work(controller.signal), rejectedOn(controller.signal)]);
  } catch (error) {
    throw ended !== undefined && error === controller.signal.reason ? toError(ended) : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

function rejectedOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
