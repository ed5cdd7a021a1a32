// Written by `npm run generate` from spec/. Do not edit.
import type { components } from "./schema.js";

/** An error as the examples have it: with words, which a real one may lack. */
type Error = components["schemas"]["ApiError"] & { readonly reason: string; readonly detail: string };

/** An error of the document's `components/examples`, by its name. */
export type ErrorExample =
  | "accountSuspended"
  | "badRequest"
  | "unauthorized"
  | "unauthorizedWithoutCode"
  | "addressNotOnAccessList"
  | "resourceNotFound"
  | "orgNotFound"
  | "organizationRateLimited"
  | "cloudManagerRateLimited"
  | "unexpectedError"
  | "groupNotFound"
  | "notAtlasGroup"
  | "projectRateLimited"
  | "serviceAccountNotFound"
  | "apiKeyNotFound";

/** The document's examples of errors. */
export const errorExamples: Readonly<Record<ErrorExample, Error>> = {
  accountSuspended: {
    error: 402,
    reason: "Payment Required",
    detail: "The account is suspended.",
    errorCode: "ACCOUNT_SUSPENDED",
  },
  badRequest: {
    error: 400,
    reason: "Bad Request",
    detail: "The request holds a value that is not valid.",
  },
  unauthorized: {
    error: 401,
    reason: "Unauthorized",
    detail: "You are not authorized for this resource.",
    errorCode: "UNEXPECTED_ERROR",
  },
  unauthorizedWithoutCode: {
    error: 401,
    reason: "Unauthorized",
    detail: "The API key is not valid for this resource.",
  },
  addressNotOnAccessList: {
    error: 403,
    reason: "Forbidden",
    detail: "The address 203.0.113.7 is not on the access list.",
    errorCode: "IP_ADDRESS_NOT_ON_ACCESS_LIST",
    parameters: ["203.0.113.7"],
  },
  resourceNotFound: {
    error: 404,
    reason: "Not Found",
    detail: "The resource does not exist.",
    errorCode: "RESOURCE_NOT_FOUND",
  },
  orgNotFound: {
    error: 404,
    reason: "Not Found",
    detail: "There is no organization with the id 60c4fd418ebe251047c50554.",
    errorCode: "ORG_NOT_FOUND",
    parameters: ["60c4fd418ebe251047c50554"],
  },
  organizationRateLimited: {
    error: 429,
    reason: "Too Many Requests",
    detail: "Too many requests. Try again in 12 seconds.",
    errorCode: "RATE_LIMITED_TOKEN_BUCKET",
    parameters:
      ["api/atlas/v2/orgs/60c4fd418ebe251047c50554/serviceAccounts/mdb_sa_id_1234567890abcdef12345678/secrets/66b1f0c4d2a39e5780cb4d17", 12, 500, 250, 60],
  },
  cloudManagerRateLimited: {
    error: 429,
    reason: "Too Many Requests",
    detail: "Too many requests. Try again later.",
    errorCode: "RATE_LIMITED",
  },
  unexpectedError: {
    error: 500,
    reason: "Internal Server Error",
    detail: "An unexpected error occurred.",
    errorCode: "UNEXPECTED_ERROR",
  },
  groupNotFound: {
    error: 404,
    reason: "Not Found",
    detail: "No group with ID 32b6e34b3d91647abb20e7b8 exists.",
    errorCode: "GROUP_NOT_FOUND",
    parameters: ["32b6e34b3d91647abb20e7b8"],
  },
  notAtlasGroup: {
    error: 404,
    reason: "Not Found",
    detail: "The project 32b6e34b3d91647abb20e7b8 is not an Atlas project.",
    errorCode: "NOT_ATLAS_GROUP",
    parameters: ["32b6e34b3d91647abb20e7b8"],
  },
  projectRateLimited: {
    error: 429,
    reason: "Too Many Requests",
    detail: "Too many requests. Try again in 12 seconds.",
    errorCode: "RATE_LIMITED_TOKEN_BUCKET",
    parameters:
      ["api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/serviceAccounts/mdb_sa_id_1234567890abcdef12345678", 12, 1200, 500, 60],
  },
  serviceAccountNotFound: {
    error: 404,
    reason: "Not Found",
    detail: "There is no service account with the client id mdb_sa_id_1234567890abcdef12345678.",
    errorCode: "SERVICE_ACCOUNT_NOT_FOUND",
    parameters: ["mdb_sa_id_1234567890abcdef12345678"],
  },
  apiKeyNotFound: {
    error: 400,
    reason: "Bad Request",
    detail: "There is no API key with the id 5d1d12c087d9d63e6d682438.",
    errorCode: "API_KEY_NOT_FOUND",
    parameters: ["5d1d12c087d9d63e6d682438"],
  },
};
