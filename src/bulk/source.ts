/** Takes targets one at a time from any iterable, and never more than it is asked for. */

/** What a source can be asked for. */
export interface Source<T> {
  /** The next value, if one is there now; an asynchronous source is asked for one and calls back when it has come. */
  take(): { readonly value: T } | undefined;
  /** `open`: ask on; `reading`: wait for the callback; `ended`, `failed`: nothing more will come. */
  readonly state: "open" | "reading" | "ended" | "failed";
  /** What the iterable threw. */
  readonly error: unknown;
  /** Whether reading to the end can't be held up by anybody. */
  readonly synchronous: boolean;
  /** Tells an iterable that was not read to its end that nobody will. */
  close(): Promise<void>;
}

/** Opens a source. `ready` is called when a value has come, or the end. */
export function openSource<T>(targets: Iterable<T> | AsyncIterable<T>, ready: () => void): Source<T> {
  return Symbol.asyncIterator in targets ? openAsync(targets, ready) : openSync(targets);
}

function openSync<T>(targets: Iterable<T>): Source<T> {
  const iterator = targets[Symbol.iterator]();
  let state: Source<T>["state"] = "open";
  let error: unknown;
  return {
    get state() {
      return state;
    },
    get error() {
      return error;
    },
    synchronous: true,
    take() {
      if (state !== "open") return undefined;
      try {
        const next = iterator.next();
        if (next.done !== true) return { value: next.value };
        state = "ended";
      } catch (thrown) {
        state = "failed";
        error = thrown;
      }
      return undefined;
    },
    async close() {
      if (state !== "open") return;
      state = "ended";
      iterator.return?.();
    },
  };
}

function openAsync<T>(targets: AsyncIterable<T>, ready: () => void): Source<T> {
  const iterator = targets[Symbol.asyncIterator]();
  let state: Source<T>["state"] = "open";
  let error: unknown;
  let buffered: { readonly value: T } | undefined;

  async function read(): Promise<void> {
    try {
      const next = await iterator.next();
      if (next.done !== true) buffered = { value: next.value };
      if (state === "reading") state = next.done === true ? "ended" : "open";
    } catch (thrown) {
      if (state === "reading") state = "failed";
      error = thrown;
    }
    ready();
  }

  return {
    get state() {
      return state;
    },
    get error() {
      return error;
    },
    synchronous: false,
    take() {
      const taken = buffered;
      buffered = undefined;
      if (taken !== undefined || state !== "open") return taken;
      state = "reading";
      void read();
      return undefined;
    },
    async close() {
      const pending = state === "reading";
      if (!pending && state !== "open") return;
      state = "ended";
      const closing = iterator.return?.();
      // A source that never answers a read would never answer this either: nobody waits for it.
      if (pending) Promise.resolve(closing).catch(() => undefined);
      else await closing;
    },
  };
}
