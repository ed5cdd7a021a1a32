/** Finds what a call left behind: timers, abort listeners, unhandled rejections, sockets. */
import assert from "node:assert/strict";
import type { RawServer } from "../support/rawServer.js";

/** Watches one call; `signal` is to be passed to it. */
export interface Watch {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Fails when anything is left; `servers` must have lost all their connections. */
  nothingIsLeft(servers: readonly RawServer[]): Promise<void>;
  /** Stops watching, also after a failure. */
  end(): void;
}

/** Starts to watch: every `setTimeout`, every listener of the signal and every unhandled rejection until the end. */
export function watch(): Watch {
  const timers = watchTimers();
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => {
    rejections.push(reason);
  };
  process.on("unhandledRejection", onRejection);
  const controller = new AbortController();
  const listeners = watchListeners(controller.signal);
  const end = (): void => {
    timers.restore();
    process.off("unhandledRejection", onRejection);
  };
  return {
    end,
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    async nothingIsLeft(servers: readonly RawServer[]): Promise<void> {
      timers.restore();
      for (let turn = 0; turn < 200 && servers.some((server) => server.openSockets() > 0); turn += 1) await sleep(10);
      // Unhandled rejections are told after the microtasks of the turn in which they happened.
      await sleep(0);
      const sockets = servers.map((server) => server.openSockets());
      assert.deepEqual(
        { timers: timers.pending(), listeners: listeners(), sockets, rejections },
        { timers: 0, listeners: 0, sockets: servers.map(() => 0), rejections: [] },
        "something was left behind",
      );
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Counts timers that were set, by whatever uses the global functions, and neither fired nor were cleared. */
export function watchTimers(): { pending: () => number; restore: () => void } {
  const { setTimeout, clearTimeout } = globalThis;
  const pending = new Set<unknown>();
  const counted = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): unknown => {
    const timer = setTimeout(() => {
      pending.delete(timer);
      callback(...args);
    }, ms);
    if (!isForeign(callerOf())) pending.add(timer);
    return timer;
  };
  globalThis.setTimeout = counted as typeof setTimeout;
  globalThis.clearTimeout = ((timer: ReturnType<typeof setTimeout>) => {
    pending.delete(timer);
    clearTimeout(timer);
  }) as typeof clearTimeout;
  return { pending: () => pending.size, restore: () => Object.assign(globalThis, { setTimeout, clearTimeout }) };
}

/** The line of the stack that set a timer. */
function callerOf(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 3;
  const stack = new Error().stack ?? "";
  Error.stackTraceLimit = stackTraceLimit;
  return stack.trimEnd().split("\n").at(-1) ?? "";
}

/** Whether a timer was set by the platform, as for its pool of connections. */
function isForeign(caller: string): boolean {
  return /node:|ext:|bun:|native/.test(caller);
}

/** Counts the listeners of a signal. */
export function watchListeners(signal: AbortSignal): () => number {
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  const listeners = new Set<unknown>();
  signal.addEventListener = (type: string, listener: EventListenerOrEventListenerObject, options?: unknown): void => {
    listeners.add(listener);
    add(type, listener, options as AddEventListenerOptions);
  };
  signal.removeEventListener = (type: string, listener: EventListenerOrEventListenerObject): void => {
    listeners.delete(listener);
    remove(type, listener);
  };
  // A listener that fired is gone (`once`), so an aborted signal has none.
  return () => (signal.aborted ? 0 : listeners.size);
}
