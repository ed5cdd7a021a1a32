/** One target on its way: sent, sent again after a 429, and turned into a result. */
import type { SendOne } from "../client.js";
import { CancelledError, isRevokeError, type RevokeError } from "../errors.js";
import type { CallOptions } from "../options.js";
import type { Revocation } from "../revoke.js";
import { type CallState, errorFacts, knownOutcome, newState } from "../transport/state.js";
import type { BulkResult } from "./result.js";
import type { CheckedTarget } from "./target.js";

/** A target with the state of its calls, the same for every call made for it. */
export interface Job<T> {
  readonly target: T;
  readonly index: number;
  readonly checked: CheckedTarget;
  /** Whether an earlier process may have sent it without hearing the response: that explains a "not found". */
  readonly inDoubt: boolean;
  /** Absent before the first call and after the end. */
  state?: CallState | undefined;
}

function stateOf<T>(job: Job<T>): CallState {
  job.state ??= { ...newState(), left: job.inDoubt ? "certain" : "no" };
  return job.state;
}

/** Makes one call for a job. What a call throws says something about its target, and is not a rejection. */
export async function send<T>(job: Job<T>, sendOne: SendOne, options: CallOptions): Promise<Revocation | RevokeError> {
  const { operation, ids } = job.checked;
  try {
    return await sendOne(operation, ids, options, { retryRateLimit: false, state: stateOf(job) });
  } catch (error) {
    // A call throws nothing else; if it did, that would be a defect to be heard of, not a target's result.
    if (!isRevokeError(error)) throw error;
    return error;
  }
}

/** The result of a job whose call has ended. */
export function resultOf<T>(job: Job<T>, ended: Revocation | RevokeError): BulkResult<T> {
  // A last call that sent nothing does not undo what the earlier ones left in doubt.
  if (ended instanceof Error && ended.outcome === "not-sent") return unsentResult(job, ended);
  const base = baseOf(job);
  return ended instanceof Error
    ? { ...base, outcome: ended.outcome, error: ended }
    : { ...base, outcome: ended.outcome, revocation: ended };
}

/** The result of a job that will not be sent (again). What its earlier calls left in doubt stays in doubt. */
export function unsentResult<T>(job: Job<T>, error: RevokeError): BulkResult<T> {
  const [base, state] = [baseOf(job), stateOf(job)];
  const outcome = knownOutcome(state);
  if (outcome === error.outcome) return { ...base, outcome, error };
  // The reason is that of many targets; what is known is this target's own.
  const { operation } = job.checked;
  const summary = `${operation.operationId}: not sent again. ${error.summary}`;
  const facts = { ...errorFacts({ operation, state }), summary, cause: error, nextStep: error.nextStep };
  return { ...base, outcome, error: new CancelledError(facts) };
}

function baseOf<T>(job: Job<T>): Pick<BulkResult<T>, "target" | "index" | "attempts" | "requests"> {
  const { target, index } = job;
  const { attempts, requests } = stateOf(job);
  return { target, index, attempts, requests };
}

/** Why nothing more is sent, for all targets that are left. */
export function notSent(reason: string, cause: unknown, nextStep?: string): CancelledError {
  return new CancelledError({ summary: `Not sent: ${reason}`, outcome: "not-sent", cause, nextStep });
}
