/**
 * The engine: reads targets when there is room, sends what its scope's budget lets go, and hands out what has ended.
 *
 * Everything it holds is bounded by the concurrency: calls under way, results that nobody took yet, and a look-ahead of
 * targets whose scope must wait, so that other scopes' targets behind them can go on.
 */
import type { SendOne } from "../client.js";
import { CancelledError, type RevokeError } from "../errors.js";
import { notify } from "../events.js";
import { cleanMessage } from "../internal/text.js";
import type { Revocation } from "../revoke.js";
import { type Budgets, patienceMs, type Share } from "./budgets.js";
import { givenUpError, isHopeless, type Job, openJob, resultOf, send, unsentResult, wasLimited } from "./job.js";
import { type BulkProgress, type BulkResult, count, newTally } from "./result.js";
import { openSource } from "./source.js";
import { createWindow } from "./window.js";

/** Targets that are read ahead while their scopes wait, for each unit of concurrency. */
export const lookAheadPerCall = 32;

type BeforeSend<T> = (target: T, index: number) => Promise<void>;

/** What a run needs. */
export interface RunSettings<T> {
  readonly sendOne: SendOne;
  readonly budgets: Budgets;
  readonly concurrency: number;
  readonly missingOk: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: BulkProgress) => void) | undefined;
  /** Awaited before the first request of each target leaves; a rejection stops the run. */
  readonly beforeSend?: BeforeSend<T>;
  /** Whether an earlier process may have sent a target without hearing the answer. */
  readonly mayBeGone?: (target: T, index: number) => boolean;
}

/** Why nothing new is sent. */
interface Stop {
  /** The error of what was read and is not sent. */
  readonly error: RevokeError;
  /** Thrown at the end of the iteration: always, or only when targets were left unread. */
  readonly thrown: { readonly error: unknown; readonly when: "always" | "unread" };
}

/** Runs targets and yields a result for each one that was read, as it ends. */
export async function* run<T>(
  targets: Iterable<T> | AsyncIterable<T>,
  settings: RunSettings<T>,
): AsyncGenerator<BulkResult<T>, void, undefined> {
  const { sendOne, budgets, concurrency, missingOk, signal } = settings;
  const source = openSource(targets, wake);
  const window = createWindow<T>(budgets);
  const finished: BulkResult<T>[] = [];
  const tally = newTally();
  let read = 0;
  let inFlight = 0;
  let rateLimited = 0;
  let stop: Stop | undefined;
  let closed = false;
  let pumping = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pausedMs: number | undefined;
  let notice: () => void = () => undefined;

  function wake(): void {
    pump();
    notice();
  }

  /** Starts whatever may start. A source or a listener that aborts the run from inside must not start it twice over. */
  function pump(): void {
    if (pumping) return;
    pumping = true;
    try {
      startWhatMay();
    } finally {
      pumping = false;
    }
  }

  function startWhatMay(): void {
    clearTimeout(timer);
    pausedMs = undefined;
    while (!closed && inFlight + finished.length < 2 * concurrency) {
      if (stop !== undefined) {
        if (!unreadIsReported(stop) || !readOne()) break;
        continue;
      }
      if (inFlight >= concurrency) break;
      const next = window.next();
      if (next.kind === "go") start(next.job);
      else if (next.kind === "give up") finish(unsentResult(next.job, givenUpError(next.job)));
      else if (window.size >= lookAheadPerCall * concurrency || !readOne()) {
        waitFor(next.waitMs);
        break;
      }
    }
  }

  /** Reads one target, if the source has one now. */
  function readOne(): boolean {
    const taken = source.take();
    if (taken === undefined) {
      if (source.state === "failed") sourceFailed();
      return false;
    }
    const opened = openJob(taken.value, read, settings.mayBeGone?.(taken.value, read) ?? false);
    read += 1;
    if (!("checked" in opened)) finish(opened);
    else if (stop === undefined) window.add(opened);
    else finish(unsentResult(opened, stop.error));
    return true;
  }

  function waitFor(waitMs: number): void {
    if (waitMs === Number.POSITIVE_INFINITY) return;
    if (inFlight === 0 && source.state !== "reading") {
      pausedMs = waitMs;
      tell();
    }
    // Woken at the latest when a scope's time is up, however long its server asks to wait.
    timer = setTimeout(wake, Math.min(waitMs, patienceMs));
  }

  function start(job: Job<T>): void {
    inFlight += 1;
    const share = budgets.take(job.checked.scope);
    void deliver(job, share).then(() => {
      inFlight -= 1;
      wake();
    });
  }

  async function deliver(job: Job<T>, share: Share): Promise<void> {
    const { beforeSend } = settings;
    const stopped = job.announced || beforeSend === undefined ? undefined : await announce(job, beforeSend);
    const ended = stopped ?? (await send(job, sendOne, missingOk));
    if (stopped === undefined) settle(job, ended);
    else finish(unsentResult(job, stopped));
    share.answered(ended);
  }

  /** Tells `beforeSend`; returns why the job is not to be sent after all. */
  async function announce(job: Job<T>, beforeSend: BeforeSend<T>): Promise<RevokeError | undefined> {
    job.announced = true;
    try {
      await beforeSend(job.target, job.index);
    } catch (cause) {
      const message = "Not sent: what must be done before a revocation failed.";
      const error = new CancelledError({ summary: message, outcome: "not-sent", cause });
      halt({ error, thrown: { error: cause, when: "always" } });
      return error;
    }
    return stop?.error;
  }

  function settle(job: Job<T>, ended: Revocation | RevokeError): void {
    if (!wasLimited(ended)) {
      finish(resultOf(job, ended));
      if (isHopeless(ended)) halt({ error: ended, thrown: { error: ended, when: "unread" } });
      return;
    }
    rateLimited += 1;
    if (stop === undefined && !closed) window.putBack(job);
    else finish(resultOf(job, ended));
  }

  function finish(result: BulkResult<T>): void {
    count(tally, result.outcome);
    finished.push(result);
    tell();
  }

  /** Nothing new starts; what was read is reported, what is under way ends by itself. */
  function halt(reason: Stop): void {
    if (stop !== undefined || closed) return;
    stop = reason;
    for (const job of window.clear()) finish(unsentResult(job, reason.error));
  }

  function sourceFailed(): void {
    const { error } = source;
    const message = "Not sent: reading the targets failed before its turn.";
    halt({
      error: new CancelledError({ summary: message, outcome: "not-sent", cause: error }),
      thrown: { error, when: "always" },
    });
  }

  function onAbort(): void {
    const reason: unknown = signal?.reason;
    const why = reason instanceof Error && reason.name !== "AbortError" ? ` (${cleanMessage(reason)})` : "";
    const error = new CancelledError({
      summary: `Not sent: the run was cancelled${why}.`,
      outcome: "not-sent",
      cause: reason,
    });
    halt({ error, thrown: { error, when: "unread" } });
    wake();
  }

  /** A source that can't be held up by anybody is read to its end, so that each of its targets has a result. */
  function unreadIsReported({ thrown }: Stop): boolean {
    return thrown.when === "unread" && source.synchronous && source.state === "open";
  }

  function tell(): void {
    const { onProgress } = settings;
    if (onProgress === undefined) return;
    notify(onProgress, { read, inFlight, waiting: window.size, pausedMs, rateLimited, ...tally });
  }

  const unsubscribe = budgets.subscribe(wake);
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted === true) onAbort();
  try {
    for (;;) {
      pump();
      const result = finished.shift();
      if (result !== undefined) yield result;
      else if (inFlight === 0 && window.size === 0 && (stop === undefined ? isOver(source.state) : true)) break;
      else await noticed();
    }
    if (stop !== undefined && (stop.thrown.when === "always" || source.state !== "ended")) throw stop.thrown.error;
  } finally {
    closed = true;
    const left = new CancelledError({ summary: "Not sent: the run was left early.", outcome: "not-sent" });
    stop ??= { error: left, thrown: { error: left, when: "always" } };
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    while (inFlight > 0) await noticed();
    unsubscribe();
    await source.close();
  }

  function noticed(): Promise<void> {
    return new Promise((resolve) => {
      notice = resolve;
    });
  }
}

function isOver(state: "open" | "reading" | "ended" | "failed"): boolean {
  return state === "ended" || state === "failed";
}
