/** The last look before a request leaves: only the documents' operations, on the configured origin and API, pass. */
import {
  type Api,
  type LookupFacts,
  lookupTable,
  type OperationFacts,
  operationTable,
  type QueryParameter,
  servers,
  tokenEndpoints,
} from "../../generated/client.js";
import type { TokenRequest } from "../auth/auth.js";
import { InvalidParameterError } from "../errors.js";
import { wholePattern } from "../internal/ids.js";
import type { Outgoing } from "./request.js";
import type { Send } from "./send.js";

/** An operation's path, part by part: a word that must stand there, or the pattern of an id. */
interface Template<F> {
  readonly operation: F;
  readonly parts: readonly (string | RegExp)[];
}

const templates: {
  readonly DELETE: readonly Template<OperationFacts>[];
  readonly GET: readonly Template<LookupFacts>[];
} = {
  DELETE: Object.values(operationTable).map(templateOf<OperationFacts>),
  GET: Object.values(lookupTable).map(templateOf<LookupFacts>),
};

function templateOf<F extends OperationFacts | LookupFacts>(operation: F): Template<F> {
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
    const known = method === "POST" ? tokenUrls.includes(url) : operationAt(method, url, origin, api) !== undefined;
    return known ? next(request, call) : Promise.reject(refusal(call.operation?.operationId));
  };
}

/**
 * The operation that a URL belongs to, ids and query and all, if it is one of the documents'. The URL is read as it
 * stands, without parsing: what was checked is, letter by letter, what leaves.
 *
 * @param origin As `URL.origin` writes it.
 */
export function operationAt<M extends "DELETE" | "GET">(
  method: M,
  url: unknown,
  origin: string,
  api: Api,
): (typeof templates)[M][number]["operation"] | undefined {
  const base = origin + servers[api].basePath;
  // An object could read as one address here, and as another where it is sent.
  if (!Object.hasOwn(templates, method) || typeof url !== "string" || !url.startsWith(`${base}/`)) return undefined;
  const [address = ""] = url.split("?", 1);
  const segments = address.slice(base.length).split("/");
  const operation = templates[method].find((template) => fits(template, segments))?.operation;
  return operation !== undefined && hasKnownQuery(url.slice(address.length), operation) ? operation : undefined;
}

function fits({ parts }: Template<unknown>, segments: readonly string[]): boolean {
  return (
    parts.length === segments.length &&
    segments.every((segment, index) => {
      const part = parts[index];
      return part instanceof RegExp ? part.test(segment) : part === segment;
    })
  );
}

function hasKnownQuery(query: string, { queryParameters }: OperationFacts | LookupFacts): boolean {
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

/** The error for a request that is none of the documents'. */
export function refusal(
  operationId?: OperationFacts["operationId"] | LookupFacts["operationId"],
): InvalidParameterError {
  const expected = "one of the document's operations, with valid ids, on the configured origin and API";
  return new InvalidParameterError("request", expected, "something else (it is not repeated here)", operationId);
}
