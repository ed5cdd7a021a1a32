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

const tokenPaths: ReadonlySet<string> = new Set(Object.values(tokenEndpoints));

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
  return (request, call) => {
    const url = new URL(request.url);
    const operation = request.method === "DELETE" ? operationAt(url.pathname, api) : undefined;
    const isDelete = operation !== undefined && hasKnownQuery(url, operation);
    const isToken = request.method === "POST" && tokenPaths.has(url.pathname) && url.search === "";
    const plain = url.username === "" && url.password === "" && url.hash === "";
    if (url.origin !== origin || !plain || !(isDelete || isToken)) return Promise.reject(refusal(call.operationId));
    // The parsed form is what was checked, so it is what leaves.
    return next({ method: request.method, url: url.href, headers: request.headers, body: request.body }, call);
  };
}

/** The operation that a URL's path belongs to, ids and all, if it is one of the document's. */
export function operationAt(pathname: string, api: Api): OperationFacts | undefined {
  const { basePath } = servers[api];
  if (!pathname.startsWith(`${basePath}/`)) return undefined;
  const segments = pathname.slice(basePath.length).split("/");
  return templates.find((template) => fits(template, segments))?.operation;
}

function fits({ parts }: Template, segments: readonly string[]): boolean {
  return (
    parts.length === segments.length &&
    parts.every((part, index) => {
      const segment = segments[index] ?? "";
      return typeof part === "string" ? part === segment : part.test(segment);
    })
  );
}

function hasKnownQuery(url: URL, { queryParameters }: OperationFacts): boolean {
  return (
    url.search === "" ||
    [...url.searchParams].every(([name, value]) =>
      queryParameters.some((parameter) => parameter.name === name && isOfType(value, parameter)),
    )
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
