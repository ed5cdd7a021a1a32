// The errors that the API documents. Where the document has an example, the body is that example with the request's own
// values in it; the other codes are documented too, and their words follow the form of recorded messages.
import type { Api } from "../../generated/client.js";
import { type ErrorExample, errorExamples } from "../../generated/examples.js";
import type { ApiErrorBody, Refusal } from "./answer.js";

/** Statuses that the sources name for an error of the API, with their reason. */
export const reasons: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  409: "Conflict",
  410: "Gone",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** An error object whose `error` is its own status. */
export function refusal(
  status: number,
  errorCode: string,
  detail: string,
  parameters: readonly (string | number)[] = [],
): Refusal {
  const reason = reasons[status] ?? "Error";
  return { status, body: { error: status, reason, detail, errorCode, parameters: [...parameters] } };
}

/**
 * One of the document's examples, with values of the request where the example has its own.
 *
 * @param values what stands in `parameters`, in the example's order; each is replaced in `detail` as well
 */
export function fromExample(name: ErrorExample, values: readonly (string | number)[] = []): Refusal {
  const example = errorExamples[name];
  let { detail } = example;
  for (const [at, value] of values.entries()) {
    const shown = example.parameters?.[at];
    if (typeof shown !== "object" && shown !== undefined) detail = detail?.replace(String(shown), String(value));
  }
  const body: ApiErrorBody = {
    ...example,
    ...(detail === undefined ? {} : { detail }),
    ...(values.length === 0 ? {} : { parameters: [...values] }),
  };
  return { status: example.error, body };
}

/** The authentication layer's 401: recorded ones of the Cloud Manager family have no code. */
export function unauthenticated(api: Api): Refusal {
  return fromExample(api === "atlas" ? "unauthorized" : "unauthorizedWithoutCode");
}

export function addressNotAllowed(address: string): Refusal {
  return fromExample("addressNotOnAccessList", [address]);
}

export function badRequest(): Refusal {
  return fromExample("badRequest");
}

export function notAcceptable(): Refusal {
  return refusal(406, "INVALID_VERSION_DATE", "Invalid accept header or version date.");
}

export function versionGone(version: string): Refusal {
  return refusal(410, "VERSION_GONE", `Version ${version} of this resource is gone.`, [version]);
}

/** An id whose form is wrong. Only three kinds of id have a code of their own. */
export function invalidId(parameter: string, value: string): Refusal {
  // A secret's value pasted in place of its id must not come back in an error that lands in a log.
  const shown = value.includes("mdb_sa_sk_") ? "(a secret's value)" : value;
  switch (parameter) {
    case "orgId":
      return refusal(404, "INVALID_ORG_ID", `An invalid organization ID ${shown} was specified.`, [shown]);
    case "groupId":
      return refusal(404, "INVALID_GROUP_ID", `An invalid group ID ${shown} was specified.`, [shown]);
    case "apiKeyId":
      return refusal(404, "INVALID_KEY_ID", `An invalid key ID ${shown} was specified.`, [shown]);
    default:
      return resourceNotFound();
  }
}

export function organizationNotFound(orgId: string): Refusal {
  return fromExample("orgNotFound", [orgId]);
}

export function groupNotFound(groupId: string): Refusal {
  return fromExample("groupNotFound", [groupId]);
}

/** The project exists, on the other API than the one that was called. */
export function wrongApi(called: Api, groupId: string): Refusal {
  if (called === "atlas") return fromExample("notAtlasGroup", [groupId]);
  return refusal(404, "ATLAS_GROUP", `The project ${groupId} is an Atlas project.`, [groupId]);
}

/** No documented code names a service account or a secret: the answer does not say what is missing. */
export function resourceNotFound(): Refusal {
  return fromExample("resourceNotFound");
}

export function apiKeyNotFound(apiKeyId: string): Refusal {
  return fromExample("apiKeyNotFound", [apiKeyId]);
}

export function cannotAccessOrganization(): Refusal {
  return refusal(401, "USER_UNAUTHORIZED", "The caller cannot access this organization.");
}

export function notOrganizationOwner(orgId: string): Refusal {
  return refusal(401, "NOT_ORG_OWNER", `The caller does not have the owner role in organization ${orgId}.`, [orgId]);
}

export function notInGroup(): Refusal {
  return refusal(401, "NOT_IN_GROUP", "The caller is not in the group, or the group does not exist.");
}

export function roleMissing(groupId: string): Refusal {
  return refusal(401, "USER_UNAUTHORIZED", `The caller has no role in group ${groupId} that allows this.`, [groupId]);
}

/** What an empty token bucket says. */
export interface EmptyBucket {
  readonly scope: "organization" | "project";
  /** Path of the request, without a leading slash. */
  readonly path: string;
  readonly retryAfterSeconds: number;
  readonly capacity: number;
  readonly refill: number;
  readonly refillSeconds: number;
}

export function rateLimited(api: Api, bucket: EmptyBucket): Refusal {
  if (api === "cloud-manager") return fromExample("cloudManagerRateLimited");
  const { scope, path, retryAfterSeconds, capacity, refill, refillSeconds } = bucket;
  return fromExample(scope === "organization" ? "organizationRateLimited" : "projectRateLimited", [
    path,
    retryAfterSeconds,
    capacity,
    refill,
    refillSeconds,
  ]);
}

/** The token endpoint's 429: the one error there that has the API's shape, with a number in `error`. */
export function grantsRateLimited(): Refusal {
  return fromExample("cloudManagerRateLimited");
}
