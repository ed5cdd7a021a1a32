// The mock as MSW request handlers: one for each operation and API, and one for each OAuth endpoint.
import { type HttpHandler, http } from "msw";
import { type Api, servers, tokenEndpoints } from "../../generated/client.js";
import { type Cloud, createCloud, type Holdings } from "./cloud.js";
import type { CloudOptions } from "./options.js";
import type { Reply } from "./response.js";
import { allFacts, expressionFor, findRoute } from "./route.js";
import type { State } from "./state.js";

/** Options of `createMock`. */
export interface MockOptions extends CloudOptions {
  /** Origin that the handlers serve, for example `https://api.invalid`. Default: the document's. */
  readonly baseUrl?: string;
}

/** MSW handlers, and the server behind them. */
export interface Mock extends Holdings {
  /** For `setupServer(...handlers)` or `setupWorker(...handlers)`. */
  readonly handlers: HttpHandler[];
  /** What was really revoked, in order: the same as `state.deletions`. */
  readonly deletions: State["deletions"];
}

/**
 * What `server.listen()` and `worker.start()` need so that no request leaves which no handler serves: msw 2 calls the guard
 * `onUnhandledRequest`, msw 3 `onUnhandledFrame` and ignores the other name.
 *
 * ```ts
 * import { createMock, strict } from "mongodb-cloud-revoke/mock";
 * import { setupServer } from "msw/node";
 *
 * setupServer(...createMock().handlers).listen(strict);
 * ```
 */
export const strict = { onUnhandledRequest: "error", onUnhandledFrame: "error" } as const;

function originOf(baseUrl: string): string {
  if (URL.canParse(baseUrl) && new URL(baseUrl).href === `${new URL(baseUrl).origin}/`) return new URL(baseUrl).origin;
  throw new TypeError("createMock: baseUrl must be an origin such as https://api.invalid, without a path");
}

function toResponse(reply: Reply): Response {
  if (reply === "connection lost") return Response.error();
  const { status, body = "", cutOff = false } = reply;
  const headers = new Headers();
  for (const [name, value] of reply.headers) headers.append(name, value);
  // As on the wire (RFC 9110 section 8.6): it is what tells "no body" from "a body that got lost".
  if (status !== 204) headers.set("Content-Length", String(new TextEncoder().encode(body).length));
  const sent = cutOff ? body.slice(0, body.length / 2) : body;
  return new Response(sent === "" ? null : sent, { status, headers });
}

async function respond(cloud: Cloud, request: Request): Promise<Response> {
  const { origin, pathname, search } = new URL(request.url);
  const route = findRoute(request.method, pathname, cloud.rules.apis);
  if (route.kind === "none") throw new Error(`No operation of the documents has the path ${pathname}`);
  const reply = await cloud.handle(route, {
    method: request.method,
    origin,
    target: `${pathname}${search}`,
    header: (name) => request.headers.get(name) ?? undefined,
    body: () => request.text(),
  });
  return toResponse(reply);
}

/**
 * Creates a mock of MongoDB Cloud: the four revocations and the six lookups on both APIs, and the two OAuth endpoints. It
 * verifies digests and access tokens, counts rate limits, keeps what was revoked, and responds as the documents say.
 *
 * ```ts
 * import { createMock, strict } from "mongodb-cloud-revoke/mock";
 * import { setupServer } from "msw/node";
 *
 * const mock = createMock();
 * const server = setupServer(...mock.handlers);
 * server.listen(strict);
 * ```
 *
 * @throws {TypeError} naming the option that is unknown or wrong
 */
export function createMock(options: MockOptions = {}): Mock {
  const { baseUrl, ...others } = options;
  const cloud = createCloud("createMock", others, ["baseUrl"]);
  const originFor = (api: Api): string => originOf(baseUrl ?? servers[api].origin);
  const resolver = ({ request }: { request: Request }): Promise<Response> => respond(cloud, request);
  // Without groups: msw 2 decodes what they match and throws on a malformed percent-escape.
  const expression = (api: Api, template: string): RegExp => expressionFor(originFor(api), template, "[^/]+");
  const { apis } = cloud.rules;
  const operations = apis.flatMap((api) =>
    allFacts.map(({ method, path }) => {
      const place = expression(api, `${servers[api].basePath}${path}`);
      return method === "GET" ? http.get(place, resolver) : http.delete(place, resolver);
    }),
  );
  const origins = new Map(apis.map((api) => [originFor(api), api]));
  const endpoints = [...origins.values()].flatMap((api) =>
    [tokenEndpoints.grant, tokenEndpoints.revoke].map((path) => http.post(expression(api, path), resolver)),
  );
  const { state, credentials, targets } = cloud;
  return {
    handlers: [...operations, ...endpoints],
    state,
    credentials,
    targets,
    get deletions() {
      return state.deletions;
    },
  };
}
