/** Opens a call, runs work for it under its deadline, and tells how it ended when it ended badly. */
import type { OperationId } from "../../generated/client.js";
import { CancelledError, isRevokeError, type RevokeError, TimeoutError } from "../errors.js";
import { type CallEvent, notify } from "../events.js";
import type { Settings } from "../options.js";
import { cleanText } from "../text.js";
import { type Call, errorFacts, newLedger, outcomeSentence } from "./call.js";
import { type Ended, withDeadline } from "./deadline.js";

/** What a call is opened with. */
export interface CallRequest {
  readonly operationId: OperationId | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxRetries?: number | undefined;
  readonly retryRateLimit?: boolean | undefined;
}

/** Runs work as one call of a client. `number` tells the call's events apart from those of parallel calls. */
export async function runCall<T>(
  settings: Settings,
  number: number,
  request: CallRequest,
  work: (call: Call) => Promise<T>,
): Promise<T> {
  const { operationId } = request;
  const { api, onEvent } = settings;
  const timeoutMs = request.timeoutMs ?? settings.timeoutMs;
  const started = performance.now();
  const ledger = newLedger();
  const emit = (event: CallEvent): void => {
    if (onEvent !== undefined) notify(onEvent, { api, operationId, call: number, ...event });
  };
  const redact = (text: string): string => settings.auth.redact?.(text) ?? text;
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
  const toError = (ended: Ended): RevokeError => endedError(ended, timeoutMs, { operationId, ledger, redact });
  try {
    return await withDeadline({ timeoutMs, signal: request.signal, toError }, (signal) => work(open(signal)));
  } catch (error) {
    if (isRevokeError(error)) {
      const status = "status" in error && typeof error.status === "number" ? error.status : undefined;
      const { outcome, code } = error;
      const { attempts, requests } = ledger;
      emit({ type: "outcome", outcome, status, code, attempts, requests, durationMs: performance.now() - started });
      throw error;
    }
    throw error;
  }
}

function endedError(
  { by, reason }: Ended,
  timeoutMs: number,
  call: Pick<Call, "operationId" | "ledger" | "redact">,
): RevokeError {
  const facts = errorFacts(call);
  const name = call.operationId ?? "The call";
  const known = outcomeSentence(facts.outcome);
  if (by === "deadline") {
    return new TimeoutError(`${name} did not finish within ${timeoutMs} ms. ${known}`, facts);
  }
  const why =
    reason instanceof Error && reason.name !== "AbortError" ? ` (${cleanText(reason.message, call.redact)})` : "";
  return new CancelledError(`${name} was cancelled${why}. ${known}`, { ...facts, cause: reason });
}
