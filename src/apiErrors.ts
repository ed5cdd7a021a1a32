/** The errors that the API itself answers with, one class per documented status (page 001, "Responses"). */
import { type ErrorFacts, named, RevokeError } from "./errors.js";

/** One violation that the server found in the request (page 001, `badRequestDetail.fields`). */
export interface BadRequestField {
  readonly description: string;
  readonly field: string;
}

/** The API's error body, as far as it could be read (page 001). Text is capped, redacted and free of control characters. */
export interface ApiErrorBody {
  readonly errorCode?: string | undefined;
  readonly reason?: string | undefined;
  readonly detail?: string | undefined;
  readonly parameters?: readonly unknown[] | undefined;
  readonly badRequestDetail?: { readonly fields: readonly BadRequestField[] } | undefined;
}

/** What an `ApiError` is built from. */
export interface ApiErrorFacts extends ErrorFacts {
  readonly status: number;
  readonly body: ApiErrorBody;
  readonly retryAfterMs?: number | undefined;
}

/** The API answered with an error. */
export class ApiError extends RevokeError {
  static {
    named(ApiError, "ApiError");
  }
  override readonly code: string = "API";
  /** HTTP status, unwrapped from the envelope when there is one. */
  readonly status: number;
  /** The API's own code: an open set, often missing. */
  readonly errorCode: string | undefined;
  readonly reason: string | undefined;
  readonly detail: string | undefined;
  readonly parameters: readonly unknown[] | undefined;
  readonly badRequestDetail: { readonly fields: readonly BadRequestField[] } | undefined;

  constructor(message: string, facts: ApiErrorFacts) {
    super(message, facts);
    this.status = facts.status;
    this.errorCode = facts.body.errorCode;
    this.reason = facts.body.reason;
    this.detail = facts.body.detail;
    this.parameters = facts.body.parameters;
    this.badRequestDetail = facts.body.badRequestDetail;
  }
}

/** 400: the server found the request invalid. */
export class BadRequestError extends ApiError {
  static {
    named(BadRequestError, "BadRequestError");
  }
  override readonly code: string = "BAD_REQUEST";
}

/** 401: the key is wrong, lacks the role, or the caller is no member. */
export class AuthenticationError extends ApiError {
  static {
    named(AuthenticationError, "AuthenticationError");
  }
  override readonly code: string = "AUTHENTICATION";
}

/** 403: known, but not allowed. */
export class PermissionError extends ApiError {
  static {
    named(PermissionError, "PermissionError");
  }
  override readonly code: string = "PERMISSION";
}

/** 404: nothing there under these ids, or the wrong API. */
export class NotFoundError extends ApiError {
  static {
    named(NotFoundError, "NotFoundError");
  }
  override readonly code: string = "NOT_FOUND";
}

/** 429: the rate limit is used up. */
export class RateLimitError extends ApiError {
  static {
    named(RateLimitError, "RateLimitError");
  }
  override readonly code: string = "RATE_LIMIT";
  /** How long the server asks to wait, in milliseconds, when it told. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, facts: ApiErrorFacts) {
    super(message, facts);
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** 5xx: the server failed; it may or may not have revoked. */
export class ServerError extends ApiError {
  static {
    named(ServerError, "ServerError");
  }
  override readonly code: string = "SERVER";
}
