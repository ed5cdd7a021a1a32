/** The errors that the API itself responds with, one class per documented status (page 001, "Responses"). */
import { type ErrorFacts, RevokeError } from "./errors.js";

/** One violation that the server found in the request (page 001, `badRequestDetail.fields`). */
export interface BadRequestField {
  /** What is wrong with the field, in the server's words. */
  readonly description: string;
  /** Name of the field. */
  readonly field: string;
}

/** The API's error body, as far as it could be read (page 001). Text is capped, redacted and free of control characters. */
export interface ApiErrorBody {
  /** The API's own code, such as `GROUP_NOT_FOUND`. */
  readonly errorCode?: string | undefined;
  /** The status in words. */
  readonly reason?: string | undefined;
  /** What went wrong, in the server's words. */
  readonly detail?: string | undefined;
  /** What the detail's text was made from: at most 20 entries, 4 levels deep. */
  readonly parameters?: readonly unknown[] | undefined;
  /** The fields of the request that the server found invalid (Atlas). */
  readonly badRequestDetail?: { readonly fields: readonly BadRequestField[] } | undefined;
}

/** What an `ApiError` is built from. */
export interface ApiErrorFacts extends ErrorFacts {
  /** HTTP status, unwrapped from the envelope when there is one. */
  readonly status: number;
  /** The error body, cleaned. */
  readonly body: ApiErrorBody;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Why a 401 could not be met with credentials. */
  readonly authProblem?: string | undefined;
}

/**
 * The API responded with an error. Each documented status has a class of its own; every other 4xx is an `ApiError` itself.
 * Text from the server is capped at 500 characters, redacted, and free of control characters.
 *
 * ```ts
 * try {
 *   await client.unassignGroupApiKey({ groupId, apiKeyId });
 * } catch (error) {
 *   if (error instanceof PermissionError) console.error("a role is missing:", error.errorCode);
 *   else if (isRevokeError(error)) console.error(error.outcome, error.message);
 *   else throw error;
 * }
 * ```
 */
export class ApiError extends RevokeError {
  override readonly name: string = "ApiError";
  override readonly code: string = "API";
  /** HTTP status, unwrapped from the envelope when there is one. */
  readonly status: number;
  /** The API's own code: an open set, often missing. */
  readonly errorCode: string | undefined;
  /** The status in words. */
  readonly reason: string | undefined;
  /** What went wrong, in the server's words. */
  readonly detail: string | undefined;
  /** What the detail's text was made from: at most 20 entries, 4 levels deep. */
  readonly parameters: readonly unknown[] | undefined;
  /** The fields of the request that the server found invalid (Atlas). */
  readonly badRequestDetail: { readonly fields: readonly BadRequestField[] } | undefined;
  /** Why a 401 could not be met with credentials: no challenge, or one that can't be used. */
  readonly authProblem: string | undefined;

  constructor(facts: ApiErrorFacts) {
    super(facts);
    this.status = facts.status;
    this.errorCode = facts.body.errorCode;
    this.reason = facts.body.reason;
    this.detail = facts.body.detail;
    this.parameters = facts.body.parameters;
    this.badRequestDetail = facts.body.badRequestDetail;
    this.authProblem = facts.authProblem;
  }
}

/** 400: the server found the request invalid. */
export class BadRequestError extends ApiError {
  override readonly name: string = "BadRequestError";
  override readonly code: string = "BAD_REQUEST";
}

/** 401: the key is wrong, lacks the role, or the caller is no member. */
export class AuthenticationError extends ApiError {
  override readonly name: string = "AuthenticationError";
  override readonly code: string = "AUTHENTICATION";
}

/** 403: known, but not allowed. */
export class PermissionError extends ApiError {
  override readonly name: string = "PermissionError";
  override readonly code: string = "PERMISSION";
}

/** 404: nothing there under these ids, or the wrong API. */
export class NotFoundError extends ApiError {
  override readonly name: string = "NotFoundError";
  override readonly code: string = "NOT_FOUND";
}

/** 429: the rate limit is used up. */
export class RateLimitError extends ApiError {
  override readonly name: string = "RateLimitError";
  override readonly code: string = "RATE_LIMIT";
  /** How long the server asks to wait, in milliseconds, when it said so. */
  readonly retryAfterMs: number | undefined;

  constructor(facts: ApiErrorFacts) {
    super(facts);
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** 5xx: the server failed; it may or may not have revoked. */
export class ServerError extends ApiError {
  override readonly name: string = "ServerError";
  override readonly code: string = "SERVER";
}
