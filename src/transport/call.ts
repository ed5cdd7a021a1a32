/** One call's own book: its clock, its counters, and what is known about the credential so far. */
import type { OperationId } from "../../generated/client.js";
import type { ErrorFacts, ErrorOutcome } from "../errors.js";
import type { CallEvent } from "../events.js";
import type { Redact } from "../text.js";

/** What has happened so far; written by the layers, read for errors and outcomes. */
export interface Ledger {
  /** DELETEs tried; a challenge and its replay are one. */
  attempts: number;
  /** HTTP requests sent, challenges and grants included. */
  requests: number;
  /** A DELETE has left, and its status has not come back. */
  inFlight: boolean;
  /** A DELETE with credentials has left, and what became of it is not known: lost, 5xx, or an unreadable 2xx. */
  unsettled: boolean;
  /** A DELETE without credentials was lost: no ground for `already-gone`, but for doubt. */
  lostProbe: boolean;
  /** A DELETE with credentials was answered with a refusal. */
  refused: boolean;
  /** Every `Authorization` value that this call has sent: a server may quote it, and nobody else may know it as a secret. */
  readonly sentCredentials: string[];
}

/** What every layer may read of the call that it works for. */
export interface Call {
  readonly operationId: OperationId | undefined;
  /** Aborts when the caller does, or when the deadline passes. */
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`, milliseconds. */
  readonly deadline: number;
  readonly maxRetries: number;
  /** False for bulk, which waits for a budget that its calls share: a 429 comes back at once. */
  readonly retryRateLimit: boolean;
  readonly redact: Redact;
  readonly emit: (event: CallEvent) => void;
  readonly ledger: Ledger;
}

/** A ledger at the start of a call. */
export function newLedger(): Ledger {
  return {
    attempts: 0,
    requests: 0,
    inFlight: false,
    unsettled: false,
    lostProbe: false,
    refused: false,
    sentCredentials: [],
  };
}

/** What is known about the credential when a call ends without the server's word. */
export function knownOutcome({ ledger }: Pick<Call, "ledger">): ErrorOutcome {
  if (inDoubt(ledger)) return "unknown";
  return ledger.refused ? "refused" : "not-sent";
}

/** The facts that every error of a call carries; an earlier attempt in doubt keeps the outcome unknown. */
export function errorFacts(
  call: Pick<Call, "operationId" | "ledger">,
  outcome: ErrorOutcome = knownOutcome(call),
): ErrorFacts {
  const { operationId, ledger } = call;
  const { attempts, requests } = ledger;
  return { outcome: inDoubt(ledger) ? "unknown" : outcome, operationId, attempts, requests };
}

function inDoubt(ledger: Ledger): boolean {
  return ledger.inFlight || ledger.unsettled || ledger.lostProbe;
}

/** The sentence that tells a reader what an outcome means for the credential. */
export function outcomeSentence(outcome: ErrorOutcome): string {
  switch (outcome) {
    case "not-sent":
      return "No authorized DELETE was sent; the credential is unchanged.";
    case "refused":
      return "The server refused; this call did not revoke the credential.";
    case "unknown":
      return "It is not known whether the credential is gone; check before you rely on it.";
  }
}
