/** The last look before a request leaves: only the document's operations, on the configured origin and API, pass. */

import {
  type Api,
  type OperationFacts,
  type OperationId,
  operationTable,
  type QueryParameter,
  servers,
  tokenEndpoints,
} from "../../generated/client.js";
import type { TokenRequest } from "../auth/auth.js";
import { InvalidParameterError } from "../errors.js";
import { wholePattern } from "../ids.js";
import type { Outgoing } from "./outgoing.js";
import type { Send } from "./send.js";

/** An operation's path, part by part: a word that must stand there, or the pattern of an id. */
interface Template {
  readonly operation: OperationFacts;
  readonly parts: readonly (string | RegExp)[];
}

const templates: readonly Template[] = Object.values(operationTable).map(templateOf);

function templateOf(operation: OperationFacts): Template {
  const parts = operation.path.split("/").map((part) => {
    const parameter = operation.pathParameters.find(({ name }) => part === `{${name}}`);
    return parameter === undefined ? part : wholePattern(parameter.pattern);
  });
  return { operation, parts };
}

/** Lets nothing else pass to the next layer. */
export function guarded(origin: string, api: Api, next: Send): Send {
  const tokenUrls = Object.values(tokenEndpoints).map((path) => origin + path);
  return (request, call) => {
    const { method, url } = request;
    const isDelete = method === "DELETE" && operationAt(url, origin, api) !== undefined;
    const isToken = method === "POST" && tokenUrls.includes(url);
    return isDelete || isToken ? next(request, call) : Promise.reject(refusal(call.operationId));
  };
}

/**
 * The operation that a URL belongs to, ids and query and all, if it is one of the document's. The URL is read as it
 * stands, without parsing: what was checked is, letter by letter, what leaves.
 *
 * @param origin As `URL.origin` writes it.
 */
export function operationAt(url: unknown, origin: string, api: Api): OperationFacts | undefined {
  const base = origin + servers[api].basePath;
  // An object could read as one address here, and as another where it is sent.
  if (typeof url !== "string" || !url.startsWith(`${base}/`)) return undefined;
  const [address = ""] = url.split("?", 1);
  const segments = address.slice(base.length).split("/");
  const operation = templates.find((template) => fits(template, segments))?.operation;
  return operation !== undefined && hasKnownQuery(url.slice(address.length), operation) ? operation : undefined;
}

function fits({ parts }: Template, segments: readonly string[]): boolean {
  return (
    parts.length === segments.length &&
    segments.every((segment, index) => {
      const part = parts[index];
      return part instanceof RegExp ? part.test(segment) : part === segment;
    })
  );
}

function hasKnownQuery(query: string, { queryParameters }: OperationFacts): boolean {
  if (query === "") return true;
  return [...new URLSearchParams(query)].every(([name, value]) =>
    queryParameters.some((parameter) => parameter.name === name && isOfType(value, parameter)),
  );
}

function isOfType(value: string, { type, minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: QueryParameter): boolean {
  if (type === "boolean") return value === "true" || value === "false";
  return /^\d+$/.test(value) && Number(value) >= minimum && Number(value) <= maximum;
}

/** A form on its way to a token endpoint. */
export function tokenRequest(origin: string, { endpoint, authorization, form }: TokenRequest): Outgoing {
  return {
    method: "POST",
    url: origin + tokenEndpoints[endpoint],
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded", authorization },
    body: new URLSearchParams(form).toString(),
  };
}

/** The error for a request that is none of the document's. */
export function refusal(operationId: OperationId | undefined): InvalidParameterError {
  const expected = "one of the document's operations, with valid ids, on the configured origin and API";
  return new InvalidParameterError("request", expected, "something else (it is not repeated here)", operationId);
}
