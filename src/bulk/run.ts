/** The engine: sends what the gates let go and hands out what has ended. Every target ends exactly once. */
import type { SendOne } from "../client.js";
import type { RevokeError } from "../errors.js";
import { notify } from "../events.js";
import { onAbort } from "../internal/abort.js";
import { cleanMessage } from "../internal/text.js";
import type { Revocation } from "../revoke.js";
import { type Gates, wasLimited } from "./gates.js";
import { type Job, notSent, resultOf, send, unsentResult } from "./job.js";
import { createQueue } from "./queue.js";
import { type BulkProgress, type BulkResult, countOf, newCounts } from "./result.js";
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

/** Sends targets and yields a result for each one, as it ends. */
export async function* run<T>(
  targets: readonly { readonly target: T; readonly checked: CheckedTarget }[],
  settings: RunSettings<T>,
): AsyncGenerator<BulkResult<T>, void, undefined> {
  const { sendOne, gates, concurrency, missingOk, signal, beforeSend, mayBeGone, onProgress } = settings;
  const queue = createQueue(
    targets.map((each, index): Job<T> => ({ ...each, index, inDoubt: mayBeGone?.(each.target) ?? false })),
    gates,
    settings.ownClientId,
  );
  const finished: BulkResult<T>[] = [];
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

  function start(job: Job<T>): void {
    inFlight += 1;
    void execute(job, gates.enter(job.checked.scope)).then(() => {
      inFlight -= 1;
      wake();
    });
  }

  async function execute(job: Job<T>, leave: (ended: Revocation | RevokeError) => void): Promise<void> {
    const isFirst = job.state === undefined;
    if (isFirst) await beforeSend?.(job.target).catch(failed);
    // Between bad results nothing is tried twice: the next target is the next try.
    const options = inARow > 0 ? { missingOk, maxRetries: 0 } : { missingOk };
    const ended = stopped ?? (await send(job, sendOne, options));
    leave(ended);
    if (ended === stopped) finish(job, unsentResult(job, ended));
    else if (!wasLimited(ended)) judge(job, resultOf(job, ended));
    else {
      rateLimited += 1;
      const { scope } = job.checked;
      if (gates.closedMs(scope) > giveUpMs)
        stop(`the rate limit of ${scope} has let nothing through for 15 minutes.`, ended);
      if (stopped === undefined) queue.putBack(job);
      else finish(job, resultOf(job, ended));
    }
  }

  function stop(reason: string, cause: unknown, nextStep?: string): void {
    stopped ??= notSent(reason, cause, nextStep);
  }

  function failed(error: unknown): void {
    failure ??= { error };
    stop("what must be done before a revocation failed.", error);
  }

  /** The breaker. */
  function judge(job: Job<T>, result: BulkResult<T>): void {
    const error = "error" in result ? result.error : undefined;
    const isGood = speaksOfTarget(result.outcome, error);
    inARow = isGood ? 0 : inARow + 1;
    proven ||= isGood;
    if (inARow >= resultsInARow) {
      const reason = `the last ${inARow} results spoke of the caller, the API or the network, and not of their targets.`;
      stop(reason, error, error?.nextStep);
    }
    finish(job, result);
  }

  function finish(job: Job<T>, result: BulkResult<T>): void {
    // Of a hundred thousand targets that have ended nothing more is needed.
    job.state = undefined;
    counts[countOf[result.outcome]] += 1;
    finished.push(result);
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
      if (left !== undefined && stopped !== undefined) finish(left, unsentResult(left, stopped));
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
