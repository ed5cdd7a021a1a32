/** One target on its way: sent, sent again after a 429, and turned into a result. */
import { RateLimitError } from "../apiErrors.js";
import type { SendOne } from "../client.js";
import { CancelledError, InvalidParameterError, isRevokeError, type RevokeError, TokenError } from "../errors.js";
import type { Revocation } from "../revoke.js";
import { type CallState, errorFacts, knownOutcome, newState } from "../transport/state.js";
import { patienceMs } from "./budgets.js";
import type { BulkResult } from "./result.js";
import { type CheckedTarget, checkTarget } from "./target.js";

/** A target that was read, with its book: the same for every call made for it. */
export interface Job<T> {
  readonly target: T;
  readonly index: number;
  readonly checked: CheckedTarget;
  readonly state: CallState;
  /** Whether `beforeSend` has been told. */
  announced: boolean;
}

/** Checks a target that was read: a job, or the result that says what is wrong with it. */
export function openJob<T>(target: T, index: number, mayBeGone: boolean): Job<T> | BulkResult<T> {
  try {
    const state = newState();
    // An earlier process may have sent it: then, as within one call, "not found" has an explanation.
    if (mayBeGone) state.left = "certain";
    return { target, index, checked: checkTarget(target), state, announced: false };
  } catch (error) {
    const got = "one that throws when it is read";
    const invalid =
      error instanceof InvalidParameterError ? error : new InvalidParameterError("target", "a plain object", got);
    return { target, index, attempts: 0, requests: 0, outcome: "not-sent", error: invalid };
  }
}

/** Makes one call for a job. What a call throws says something about its target, and is no rejection. */
export async function send<T>(job: Job<T>, sendOne: SendOne, missingOk: boolean): Promise<Revocation | RevokeError> {
  const { checked, state } = job;
  try {
    return await checked.send(sendOne, { missingOk }, { retryRateLimit: false, state });
  } catch (error) {
    // A call throws nothing else; if it did, that would be a defect to be heard of, not a target's result.
    if (!isRevokeError(error)) throw error;
    return error;
  }
}

/** Whether a call's failure is the rate limit's, and the target is to be sent again. */
export function wasLimited(result: Revocation | RevokeError): boolean {
  return result instanceof RateLimitError || (result instanceof TokenError && result.status === 429);
}

/** Whether a call's failure says that no call with this credential can succeed. */
export function isHopeless(result: Revocation | RevokeError): result is TokenError {
  return result instanceof TokenError && [400, 401, 403].includes(result.status ?? 0);
}

/** The result of a job whose call has ended. */
export function resultOf<T>(job: Job<T>, ended: Revocation | RevokeError): BulkResult<T> {
  // A last call that sent nothing does not undo what the earlier ones left in doubt.
  if (ended instanceof Error && ended.outcome === "not-sent") return unsentResult(job, ended);
  const { target, index, state } = job;
  const { attempts, requests } = state;
  const base = { target, index, attempts, requests };
  return ended instanceof Error
    ? { ...base, outcome: ended.outcome, error: ended }
    : { ...base, outcome: ended.outcome, revocation: ended };
}

/** The result of a job that will not be sent (again). What its earlier calls left in doubt stays in doubt. */
export function unsentResult<T>({ target, index, state, checked }: Job<T>, error: RevokeError): BulkResult<T> {
  const { attempts, requests } = state;
  const outcome = knownOutcome(state);
  const base = { target, index, attempts, requests, outcome };
  if (outcome === error.outcome) return { ...base, error };
  // The reason is that of many targets; what is known is this target's own.
  const { operation } = checked;
  const summary = `${operation.operationId}: not sent again.`;
  return { ...base, error: new CancelledError({ ...errorFacts({ state, operation }), summary, cause: error }) };
}

/** The error of a job whose scope has let nothing through for too long. */
export function givenUpError<T>({ checked, state }: Job<T>): RateLimitError {
  const { operation } = checked;
  const minutes = patienceMs / 60_000;
  const summary = `${operation.operationId}: given up, since the rate limit of ${checked.scope} has let nothing through for ${minutes} minutes.`;
  return new RateLimitError({
    ...errorFacts({ state, operation }),
    summary,
    nextStep: "Try again later.",
    status: 429,
    body: {},
  });
}
