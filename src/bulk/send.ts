/** Makes one call for a target, and turns what it ended with into the target's result. */
import type { SendOne } from "../client.js";
import { CancelledError, isRevokeError, type RevokeError } from "../errors.js";
import type { CallOptions } from "../options.js";
import type { Revocation } from "../revoke.js";
import { type CallState, errorFacts, knownOutcome } from "../transport/state.js";
import type { BulkOutcome } from "./result.js";
import type { CheckedTarget } from "./target.js";

/** Makes one call. What it throws says something about its target, and is not a rejection. */
export async function send(
  { operation, ids }: CheckedTarget,
  state: CallState,
  sendOne: SendOne,
  options: CallOptions,
): Promise<Revocation | RevokeError> {
  try {
    return await sendOne(operation, ids, options, { retryRateLimit: false, state });
  } catch (error) {
    // A call throws nothing else; if it did, that would be a defect to be heard of, not a target's result.
    if (!isRevokeError(error)) throw error;
    return error;
  }
}

/** How a target ended whose call has ended. */
export function outcomeOf(target: CheckedTarget, state: CallState, ended: Revocation | RevokeError): BulkOutcome {
  // A last call that sent nothing does not undo what the earlier ones left in doubt.
  if (ended instanceof Error && ended.outcome === "not-sent") return outcomeUnsent(target, state, ended);
  return ended instanceof Error
    ? { outcome: ended.outcome, error: ended }
    : { outcome: ended.outcome, revocation: ended };
}

/** How a target ended that will not be sent (again). What its earlier calls left in doubt stays in doubt. */
export function outcomeUnsent({ operation }: CheckedTarget, state: CallState, error: RevokeError): BulkOutcome {
  const outcome = knownOutcome(state);
  if (outcome === error.outcome) return { outcome, error };
  // The reason is that of many targets; what is known is this target's own.
  const summary = `${operation.operationId}: not sent again. ${error.summary}`;
  const facts = { ...errorFacts({ operation, state }), summary, cause: error, nextStep: error.nextStep };
  return { outcome, error: new CancelledError(facts) };
}

/** Why nothing more is sent, for all targets that are left. */
export function notSent(reason: string, cause: unknown, nextStep?: string): CancelledError {
  return new CancelledError({ summary: `Not sent: ${reason}`, outcome: "not-sent", cause, nextStep });
}
