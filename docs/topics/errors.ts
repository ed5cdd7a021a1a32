/**
 * Every failure, as data: what was tried, what happened, what is known, what to do next.
 *
 * @module Errors
 */
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
} from "../../src/index.js";
