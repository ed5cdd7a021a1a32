/** One piece of work for many callers: it ends when it is done, or when the last caller has stopped waiting. */

/** Work in progress that any number of callers can join. */
export interface SharedWork<T> {
  /** Waits for the work; a caller whose signal aborts leaves, and the others go on waiting. */
  join(signal: AbortSignal): Promise<T>;
}

/**
 * Starts work that callers can join.
 *
 * @param start Given a signal that aborts once every caller has left.
 * @param ended Called when the work is over or given up, before any caller hears of it.
 */
export function shareWork<T>(start: (signal: AbortSignal) => Promise<T>, ended: () => void): SharedWork<T> {
  const controller = new AbortController();
  let waiting = 0;
  const work = start(controller.signal).finally(ended);
  // Callers hear of a failure through join; if all have left, nobody is there to hear of it.
  work.catch(() => undefined);

  return {
    join(signal: AbortSignal): Promise<T> {
      waiting += 1;
      return new Promise<T>((resolve, reject) => {
        const leave = (): void => {
          signal.removeEventListener("abort", onAbort);
          waiting -= 1;
        };
        const onAbort = (): void => {
          leave();
          if (waiting === 0) {
            ended();
            controller.abort(signal.reason);
          }
          reject(signal.reason);
        };
        if (signal.aborted) return onAbort();
        signal.addEventListener("abort", onAbort, { once: true });
        work.then(
          (value) => {
            leave();
            resolve(value);
          },
          (error: unknown) => {
            leave();
            reject(error);
          },
        );
      });
    },
  };
}
