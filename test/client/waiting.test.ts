/** The two ways to wait, on their own: a pause, and work that many callers share. Neither leaves anything behind. */
import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { shareWork } from "../../src/auth/sharedWork.js";
import { pause } from "../../src/transport/pause.js";
import { rejection } from "./server.js";

const listeners = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("a pause", () => {
  test("lasts as long as it was asked to, and keeps no listener", async () => {
    const { signal } = new AbortController();
    const ended = vi.fn();
    const paused = pause(100, signal).then(ended);
    expect(listeners(signal)).toBe(1);
    await vi.advanceTimersByTimeAsync(99);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await paused;
    expect(listeners(signal)).toBe(0);
  });

  test("ends at once when its signal aborts, with the reason, and keeps neither timer nor listener", async () => {
    const controller = new AbortController();
    const paused = rejection(pause(100, controller.signal));
    controller.abort("why");
    expect([vi.getTimerCount(), listeners(controller.signal)]).toEqual([0, 0]);
    await expect(paused).resolves.toBe("why");
  });

  test("does not begin when its signal has aborted", async () => {
    const signal = AbortSignal.abort("why");
    const paused = rejection(pause(100, signal));
    expect([vi.getTimerCount(), listeners(signal)]).toEqual([0, 0]);
    await expect(paused).resolves.toBe("why");
  });
});

describe("shared work", () => {
  /** Work that is ended from outside, and what was heard of it. */
  function begin(timeoutMs = 1_000) {
    const ended = vi.fn();
    let finish: { resolve: (value: string) => void; reject: (error: unknown) => void } | undefined;
    let given: AbortSignal | undefined;
    const late = new Error("late");
    const work = shareWork(
      (signal) => {
        given = signal;
        return new Promise<string>((resolve, reject) => {
          finish = { resolve, reject };
        });
      },
      timeoutMs,
      () => late,
      ended,
    );
    return {
      work,
      ended,
      late,
      signal: () => given,
      resolve: (value: string) => finish?.resolve(value),
      reject: (error: unknown) => finish?.reject(error),
    };
  }

  test("gives each caller the same result, ends before any of them hears of it, and keeps no listener", async () => {
    const { work, ended, resolve } = begin();
    const signals = [new AbortController().signal, new AbortController().signal];
    const joined = signals.map((signal) =>
      work.join(signal).then((value) => [value, ended.mock.calls.length > 0, listeners(signal)]),
    );
    expect(signals.map(listeners)).toEqual([1, 1]);
    resolve("x");
    await expect(Promise.all(joined)).resolves.toEqual([
      ["x", true, 0],
      ["x", true, 0],
    ]);
    expect(ended).toHaveBeenCalledTimes(1);
  });

  test("gives each caller the same failure", async () => {
    const { work, ended, reject } = begin();
    const joined = [
      rejection(work.join(new AbortController().signal)),
      rejection(work.join(new AbortController().signal)),
    ];
    reject("broken");
    await expect(Promise.all(joined)).resolves.toEqual(["broken", "broken"]);
    expect(ended).toHaveBeenCalledTimes(1);
  });

  test("goes on while one caller waits, and is given up with the last one's reason", async () => {
    const { work, ended, signal } = begin();
    const controllers = [new AbortController(), new AbortController()];
    const joined = controllers.map(({ signal: own }) => rejection(work.join(own)));
    controllers[0]?.abort("one");
    expect([signal()?.aborted, ended.mock.calls.length, listeners(controllers[0]?.signal as AbortSignal)]).toEqual([
      false,
      0,
      0,
    ]);
    controllers[1]?.abort("two");
    expect([signal()?.aborted, signal()?.reason, ended.mock.calls.length]).toEqual([true, "two", 1]);
    await expect(Promise.all(joined)).resolves.toEqual(["one", "two"]);
  });

  test("is given up when its only caller comes with an aborted signal, and not when another waits", async () => {
    const alone = begin();
    const gone = AbortSignal.abort("gone");
    await expect(rejection(alone.work.join(gone))).resolves.toBe("gone");
    expect([alone.signal()?.aborted, listeners(gone)]).toEqual([true, 0]);

    const shared = begin();
    const waiting = shared.work.join(new AbortController().signal);
    await expect(rejection(shared.work.join(gone))).resolves.toBe("gone");
    expect(shared.signal()?.aborted).toBe(false);
    shared.resolve("x");
    await expect(waiting).resolves.toBe("x");
  });

  test("that takes too long is given up, also when it ignores its signal", async () => {
    const { work, ended, late, signal } = begin(50);
    const joined = rejection(work.join(new AbortController().signal));
    await vi.advanceTimersByTimeAsync(49);
    expect(signal()?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await expect(joined).resolves.toBe(late);
    expect([signal()?.aborted, signal()?.reason]).toEqual([true, late]);
    expect(ended).toHaveBeenCalled();
  });

  test("that fails when nobody waits any more is no unhandled rejection", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const { work, reject } = begin();
    const controller = new AbortController();
    const joined = rejection(work.join(controller.signal));
    controller.abort("gone");
    await joined;
    reject(new Error("too late"));
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve, 5));
    vi.useFakeTimers();
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
