/**
 * The error tree. Every failure of this package is a `RevokeError`, and every `RevokeError` says what is known about
 * the credential now. No error keeps a request, a response or a credential.
 */
import type { OperationId } from "../generated/client.js";

/**
 * What is known about the credential after an error.
 *
 * - `not-sent`: no DELETE reached the server; the credential is unchanged by this call.
 * - `refused`: the server answered and did not revoke; the credential is unchanged by this call.
 * - `unknown`: the server may or may not have revoked; look before you act.
 */
export type ErrorOutcome = "not-sent" | "refused" | "unknown";

/** What every error is built from. */
export interface ErrorFacts {
  /** What is known about the credential now. */
  readonly outcome: ErrorOutcome;
  /** The operation that failed, when it is known. */
  readonly operationId?: OperationId | undefined;
  /** DELETEs tried before the error. */
  readonly attempts?: number | undefined;
  /** HTTP requests sent before the error, challenges and grants included. */
  readonly requests?: number | undefined;
  /** What to do next, as a sentence of the message. */
  readonly nextStep?: string | undefined;
  /** What lies behind the error: it must hold no secret. */
  readonly cause?: unknown;
}

const brand: symbol = Symbol.for("mongodb-cloud-revoke.RevokeError");

/** Base of every error that this package throws. */
export class RevokeError extends Error {
  static {
    named(RevokeError, "RevokeError");
  }
  /** Stable, machine-readable kind of the error. */
  readonly code: string = "REVOKE";
  /** What is known about the credential now. */
  readonly outcome: ErrorOutcome;
  /** The operation that failed, by the document's `operationId`; absent where none was called. */
  readonly operationId: OperationId | undefined;
  /** DELETEs tried; a challenge and its replay are one attempt. */
  readonly attempts: number;
  /** HTTP requests sent, challenges and grants included. */
  readonly requests: number;
  /** What to do next, for a display of its own: one or two sentences that stand in the message too. Absent where it names none. */
  readonly nextStep: string | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    Object.defineProperty(this, brand, { value: true });
    this.outcome = facts.outcome;
    this.operationId = facts.operationId;
    this.attempts = facts.attempts ?? 0;
    this.requests = facts.requests ?? 0;
    this.nextStep = facts.nextStep;
  }

  /** A plain object for logs: every public field, without stack and cause. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries([["name", this.name], ["message", this.message], ...Object.entries(this)]);
  }
}

/** An option or id has the wrong form. Nothing was sent. */
export class InvalidParameterError extends RevokeError {
  static {
    named(InvalidParameterError, "InvalidParameterError");
  }
  override readonly code: string = "INVALID_PARAMETER";
  /** Name of the option or id. */
  readonly parameter: string;
  /** The form that was expected, in words. */
  readonly expected: string;

  constructor(parameter: string, expected: string, got: string, operationId?: OperationId) {
    super(`${parameter} must be ${expected}; got ${got}. Nothing was sent.`, { outcome: "not-sent", operationId });
    this.parameter = parameter;
    this.expected = expected;
  }
}

/** The client was used after `close()`. Nothing was sent. */
export class ClientClosedError extends RevokeError {
  static {
    named(ClientClosedError, "ClientClosedError");
  }
  override readonly code: string = "CLIENT_CLOSED";
}

/** The connection failed before the server's answer was there. */
export class ConnectionError extends RevokeError {
  static {
    named(ConnectionError, "ConnectionError");
  }
  override readonly code: string = "CONNECTION";
}

/** The call's total deadline (`timeoutMs`) passed. */
export class TimeoutError extends RevokeError {
  static {
    named(TimeoutError, "TimeoutError");
  }
  override readonly code: string = "TIMEOUT";
}

/** The caller's `signal` was aborted; `cause` is `signal.reason`. */
export class CancelledError extends RevokeError {
  static {
    named(CancelledError, "CancelledError");
  }
  override readonly code: string = "CANCELLED";
}

/** The server answered in a way that the document does not know: it may or may not have revoked. */
export class UnexpectedResponseError extends RevokeError {
  static {
    named(UnexpectedResponseError, "UnexpectedResponseError");
  }
  override readonly code: string = "UNEXPECTED_RESPONSE";
  /** HTTP status of the answer. */
  readonly status: number;

  constructor(message: string, facts: ErrorFacts & { readonly status: number }) {
    super(message, facts);
    this.status = facts.status;
  }
}

/** What is known about a failed grant or token revocation. */
export interface TokenErrorFacts extends ErrorFacts {
  /** HTTP status of the token endpoint's answer. */
  readonly status?: number | undefined;
  /** OAuth's `error` or the API's `errorCode`. */
  readonly error?: string | undefined;
  /** The token endpoint's `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** No access token could be had, or it could not be revoked. */
export class TokenError extends RevokeError {
  static {
    named(TokenError, "TokenError");
  }
  override readonly code: string = "TOKEN";
  /** HTTP status of the token endpoint's answer, when there was one. */
  readonly status: number | undefined;
  /** OAuth's `error` or the API's `errorCode`, when there was one (RFC 6749 §5.2). */
  readonly error: string | undefined;
  /** The token endpoint's `Retry-After`, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, facts: TokenErrorFacts) {
    super(message, facts);
    this.status = facts.status;
    this.error = facts.error;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/**
 * Whether a value is an error of this package, also when another copy of the package threw it.
 *
 * ```ts
 * const known = await client.unassignGroupApiKey({ groupId, apiKeyId }).catch((error: unknown) => {
 *   if (isRevokeError(error) && error.outcome === "unknown") return undefined;
 *   throw error;
 * });
 * ```
 *
 * @param value Anything that was caught.
 */
export function isRevokeError(value: unknown): value is RevokeError {
  return typeof value === "object" && value !== null && Object.getOwnPropertyDescriptor(value, brand)?.value === true;
}

/** Names a class in a way that survives minifiers. */
export function named(errorClass: { readonly prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, "name", { value: name, writable: true });
}
