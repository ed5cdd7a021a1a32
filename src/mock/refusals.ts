// The API's errors, with their keys in the recorded order. Where the document has an example, the error is that example with
// the request's own values in it; the other codes are documented too, and their words follow recorded messages.
import type { Api } from "../../generated/client.js";
import { type ErrorExample, errorExamples } from "../../generated/examples.js";
import type { Bucket } from "./rateLimit.js";
import type { Refusal } from "./response.js";

type Parameters = readonly (string | number)[];

/** Statuses that the sources name for an error of the API, with their reason. */
export const reasons = {
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
} as const;

/** A status that the sources name for an error of the API. */
export type ErrorStatus = keyof typeof reasons;

/** An error object, its keys in the recorded order; `parameters` is null when there are none, as recorded. */
export function refusal(status: ErrorStatus, errorCode: string, detail: string, parameters?: Parameters): Refusal {
  const given = parameters === undefined ? null : [...parameters];
  return { detail, error: status, errorCode, parameters: given, reason: reasons[status] };
}

/**
 * One of the document's examples, with values of the request where the example has its own.
 *
 * @param values what stands in `parameters`, in the example's order; each is replaced in `detail` as well
 */
export function fromExample(name: ErrorExample, values?: Parameters): Refusal {
  const { error, errorCode, parameters = null, reason, ...example } = errorExamples[name];
  let detail = example.detail ?? "";
  for (const [at, value] of values?.entries() ?? []) detail = detail.replace(String(parameters?.[at]), String(value));
  const code = errorCode === undefined ? {} : { errorCode };
  const why = reason === undefined ? {} : { reason };
  return { detail, error, ...code, parameters: values === undefined ? parameters : [...values], ...why };
}

/** Something on the path that is not there, named by the path parameter and its value. */
export function notFound(parameter: string, id: string): Refusal {
  switch (parameter) {
    case "orgId":
      return fromExample("orgNotFound", [id]);
    case "groupId":
      return fromExample("groupNotFound", [id]);
    case "apiKeyId":
      return fromExample("apiKeyNotFound", [id]);
    default: {
      // MongoDB's own words for this code.
      const what = parameter === "clientId" ? "Service account" : "Service account secret";
      return refusal(404, "RESOURCE_NOT_FOUND", `Cannot find resource ${what} with id ${id}.`, [id]);
    }
  }
}

/** An id whose form is wrong. Only three kinds of id have a code of their own. */
export function invalidId(parameter: string, value: string): Refusal {
  // A secret's value in place of its id must not come back in an error that lands in a log.
  const id = /mdb_sa_sk/i.test(value) ? "(a secret's value)" : value;
  const kind = { orgId: "organization", groupId: "group", apiKeyId: "key" }[parameter];
  if (kind === undefined) return notFound(parameter, id);
  const code = `INVALID_${parameter.replace(/^api/, "").replace(/Id$/, "").toUpperCase()}_ID`;
  return refusal(404, code, `An invalid ${kind} ID ${id} was specified.`, [id]);
}

/** The project lives on the other API than the one that was called. */
export function wrongApi(called: Api, groupId: string): Refusal {
  if (called === "atlas") return fromExample("notAtlasGroup", [groupId]);
  return refusal(404, "ATLAS_GROUP", `The project ${groupId} is an Atlas project.`, [groupId]);
}

/** The caller has no role that suffices. */
export function roleMissing(scope: "organization" | "project", id: string): Refusal {
  if (scope === "project") {
    return refusal(401, "USER_UNAUTHORIZED", `The caller has no role in group ${id} that allows this.`, [id]);
  }
  return refusal(401, "NOT_ORG_OWNER", `The caller does not have the owner role in organization ${id}.`, [id]);
}

/** An empty token bucket of an organization or a project. */
export function rateLimited(
  {
    api,
    scope,
    target,
  }: { readonly api?: Api | undefined; readonly scope?: string | undefined; readonly target: string },
  { capacity, refill, refillSeconds }: Bucket,
  retryAfterSeconds: number,
): Refusal {
  if (api === "cloud-manager") return fromExample("cloudManagerRateLimited");
  const values = [target.replace(/^\/|\?.*$/g, ""), retryAfterSeconds, capacity, refill, refillSeconds];
  return fromExample(scope === "organization" ? "organizationRateLimited" : "projectRateLimited", values);
}
