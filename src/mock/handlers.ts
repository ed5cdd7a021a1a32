// The mock as MSW request handlers: one per operation and API, and one per OAuth endpoint.
import { type HttpHandler, http } from "msw";
import { type Api, type OperationId, operationTable, servers, tokenEndpoints } from "../../generated/client.js";
import type { Reply } from "./answer.js";
import { type Cloud, createCloud } from "./cloud.js";
import { type CreateHandlersOptions, resolveOptions } from "./options.js";
import { expressionFor, findRoute } from "./route.js";

function originOf(baseUrl: string): string {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    throw new TypeError("createHandlers: baseUrl must be an origin such as https://api.invalid");
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    throw new TypeError("createHandlers: baseUrl must be an origin, without a path, a query or user info");
  }
  return url.origin;
}

function toResponse(reply: Reply): Response {
  if (reply === "connection lost") return Response.error();
  const headers = new Headers();
  for (const [name, value] of reply.headers) headers.append(name, value);
  // As on the wire (RFC 9110 §8.6): it is what tells "no body" from "a body that got lost".
  if (reply.status !== 204) headers.set("Content-Length", String(new TextEncoder().encode(reply.body ?? "").length));
  return new Response(reply.body ?? null, { status: reply.status, headers });
}

async function respond(cloud: Cloud, request: Request, apis: readonly Api[], address: string): Promise<Response> {
  const url = new URL(request.url);
  const route = findRoute(url.pathname, apis);
  if (route === undefined) throw new Error(`No operation of the document has the path ${url.pathname}`);
  const reply = await cloud.answer(route, {
    method: request.method,
    target: `${url.pathname}${url.search}`,
    address,
    header: (name) => request.headers.get(name) ?? undefined,
    body: () => request.text(),
  });
  return toResponse(reply);
}

/**
 * Creates MSW handlers for the four operations on both APIs and the two OAuth endpoints.
 *
 * They verify digest answers, issue and check access tokens, keep what was revoked, and answer as the document says.
 * Requests to anything else stay unhandled: use `onUnhandledRequest: "error"`.
 *
 * @throws {TypeError} naming the option that is unknown or wrong
 */
export function createHandlers(options: CreateHandlersOptions = {}): HttpHandler[] {
  const rules = resolveOptions("createHandlers", options, ["baseUrl", "clientAddress"]);
  const cloud = createCloud(rules);
  const { baseUrl, clientAddress = "127.0.0.1" } = options;
  // Without groups: msw 2 decodes what they match and throws on a malformed percent-escape.
  const expression = (origin: string, template: string): RegExp => expressionFor(origin, template, "[^/]+");
  const originFor = (api: Api): string => originOf(baseUrl ?? servers[api].origin);
  const resolver = ({ request }: { request: Request }): Promise<Response> =>
    respond(cloud, request, rules.apis, clientAddress);
  const operations = rules.apis.flatMap((api) =>
    (Object.keys(operationTable) as OperationId[]).map((id) =>
      http.delete(expression(originFor(api), `${servers[api].basePath}${operationTable[id].path}`), resolver),
    ),
  );
  const origins = [...new Set(rules.apis.map(originFor))];
  const endpoints = origins.flatMap((origin) =>
    [tokenEndpoints.grant, tokenEndpoints.revoke].map((path) => http.post(expression(origin, path), resolver)),
  );
  return [...operations, ...endpoints];
}
