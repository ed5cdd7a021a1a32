/** The engine: sends what the gates let go and hands out what has ended. Every target ends exactly once. */
import type { SendOne } from "../client.js";
import type { RevokeError } from "../errors.js";
import { notify } from "../events.js";
import { onAbort } from "../internal/abort.js";
import { cleanMessage } from "../internal/text.js";
import type { Revocation } from "../revoke.js";
import { type CallState, newState } from "../transport/state.js";
import { type Gates, wasLimited } from "./gates.js";
import { createQueue } from "./queue.js";
import { type BulkOutcome, type BulkProgress, type BulkResultBase, countOf, newCounts } from "./result.js";
import { notSent, outcomeOf, outcomeUnsent, send } from "./send.js";
import type { CheckedTarget } from "./target.js";
import { resultsInARow, speaksOfTarget } from "./verdict.js";

/** What a run needs. */
export interface RunSettings<T> {
  readonly sendOne: SendOne;
  readonly gates: Gates;
  readonly concurrency: number;
  readonly missingOk: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: BulkProgress) => void) | undefined;
  /** The service account that signs the requests: its own end is the last that it asks for. */
  readonly ownClientId?: string | undefined;
  /** Awaited before the first request of each target leaves; a rejection stops the run and is thrown at its end. */
  readonly beforeSend?: (target: T) => Promise<void>;
  /** Whether an earlier process may have sent a target without hearing the response. */
  readonly mayBeGone?: (target: T) => boolean;
}

/** A scope that lets nothing through for so long ends the run, in milliseconds. */
const giveUpMs = 15 * 60_000;
/** So many calls are under way until a result has spoken of its target: what is wrong with all shows early. */
const atFirst = 4;

/** How one of a run's targets ended. */
export type RunResult<T> = Omit<BulkResultBase<T>, "index"> & BulkOutcome;

/** Sends targets and yields a result for each one, as it ends. */
export async function* run<T extends CheckedTarget>(
  targets: readonly T[],
  settings: RunSettings<T>,
): AsyncGenerator<RunResult<T>, void, undefined> {
  const { sendOne, gates, concurrency, missingOk, signal, beforeSend, mayBeGone, onProgress } = settings;
  const queue = createQueue(targets, gates, settings.ownClientId);
  /** Of targets that were begun and have not ended: their calls continue one state. */
  const states = new Map<T, CallState>();
  const finished: RunResult<T>[] = [];
  const counts = newCounts();
  let [inFlight, rateLimited, inARow, proven] = [0, 0, 0, false];
  let stopped: RevokeError | undefined;
  let failure: { readonly error: unknown } | undefined;
  let wake: () => void = () => undefined;

  function report(pausedMs?: number): void {
    if (onProgress === undefined) return;
    notify(onProgress, { total: targets.length, inFlight, pausedMs, rateLimited, stopped, ...counts });
  }

  /** Never so many under way that, should all of them fail, more than ten results in a row were bad. */
  function room(): number {
    const most = proven ? concurrency : Math.min(concurrency, atFirst);
    return inARow === 0 ? most : Math.min(most, resultsInARow - inARow);
  }

  /** Starts whatever may start; returns how long until something may, or undefined when only a response can tell. */
  function schedule(): number | undefined {
    while (stopped === undefined && inFlight < room() && finished.length < concurrency) {
      const next = queue.next();
      if (next === undefined) {
        if (inFlight > 0 || !queue.nextPhase()) break;
      } else if ("waitMs" in next) return next.waitMs;
      else start(next.item);
    }
    return undefined;
  }

  function start(target: T): void {
    inFlight += 1;
    void execute(target, gates.enter(target.scope)).then(() => {
      inFlight -= 1;
      wake();
    });
  }

  async function execute(target: T, leave: (ended: Revocation | RevokeError) => void): Promise<void> {
    const isFirst = !states.has(target);
    const state = stateOf(target);
    if (isFirst) await beforeSend?.(target).catch(failed);
    // Between bad results nothing is tried twice: the next target is the next try.
    const options = inARow > 0 ? { missingOk, maxRetries: 0 } : { missingOk };
    const ended = stopped ?? (await send(target, state, sendOne, options));
    leave(ended);
    if (ended === stopped) finish(target, outcomeUnsent(target, state, ended));
    else if (!wasLimited(ended)) judge(target, outcomeOf(target, state, ended));
    else {
      rateLimited += 1;
      const isStuck = gates.closedMs(target.scope) > giveUpMs;
      if (isStuck) stop(`the rate limit of ${target.scope} has let nothing through for 15 minutes.`, ended);
      if (stopped === undefined) queue.putBack(target);
      else finish(target, outcomeOf(target, state, ended));
    }
  }

  function stateOf(target: T): CallState {
    const inDoubt = !states.has(target) && mayBeGone?.(target) === true;
    const state = states.get(target) ?? { ...newState(), left: inDoubt ? "certain" : "no" };
    states.set(target, state);
    return state;
  }

  function stop(reason: string, cause: unknown, nextStep?: string): void {
    stopped ??= notSent(reason, cause, nextStep);
  }

  function failed(error: unknown): void {
    failure ??= { error };
    stop("what must be done before a revocation failed.", error);
  }

  /** The breaker. */
  function judge(target: T, ended: BulkOutcome): void {
    const error = "error" in ended ? ended.error : undefined;
    const isGood = speaksOfTarget(ended.outcome, error);
    inARow = isGood ? 0 : inARow + 1;
    proven ||= isGood;
    if (inARow >= resultsInARow) {
      const reason = `the last ${inARow} results spoke of the caller, the API or the network, and not of their targets.`;
      stop(reason, error, error?.nextStep);
    }
    finish(target, ended);
  }

  function finish(target: T, ended: BulkOutcome): void {
    const { attempts, requests } = stateOf(target);
    states.delete(target);
    counts[countOf[ended.outcome]] += 1;
    finished.push({ target, attempts, requests, ...ended });
    report();
  }

  function aborted(): void {
    const reason: unknown = signal?.reason;
    const why = reason instanceof Error && reason.name !== "AbortError" ? ` (${cleanMessage(reason)})` : "";
    stop(`the run was cancelled${why}.`, reason);
    wake();
  }

  /** Resolves when a call has ended, the run is aborted, or the time is up. */
  async function nextChange(waitMs?: number): Promise<void> {
    if (waitMs !== undefined && inFlight === 0) report(waitMs);
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (waitMs !== undefined) timer = setTimeout(resolve, Math.min(waitMs, 60_000));
    });
    clearTimeout(timer);
  }

  const release = signal && onAbort(signal, aborted);
  if (signal?.aborted === true) aborted();
  try {
    for (;;) {
      const waitMs = schedule();
      const left = stopped === undefined ? undefined : queue.takeAny();
      if (left !== undefined && stopped !== undefined) finish(left, outcomeUnsent(left, stateOf(left), stopped));
      const result = finished.shift();
      if (result !== undefined) yield result;
      else if (inFlight > 0 || waitMs !== undefined) await nextChange(waitMs);
      else break;
    }
    if (failure !== undefined) throw failure.error;
  } finally {
    stop("the run was left early.", undefined);
    release?.();
    while (inFlight > 0) await nextChange();
  }
}
