/** The one builder: every DELETE, of the methods and of `client.http`, is built by openapi-fetch from the generated types. */
import createFetchClient, { type Client } from "openapi-fetch";
import { type HttpClient, servers } from "../generated/client.js";
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
export function createBuilder<Paths extends object>({ origin, api }: Settings): Client<Paths> {
  const baseUrl = origin + servers[api].basePath;
  return createFetchClient<Paths>({ baseUrl, fetch: () => Promise.reject(refusal()) });
}

/** A request that was built, as it will be sent, and the operation that it belongs to. */
export interface Built<F> {
  readonly operation: F;
  readonly outgoing: Outgoing;
}

/**
 * Takes over a request from the builder.
 *
 * @param template The path that was called: the URL must belong to that operation, and to no other.
 * @throws InvalidParameterError when it does not, or when the request holds headers or a body.
 */
export function takeOver<M extends "DELETE" | "GET">(
  request: Request,
  allowed: M,
  template: unknown,
  { origin, api, userAgent }: Settings,
): Built<NonNullable<ReturnType<typeof operationAt<M>>>> {
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
export function createHttp(settings: Settings, deliver: Send, run: Run): HttpClient {
  const http = createBuilder<paths>(settings);
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
export function toResponse(received: Buffered, { redact }: Call): Response {
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
