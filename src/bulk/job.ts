/** One target on its way: sent, sent again after a 429, and turned into a result. */
import { RateLimitError } from "../apiErrors.js";
import type { SendOne } from "../client.js";
import { CancelledError, isRevokeError, type RevokeError } from "../errors.js";
import type { CallOptions } from "../options.js";
import type { Revocation } from "../revoke.js";
import { errorFacts, knownOutcome, type Ledger, newLedger, outcomeSentence } from "../transport/call.js";
import { giveUpMs } from "./gates.js";
import type { BulkResult } from "./result.js";
import type { CheckedTarget } from "./target.js";

/** A target with the state of its calls, the same for every call made for it. */
export interface Job<T> {
  readonly target: T;
  readonly index: number;
  readonly checked: CheckedTarget;
  /** Whether an earlier process may have sent it without hearing the response: that explains a "not found". */
  readonly inDoubt: boolean;
  /** Absent before the first call. */
  state?: Ledger;
}

/** The state of a job's calls. */
export function stateOf<T>(job: Job<T>): Ledger {
  job.state ??= { ...newLedger(), unsettled: job.inDoubt };
  return job.state;
}

/** Makes one call for a job. What a call throws says something about its target, and is not a rejection. */
export async function send<T>(job: Job<T>, sendOne: SendOne, options: CallOptions): Promise<Revocation | RevokeError> {
  const { operation, ids } = job.checked;
  try {
    // The ids were checked against this very operation, which the type can't say.
    return await sendOne(operation, ids as never, options, { retryRateLimit: false, ledger: stateOf(job) });
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
  const { target, index } = job;
  const { attempts, requests } = stateOf(job);
  const base = { target, index, attempts, requests };
  if (ended instanceof Error) return { ...base, outcome: ended.outcome, error: ended };
  return { ...base, outcome: successOf(job, ended), revocation: ended };
}

/** Until the core's own outcomes are the document's words. */
function successOf<T>({ checked }: Job<T>, { outcome }: Revocation): "deleted" | "unassigned" | "already-gone" {
  if (outcome === "already-gone") return outcome;
  return checked.operation.operationId.startsWith("unassign") ? "unassigned" : "deleted";
}

/** The result of a job that will not be sent (again). What its earlier calls left in doubt stays in doubt. */
export function unsentResult<T>(job: Job<T>, error: RevokeError): BulkResult<T> {
  const { target, index, checked } = job;
  const state = stateOf(job);
  const { attempts, requests } = state;
  const outcome = knownOutcome({ ledger: state });
  const base = { target, index, attempts, requests, outcome };
  if (outcome === error.outcome) return { ...base, error };
  // The reason is that of many targets; what is known is this target's own.
  const { operationId } = checked.operation;
  const message = `${operationId}: not sent again. ${outcomeSentence(outcome)}`;
  return {
    ...base,
    error: new CancelledError(message, { ...errorFacts({ ledger: state, operationId }), cause: error }),
  };
}

/** The error of a job whose scope has let nothing through for too long. */
export function givenUpError<T>(job: Job<T>): RateLimitError {
  const { checked } = job;
  const { operationId } = checked.operation;
  const message = `${operationId}: given up, since the rate limit of ${checked.scope} has let nothing through for ${giveUpMs / 60_000} minutes.`;
  return new RateLimitError(message, {
    ...errorFacts({ ledger: stateOf(job), operationId }),
    status: 429,
    body: {},
    nextStep: "Try again later.",
  });
}

/** Why nothing more is sent, for all targets that are left. */
export function notSent(reason: string, cause: unknown, nextStep?: string): CancelledError {
  return new CancelledError(`Not sent: ${reason}`, { outcome: "not-sent", cause, nextStep });
}
