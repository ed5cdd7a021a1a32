/** One piece of work for many callers: it ends when it is done, or when the last caller has stopped waiting. */

/** Work in progress that any number of callers can join. */
export interface SharedWork<T> {
  /** Waits for the work; a caller whose signal aborts leaves, and the others go on waiting. */
  join(signal: AbortSignal): Promise<T>;
}

/**
 * Starts work that callers can join.
 *
 * @param start Given a signal that aborts once every caller has left, or the time is over.
 * @param timeoutMs How long the work may take, however many callers go on joining it.
 * @param late The error that callers get when the time is over.
 * @param ended Called when the work is over or given up, before any caller hears of it.
 */
export function shareWork<T>(
  start: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number,
  late: () => Error,
  ended: () => void,
): SharedWork<T> {
  const controller = new AbortController();
  let waiting = 0;
  const giveUp = (reason: unknown): void => {
    ended();
    controller.abort(reason);
  };
  const timer = setTimeout(() => giveUp(late()), timeoutMs);
  // Work that ignores its signal does not hold up its callers.
  const work = Promise.race([start(controller.signal), abortOf(controller.signal)]).finally(() => {
    clearTimeout(timer);
    ended();
  });
  // Callers hear of a failure through join; if all have left, nobody is there to hear of it.
  work.catch(() => undefined);

  return {
    join(signal: AbortSignal): Promise<T> {
      waiting += 1;
      return new Promise<T>((resolve, reject) => {
        const onAbort = (): void => {
          waiting -= 1;
          if (waiting === 0) giveUp(signal.reason);
          reject(signal.reason);
        };
        if (signal.aborted) return onAbort();
        signal.addEventListener("abort", onAbort, { once: true });
        work.finally(() => signal.removeEventListener("abort", onAbort)).then(resolve, reject);
      });
    },
  };
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}
