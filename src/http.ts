/** The one builder: every DELETE, of the methods and of `client.http`, is built by openapi-fetch from the generated types. */
import createFetchClient from "openapi-fetch";
import { type HttpClient, type LookupFacts, type OperationFacts, servers } from "../generated/client.js";
import type { paths } from "../generated/schema.js";
import { InvalidParameterError } from "./errors.js";
import { cleanHeader, cleanText, cleanValue } from "./internal/text.js";
import type { Settings } from "./options.js";
import { successStatus, unexpectedResponse } from "./outcome.js";
import { operationAt, refusal } from "./transport/guard.js";
import type { Outgoing } from "./transport/request.js";
import type { Buffered } from "./transport/response.js";
import type { CallRequest } from "./transport/runCall.js";
import type { Send } from "./transport/send.js";
import type { Call } from "./transport/state.js";

/** Opens a call of the client and runs work for it. */
export type Run = <T>(request: CallRequest, work: (call: Call) => Promise<T>) => Promise<T>;

/** An openapi-fetch client that builds requests, and sends none by itself. */
function createBuilder({ origin, api }: Settings): HttpClient {
  const baseUrl = origin + servers[api].basePath;
  return createFetchClient<paths>({ baseUrl, fetch: () => Promise.reject(refusal()) });
}

/** Builds one operation's request, as it will leave, and sends nothing. */
export type Build = (
  operation: OperationFacts | LookupFacts,
  path: Readonly<Record<string, string>>,
  query: object,
) => Promise<Outgoing>;

/** Lets the generated client build each request, and takes it over for this package's own layers. */
export function createBuild(settings: Settings): Build {
  const builder = createBuilder(settings);
  return async ({ method, path: template }, path, query) => {
    let built: Outgoing | undefined;
    const fetch = async (request: Request): Promise<Response> => {
      built = takeOver(request, method, template, settings).outgoing;
      return new Response(null, { status: 204 });
    };
    // The table's path and its checked ids fit each other; the union of all paths can't say so.
    const init = { params: { path, query }, fetch } as never;
    await builder.request(method.toLowerCase() as never, template as never, init);
    if (built === undefined) throw new TypeError("the generated client built nothing");
    return built;
  };
}

/** What a client lends to each of its revocations and reads. */
export interface Sender {
  readonly settings: Settings;
  readonly build: Build;
  readonly deliver: Send;
}

/**
 * Takes over a request from the builder.
 *
 * @param template The path that was called: the URL must belong to that operation, and to no other.
 * @throws InvalidParameterError when it does not, or when the request holds headers or a body.
 */
function takeOver<M extends "DELETE" | "GET">(
  request: Request,
  allowed: M,
  template: unknown,
  { origin, api, userAgent }: Settings,
): { readonly operation: NonNullable<ReturnType<typeof operationAt<M>>>; readonly outgoing: Outgoing } {
  // Read once: a `Request` class of the caller's own could say something else the next time.
  const { method, url } = request;
  const operation = method === allowed ? operationAt(allowed, url, origin, api) : undefined;
  if (operation === undefined || operation.path !== template) throw refusal();
  const [header] = request.headers.keys();
  if (header !== undefined || request.body !== null) {
    // A header can change what a server takes for the method or the path (X-HTTP-Method-Override, X-Original-URL).
    const got = header === undefined ? "a body" : "a header";
    throw new InvalidParameterError("request", "without headers and body of your own (see the fetch option)", got);
  }
  const headers = { accept: operation.accept[api], "user-agent": userAgent };
  return { operation, outgoing: { method: allowed, url, headers } };
}

/**
 * The client that callers see. A `fetch` given with a single request is not used: nothing may pass by the guard, and
 * the path template that was called must be that of the URL that leaves.
 */
export function createHttp({ settings, deliver }: Sender, run: Run): HttpClient {
  const http = createBuilder(settings);
  const fetchFor = (template: unknown) => async (request: Request) => {
    const { operation, outgoing } = takeOver(request, "DELETE", template, settings);
    const envelope = new URL(outgoing.url).searchParams.get("envelope") === "true";
    const work = async (call: Call): Promise<Response> =>
      toResponse(requireVerdict(await deliver(outgoing, call), envelope, call), call);
    return await run({ operation, signal: request.signal }, work);
  };
  return new Proxy(http, {
    get(target, name): unknown {
      const member: unknown = Reflect.get(target, name);
      const sends = Object.hasOwn(target, name) && name !== "use" && name !== "eject";
      if (typeof member !== "function" || !sends) return member;
      const templateAt = name === "request" ? 1 : 0;
      return (...given: unknown[]): unknown => {
        const init: unknown = given[templateAt + 1];
        const fetch = fetchFor(given[templateAt]);
        return member(...given.slice(0, templateAt + 1), typeof init === "object" ? { ...init, fetch } : { fetch });
      };
    },
  });
}

/** `response.ok` is true for a confirmed revocation and for nothing else. What neither confirms nor refuses is an error. */
function requireVerdict(received: Buffered, enveloped: boolean, call: Call): Buffered {
  if (successStatus(received, enveloped) !== undefined) return received;
  const { status, body } = received;
  if (status < 400 || status > 599 || body.kind === "unreadable") throw unexpectedResponse(received, call);
  return received;
}

/** A response as the platform's own object, redacted, with an error's status out of its envelope. */
function toResponse(received: Buffered, { redact }: Call): Response {
  const { body, json } = received;
  const status = received.status < 400 ? received.httpStatus : received.status;
  const headers = new Headers();
  for (const [name, value] of received.headers) headers.append(name, cleanHeader(value, redact));
  // The text is decoded already, so these would describe something else.
  headers.delete("content-encoding");
  headers.delete("transfer-encoding");
  headers.delete("content-length");
  if (body.kind !== "text") {
    headers.set("content-length", "0");
    return new Response(null, { status, headers });
  }
  const text = json === undefined ? cleanText(body.text, redact) : JSON.stringify(cleanValue(json, redact));
  return new Response(text, { status, headers });
}
