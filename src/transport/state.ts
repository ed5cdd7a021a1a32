/** What is known in the course of one call: written by the layers, read for errors and outcomes. */
import type { Api, LookupFacts, OperationFacts } from "../../generated/client.js";
import type { ErrorFacts, ErrorOutcome } from "../errors.js";
import type { CallEvent } from "../events.js";
import type { Redact } from "../internal/text.js";

/** The state of a call. */
export interface CallState {
  /** DELETEs tried; a challenge and its replay are one. */
  attempts: number;
  /** HTTP requests that may have left, challenges and grants included. */
  requests: number;
  /**
   * Whether a DELETE with credentials has left whose effect no response has settled: `certain` once its bytes were written
   * or a response was read (5xx, an unreadable 2xx), `maybe` where the platform doesn't say.
   */
  left: "no" | "maybe" | "certain";
  /** Whether the server has refused a DELETE with credentials. */
  refused: boolean;
  /** Every `Authorization` value that this call has sent: a server may quote it, and nobody else may know it as a secret. */
  readonly sentCredentials: string[];
}

/** What every layer may read of the call that it works for. */
export interface Call {
  readonly api: Api;
  /** The operation that was called; absent for the client's own housekeeping. */
  readonly operation: OperationFacts | LookupFacts | undefined;
  /** Aborts when the caller does, or when the deadline passes. */
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`, milliseconds. */
  readonly deadline: number;
  readonly maxRetries: number;
  /** False for bulk, which waits for a whole scope at once: a 429 is returned without a retry. */
  readonly retryRateLimit: boolean;
  readonly redact: Redact;
  readonly emit: (event: CallEvent) => void;
  readonly state: CallState;
}

/** The state at the start of a call. */
export function newState(): CallState {
  return { attempts: 0, requests: 0, left: "no", refused: false, sentCredentials: [] };
}

/** What is known about the credential when a call ends without a confirmation. */
export function knownOutcome({ left, refused }: CallState): ErrorOutcome {
  if (left !== "no") return "unknown";
  return refused ? "refused" : "not-sent";
}

/** The facts that every error of a call carries; an earlier DELETE in doubt keeps the outcome unknown. */
export function errorFacts(
  { operation, state }: Pick<Call, "operation" | "state">,
  outcome: ErrorOutcome = knownOutcome(state),
): Omit<ErrorFacts, "summary"> {
  const { attempts, requests, left } = state;
  return { outcome: left === "no" ? outcome : "unknown", operationId: operation?.operationId, attempts, requests };
}

/** How the summary of a call's error begins. */
export function nameOf({ operation }: Pick<Call, "operation">): string {
  return operation?.operationId ?? "The call";
}
