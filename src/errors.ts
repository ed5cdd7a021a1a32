/**
 * The error tree. Every failure of this package is a `RevokeError`: data about what was tried, what happened, what is
 * known about the credential and what to do next. No error keeps a request, a response or a credential.
 */
import type { LookupId, OperationId } from "../generated/client.js";

/**
 * What is known about the credential after an error.
 *
 * - `not-sent`: no DELETE with credentials reached the server; the credential is unchanged by this call.
 * - `refused`: the server responded and did not revoke; the credential is unchanged by this call.
 * - `unknown`: the server may or may not have revoked; look before you act.
 */
export type ErrorOutcome = "not-sent" | "refused" | "unknown";

/** What every error is built from. */
export interface ErrorFacts {
  /** What happened, as one or two sentences. */
  readonly summary: string;
  /** What is known about the credential now. */
  readonly outcome: ErrorOutcome;
  /** The operation that failed, when it is known. */
  readonly operationId?: OperationId | LookupId | undefined;
  /** DELETEs tried before the error. */
  readonly attempts?: number | undefined;
  /** HTTP requests that may have left before the error, challenges and grants included. */
  readonly requests?: number | undefined;
  /** What to do next, as one or two sentences. */
  readonly nextStep?: string | undefined;
  /** What lies behind the error: it must hold no secret. */
  readonly cause?: unknown;
}

const knownSentences: Readonly<Record<ErrorOutcome, string>> = {
  "not-sent": "No authorized DELETE was sent; the credential is unchanged.",
  refused: "The server refused; this call did not revoke the credential.",
  unknown: "It is not known whether the credential is gone; check before you rely on it.",
};

/** The sentence that says what an outcome means for the credential. */
export function knownSentence(outcome: ErrorOutcome): string {
  return knownSentences[outcome];
}

const brand: symbol = Symbol.for("mongodb-cloud-revoke.RevokeError");

/** Base of every error that this package throws. `message` is made of `summary`, what is known, and `nextStep`. */
export class RevokeError extends Error {
  override readonly name: string = "RevokeError";
  /** Stable, machine-readable kind of the error. */
  readonly code: string = "REVOKE";
  /** What is known about the credential now. */
  readonly outcome: ErrorOutcome;
  /** The operation that failed, by the document's `operationId`; absent where none was called. */
  readonly operationId: OperationId | LookupId | undefined;
  /** DELETEs tried; a challenge and its replay are one attempt. */
  readonly attempts: number;
  /** HTTP requests that may have left, challenges and grants included. A connection that never came up is not one. */
  readonly requests: number;
  /** What happened, as one or two sentences. */
  readonly summary: string;
  /** What to do next, as one or two sentences; absent where there is nothing to say. */
  readonly nextStep: string | undefined;

  constructor(facts: ErrorFacts) {
    const { summary, outcome, nextStep, cause } = facts;
    super(compose(facts), cause === undefined ? undefined : { cause });
    Object.defineProperty(this, brand, { value: true });
    this.outcome = outcome;
    this.operationId = facts.operationId;
    this.attempts = facts.attempts ?? 0;
    this.requests = facts.requests ?? 0;
    this.summary = summary;
    this.nextStep = nextStep;
  }

  /** A plain object for logs: every public field, without stack and cause. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries([["name", this.name], ["message", this.message], ...Object.entries(this)]);
  }
}

function compose({ summary, outcome, nextStep }: Pick<ErrorFacts, "summary" | "outcome" | "nextStep">): string {
  return [summary, knownSentence(outcome), nextStep].filter((part) => part !== undefined).join(" ");
}

/** The same error after its doubt was resolved: with another outcome, and a summary that says why. */
export function withOutcome(error: RevokeError, outcome: ErrorOutcome, why: string): RevokeError {
  const facts = { summary: `${error.summary} ${why}`, outcome, nextStep: error.nextStep };
  const resolved: RevokeError = Object.create(Object.getPrototypeOf(error), Object.getOwnPropertyDescriptors(error));
  return Object.defineProperties(resolved, {
    summary: { value: facts.summary, enumerable: true },
    outcome: { value: outcome, enumerable: true },
    message: { value: compose(facts), enumerable: false },
  });
}

/** An option or id has the wrong form. Nothing was sent. */
export class InvalidParameterError extends RevokeError {
  override readonly name: string = "InvalidParameterError";
  override readonly code: string = "INVALID_PARAMETER";
  /** Name of the option or id. */
  readonly parameter: string;
  /** The form that was expected, in words. */
  readonly expected: string;
  /** What is wrong, without the name: `must be …; got …`. The value itself is never repeated. */
  readonly reason: string;

  /** @param secret Whether the value looks like a secret, which was then exposed by being put there. */
  constructor(parameter: string, expected: string, got: string, operationId?: OperationId | LookupId, secret = false) {
    const reason = `must be ${expected}; got ${got}`;
    const nextStep = secret
      ? "If that is a live secret, it may be in a log or a shell history now: replace it."
      : undefined;
    super({ summary: `${parameter} ${reason}.`, outcome: "not-sent", operationId, nextStep });
    this.parameter = parameter;
    this.expected = expected;
    this.reason = reason;
  }
}

/** The client was used after `close()`. Nothing was sent. */
export class ClientClosedError extends RevokeError {
  override readonly name: string = "ClientClosedError";
  override readonly code: string = "CLIENT_CLOSED";
}

/** The connection could not be made, or failed before the response was there. */
export class ConnectionError extends RevokeError {
  override readonly name: string = "ConnectionError";
  override readonly code: string = "CONNECTION";
}

/** The call's total deadline (`timeoutMs`) passed. */
export class TimeoutError extends RevokeError {
  override readonly name: string = "TimeoutError";
  override readonly code: string = "TIMEOUT";
}

/** The caller's `signal` was aborted; `cause` is `signal.reason`. */
export class CancelledError extends RevokeError {
  override readonly name: string = "CancelledError";
  override readonly code: string = "CANCELLED";
}

/** The server responded in a way that the document does not know, or that proves nothing. */
export class UnexpectedResponseError extends RevokeError {
  override readonly name: string = "UnexpectedResponseError";
  override readonly code: string = "UNEXPECTED_RESPONSE";
  /** HTTP status of the response. */
  readonly status: number;

  constructor(facts: ErrorFacts & { readonly status: number }) {
    super(facts);
    this.status = facts.status;
  }
}

/** What is known about a failed grant or token revocation. */
export interface TokenErrorFacts extends ErrorFacts {
  /** HTTP status of the token endpoint's response. */
  readonly status?: number | undefined;
  /** OAuth's `error` or the API's `errorCode`. */
  readonly error?: string | undefined;
  /** The token endpoint's `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** No access token could be obtained. */
export class TokenError extends RevokeError {
  override readonly name: string = "TokenError";
  override readonly code: string = "TOKEN";
  /** HTTP status of the token endpoint's response, when there was one. */
  readonly status: number | undefined;
  /** OAuth's `error` or the API's `errorCode`, when there was one (RFC 6749 §5.2). */
  readonly error: string | undefined;
  /** The token endpoint's `Retry-After`, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(facts: TokenErrorFacts) {
    super(facts);
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
