/** Opens a call, runs work for it under its deadline, and reports how it ended. */
import type { LookupFacts, OperationFacts } from "../../generated/client.js";
import { CancelledError, isRevokeError, RevokeError, TimeoutError } from "../errors.js";
import { type CallEvent, notify } from "../events.js";
import { nextStep } from "../hints.js";
import { cleanMessage } from "../internal/text.js";
import type { Settings } from "../options.js";
import { type Ended, withDeadline } from "./deadline.js";
import { redactionFor } from "./redaction.js";
import { type Call, type CallState, errorFacts, nameOf, newState } from "./state.js";

/** What a call is opened with. */
export interface CallRequest {
  /** Absent for the client's own housekeeping. */
  readonly operation: OperationFacts | LookupFacts | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxRetries?: number | undefined;
  readonly retryRateLimit?: boolean | undefined;
  /** The state of earlier calls for the same target, to be continued; a new one when absent. */
  readonly state?: CallState | undefined;
}

/** How a call ended, for its last event. */
type Ending = Pick<Extract<CallEvent, { readonly type: "outcome" }>, "outcome" | "status" | "code">;

/**
 * Runs work as one call of a client.
 *
 * @param number Distinguishes the call's events from those of parallel calls.
 * @param confirmedBy What a result says of the credential; absent where the caller decides that.
 */
export async function runCall<T>(
  settings: Settings,
  number: number,
  request: CallRequest,
  work: (call: Call) => Promise<T>,
  confirmedBy?: (result: T) => Ending,
): Promise<T> {
  const { operation, state = newState() } = request;
  const { api, auth, onEvent } = settings;
  const timeoutMs = request.timeoutMs ?? settings.timeoutMs;
  const started = performance.now();
  let over = false;
  const emit = (event: CallEvent): void => {
    const operationId = operation?.operationId;
    if (onEvent !== undefined && !over) notify(onEvent, { api, operationId, call: number, ...event });
  };
  /** The call's last event: work that ignores its signal may go on, but it is not reported any more. */
  const finish = (ending: Ending): void => {
    const { attempts, requests } = state;
    emit({ type: "outcome", ...ending, attempts, requests, durationMs: performance.now() - started });
    over = true;
  };
  const shared = { api, operation, state, redact: redactionFor(auth, state.sentCredentials) };
  const open = (signal: AbortSignal): Call => ({
    ...shared,
    signal,
    deadline: started + timeoutMs,
    maxRetries: request.maxRetries ?? settings.maxRetries,
    retryRateLimit: request.retryRateLimit ?? true,
    emit,
  });
  const toError = (ended: Ended): RevokeError => endedError(ended, timeoutMs, shared);
  try {
    const result = await withDeadline({ timeoutMs, signal: request.signal, toError }, (signal) => work(open(signal)));
    if (confirmedBy === undefined) over = true;
    else finish(confirmedBy(result));
    return result;
  } catch (error) {
    const failure = isRevokeError(error) ? error : foreignError(error, shared);
    if (operation === undefined) emit({ type: "warning", message: `${failure.summary} ${tokensExpire}` });
    else finish({ outcome: failure.outcome, code: failure.code, status: statusOf(failure) });
    throw failure;
  }
}

function statusOf(failure: RevokeError): number | undefined {
  return "status" in failure && typeof failure.status === "number" ? failure.status : undefined;
}

const tokensExpire =
  "A token that was not revoked expires by itself within the hour; revocations that were confirmed stand.";

/** What is asked of a call when it has ended, whoever ended it. */
type ClosedCall = Pick<Call, "api" | "operation" | "state" | "redact">;

/** Whatever else was thrown, by code that the caller brought or by a defect of this package: it too says what is known. */
function foreignError(error: unknown, call: ClosedCall): RevokeError {
  const message = cleanMessage(error, call.redact);
  return new RevokeError({
    ...errorFacts(call),
    summary: `${nameOf(call)} failed: ${message}.`,
    cause: new Error(message),
  });
}

function endedError({ by, reason }: Ended, timeoutMs: number, call: ClosedCall): RevokeError {
  const facts = errorFacts(call);
  if (by === "deadline") {
    const hint = nextStep({ code: "TIMEOUT", api: call.api, operation: call.operation });
    return new TimeoutError({
      ...facts,
      summary: `${nameOf(call)} did not finish within ${timeoutMs} ms.`,
      nextStep: hint,
    });
  }
  const why = reason instanceof Error && reason.name !== "AbortError" ? ` (${cleanMessage(reason, call.redact)})` : "";
  return new CancelledError({ ...facts, summary: `${nameOf(call)} was cancelled${why}.`, cause: reason });
}
