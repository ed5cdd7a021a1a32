// The errors that the API documents, each with its code, status and the message's recorded form.
import type { Api } from "../../generated/client.js";
import type { ApiErrorBody, Refusal } from "./answer.js";

const reasons: Readonly<Record<number, string>> = {
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

/** Builds an error object whose `error` is its own status. */
export function refusal(
  status: number,
  errorCode: string | undefined,
  detail: string,
  parameters: readonly (string | number)[] = [],
): Refusal {
  const body: ApiErrorBody = {
    error: status,
    reason: reasons[status] ?? "Error",
    detail,
    ...(errorCode === undefined ? {} : { errorCode }),
    parameters: [...parameters],
  };
  return { status, body };
}

/**
 * The authentication layer's 401. It sits before the API, so it knows no `parameters`; recorded ones carry
 * `UNEXPECTED_ERROR` or, in the Cloud Manager family, no code at all.
 */
export function unauthenticated(api: Api): Refusal {
  const body: ApiErrorBody = {
    error: 401,
    reason: "Unauthorized",
    detail: "You are not authorized for this resource.",
    ...(api === "atlas" ? { errorCode: "UNEXPECTED_ERROR" } : {}),
  };
  return { status: 401, body };
}

export function addressNotAllowed(address: string): Refusal {
  return refusal(
    403,
    "IP_ADDRESS_NOT_ON_ACCESS_LIST",
    `IP address ${address} is not allowed to access this resource.`,
    [address],
  );
}

export function notAcceptable(): Refusal {
  return refusal(406, "INVALID_VERSION_DATE", "Invalid accept header or version date.");
}

export function versionGone(version: string): Refusal {
  return refusal(410, "VERSION_GONE", `The version ${version} of this resource is gone.`, [version]);
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
      return resourceNotFound(shown);
  }
}

export function organizationNotFound(orgId: string): Refusal {
  return refusal(404, "ORG_NOT_FOUND", `No organization with ID ${orgId} exists.`, [orgId]);
}

export function groupNotFound(groupId: string): Refusal {
  return refusal(404, "GROUP_NOT_FOUND", `No group with ID ${groupId} exists.`, [groupId]);
}

/** The project exists, on the other API. */
export function wrongApi(called: Api, groupId: string): Refusal {
  return called === "cloud-manager"
    ? refusal(
        404,
        "ATLAS_GROUP",
        `Group ${groupId} is an Atlas group; use the Atlas Administration API to access it.`,
        [groupId],
      )
    : refusal(
        404,
        "NOT_ATLAS_GROUP",
        `Group ${groupId} is not an Atlas group; use the Cloud Manager Public API to access it.`,
        [groupId],
      );
}

/** No documented code names a service account or a secret, so both are a resource. */
export function resourceNotFound(id: string): Refusal {
  return refusal(404, "RESOURCE_NOT_FOUND", `Cannot find resource ${id}.`, [id]);
}

export function apiKeyNotFound(apiKeyId: string): Refusal {
  return refusal(400, "API_KEY_NOT_FOUND", `No API Key with ID ${apiKeyId} exists.`, [apiKeyId]);
}

export function cannotAccessOrganization(): Refusal {
  return refusal(401, "USER_UNAUTHORIZED", "User cannot access this organization.");
}

export function notOrganizationOwner(orgId: string): Refusal {
  return refusal(
    401,
    "NOT_ORG_OWNER",
    `The currently logged in user does not have the owner role in organization ${orgId}.`,
    [orgId],
  );
}

export function notInGroup(): Refusal {
  return refusal(401, "NOT_IN_GROUP", "The current user is not in the group, or the group does not exist.");
}

export function roleMissing(groupId: string): Refusal {
  return refusal(
    401,
    "USER_UNAUTHORIZED",
    `Current user is not authorized to perform this action in group ${groupId}.`,
    [groupId],
  );
}
