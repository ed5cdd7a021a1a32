/** Opens a call, runs work for it under its deadline, and tells how it ended when it ended badly. */
import type { OperationId } from "../../generated/client.js";
import { CancelledError, isRevokeError, RevokeError, TimeoutError } from "../errors.js";
import { type CallEvent, notify } from "../events.js";
import type { Settings } from "../options.js";
import { cleanMessage } from "../text.js";
import { type Call, errorFacts, type Ledger, newLedger, outcomeSentence } from "./call.js";
import { type Ended, withDeadline } from "./deadline.js";
import { redactionFor } from "./redaction.js";

/** What a call is opened with. */
export interface CallRequest {
  readonly operationId: OperationId | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxRetries?: number | undefined;
  readonly retryRateLimit?: boolean | undefined;
  /** A book to be continued; a new one when absent. */
  readonly ledger?: Ledger | undefined;
}

/** How a call ended, for its last event. */
type Ending = Pick<Extract<CallEvent, { readonly type: "outcome" }>, "outcome" | "status" | "code">;

/**
 * Runs work as one call of a client.
 *
 * @param number Tells the call's events apart from those of parallel calls.
 * @param confirmedBy What a result says of the credential; absent where nobody decided that.
 */
export async function runCall<T>(
  settings: Settings,
  number: number,
  request: CallRequest,
  work: (call: Call) => Promise<T>,
  confirmedBy?: (result: T) => Ending,
): Promise<T> {
  const { operationId } = request;
  const { api, onEvent } = settings;
  const timeoutMs = request.timeoutMs ?? settings.timeoutMs;
  const started = performance.now();
  const ledger = request.ledger ?? newLedger();
  let over = false;
  const emit = (event: CallEvent): void => {
    if (onEvent !== undefined && !over) notify(onEvent, { api, operationId, call: number, ...event });
  };
  /** The call's last event: work that ignores its signal may go on, but it is not heard any more. */
  const finish = (ending: Ending): void => {
    const { attempts, requests } = ledger;
    emit({ type: "outcome", ...ending, attempts, requests, durationMs: performance.now() - started });
    over = true;
  };
  const redact = redactionFor(settings.auth, ledger.sentCredentials);
  const open = (signal: AbortSignal): Call => ({
    operationId,
    signal,
    deadline: started + timeoutMs,
    maxRetries: request.maxRetries ?? settings.maxRetries,
    retryRateLimit: request.retryRateLimit ?? true,
    redact,
    emit,
    ledger,
  });
  const closed: ClosedCall = { operationId, ledger, redact };
  const toError = (ended: Ended): RevokeError => endedError(ended, timeoutMs, closed);
  try {
    const result = await withDeadline({ timeoutMs, signal: request.signal, toError }, (signal) => work(open(signal)));
    if (confirmedBy === undefined) over = true;
    else finish(confirmedBy(result));
    return result;
  } catch (error) {
    const failure = isRevokeError(error) ? error : foreignError(error, closed);
    const status = "status" in failure && typeof failure.status === "number" ? failure.status : undefined;
    finish({ outcome: failure.outcome, code: failure.code, status });
    throw failure;
  }
}

/** What is asked of a call when it has ended, whoever ended it. */
type ClosedCall = Pick<Call, "operationId" | "ledger" | "redact">;

/** Whatever else was thrown, by code that the caller brought or by a defect of this package: it too says what is known. */
function foreignError(error: unknown, call: ClosedCall): RevokeError {
  const facts = errorFacts(call);
  const message = cleanMessage(error, call.redact);
  const known = outcomeSentence(facts.outcome);
  return new RevokeError(`${call.operationId ?? "The call"} failed: ${message}. ${known}`, {
    ...facts,
    cause: new Error(message),
  });
}

function endedError({ by, reason }: Ended, timeoutMs: number, call: ClosedCall): RevokeError {
  const facts = errorFacts(call);
  const name = call.operationId ?? "The call";
  const known = outcomeSentence(facts.outcome);
  if (by === "deadline") {
    return new TimeoutError(`${name} did not finish within ${timeoutMs} ms. ${known}`, facts);
  }
  const why = reason instanceof Error && reason.name !== "AbortError" ? ` (${cleanMessage(reason, call.redact)})` : "";
  return new CancelledError(`${name} was cancelled${why}. ${known}`, { ...facts, cause: reason });
}
