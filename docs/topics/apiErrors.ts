/**
 * Failures that are responses of the API, by their status.
 *
 * @module API errors
 */
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
} from "../../src/index.js";
