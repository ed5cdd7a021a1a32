/** The public surface of the package, and nothing else. */
export type { Api, HttpClient, Ids, LookupId, Methods, OperationId } from "../generated/client.js";
export type { components, operations, paths } from "../generated/schema.js";
export {
  ApiError,
  type ApiErrorBody,
  type ApiErrorFacts,
  AuthenticationError,
  BadRequestError,
  type BadRequestField,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from "./apiErrors.js";
export type { Auth, AuthContext, AuthRequest, Rejection, Replay, TokenRequest, TokenResponse } from "./auth/auth.js";
export { type DigestCredentials, digest } from "./auth/digest.js";
export type { ServiceAccountCredentials } from "./auth/grant.js";
export { serviceAccount } from "./auth/serviceAccount.js";
export type { BulkProgress, BulkResult, BulkResultBase } from "./bulk/result.js";
export { type RevokeAllOptions, revokeAll } from "./bulk/revokeAll.js";
export type { Target } from "./bulk/target.js";
export { createClient, type RevokeClient } from "./client.js";
export {
  CancelledError,
  ClientClosedError,
  ConnectionError,
  type ErrorFacts,
  type ErrorOutcome,
  InvalidParameterError,
  isRevokeError,
  RevokeError,
  TimeoutError,
  TokenError,
  type TokenErrorFacts,
  UnexpectedResponseError,
} from "./errors.js";
export type { EventBase, OnEvent, RevokeEvent } from "./events.js";
export type { Redact } from "./internal/text.js";
export type { ApiKey, ListedRole, ListedSecret, ServiceAccount } from "./listed.js";
export type { Lookup, Owner } from "./lookup.js";
export type { CallOptions, ClientOptions, Fetch, LookOptions } from "./options.js";
export type { Confirmed, ConfirmedStatus, SuccessOutcome } from "./outcome.js";
export type { Revocation } from "./revoke.js";
export type { RateLimit } from "./transport/rateLimit.js";
export type { Evidence, ListedRecord, Presence } from "./verify.js";
