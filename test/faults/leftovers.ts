/** Finds what a call left behind: timers, abort listeners, unhandled rejections, sockets. */
import assert from "node:assert/strict";
import type { RawServer } from "../support/rawServer.js";

/** Watches calls; `signal` is to be passed to one. */
export interface Watch {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Fails when anything is left; a server must have lost all its connections. */
  nothingIsLeft(server?: RawServer): Promise<void>;
  /** Stops watching, also after a failure. */
  end(): void;
}

const { setTimeout, clearTimeout } = globalThis;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts to watch: every `setTimeout`, every listener of the signal and every unhandled rejection until the end. */
export function watch(): Watch {
  const timers = watchTimers();
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): number => rejections.push(reason);
  process.on("unhandledRejection", onRejection);
  const controller = new AbortController();
  const listeners = watchListeners(controller.signal);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    end(): void {
      timers.restore();
      process.off("unhandledRejection", onRejection);
    },
    async nothingIsLeft(server): Promise<void> {
      timers.restore();
      const sockets = (): number => server?.openSockets() ?? 0;
      for (let turn = 0; turn < 200 && sockets() > 0; turn += 1) await sleep(10);
      // Unhandled rejections are reported after the microtasks of the turn in which they happened.
      await sleep(0);
      const left = { timers: timers.pending(), listeners: listeners(), sockets: sockets(), rejections };
      assert.deepEqual(left, { timers: 0, listeners: 0, sockets: 0, rejections: [] }, "something was left behind");
    },
  };
}

/** Counts timers that were set by global functions, not by the platform itself, and neither fired nor were cleared. */
export function watchTimers(): { pending: () => number; restore: () => void } {
  const pending = new Set<unknown>();
  const counted = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): unknown => {
    const timer = setTimeout(() => {
      pending.delete(timer);
      callback(...args);
    }, ms);
    const caller = new Error().stack?.split("\n")[2] ?? "";
    if (!/node:|ext:|bun:|native/.test(caller)) pending.add(timer);
    return timer;
  };
  const cleared = (timer: ReturnType<typeof setTimeout>): void => {
    pending.delete(timer);
    clearTimeout(timer);
  };
  Object.assign(globalThis, { setTimeout: counted, clearTimeout: cleared });
  return { pending: () => pending.size, restore: () => Object.assign(globalThis, { setTimeout, clearTimeout }) };
}

/** Counts the listeners of a signal; one that was aborted has none, since they fire once. */
export function watchListeners(signal: AbortSignal): () => number {
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  const listeners = new Set<unknown>();
  signal.addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions): void => {
    listeners.add(listener);
    add(type, listener, options);
  };
  signal.removeEventListener = (type: string, listener: EventListener): void => {
    listeners.delete(listener);
    remove(type, listener);
  };
  return () => (signal.aborted ? 0 : listeners.size);
}
