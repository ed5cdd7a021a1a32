/** One listener for each signal, however many calls share it: Node warns of a leak at eleven. */

const listenersOf: WeakMap<AbortSignal, Set<() => void>> = new WeakMap();

/** Calls `listener` when a signal aborts. Returns a function that takes it back, and leaves nothing behind. */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const listeners = listenersOf.get(signal) ?? listen(signal);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    listenersOf.delete(signal);
    signal.removeEventListener("abort", callAll);
  };
}

function listen(signal: AbortSignal): Set<() => void> {
  const listeners = new Set<() => void>();
  listenersOf.set(signal, listeners);
  signal.addEventListener("abort", callAll);
  return listeners;
}

function callAll(this: AbortSignal): void {
  for (const listener of [...(listenersOf.get(this) ?? [])]) listener();
}
