/** `client.http`: the typed openapi-fetch client over the same transport, for those who want data, error and response. */
import createFetchClient from "openapi-fetch";
import { type HttpClient, servers } from "../generated/client.js";
import type { paths } from "../generated/schema.js";
import { UnexpectedResponseError } from "./errors.js";
import type { Settings } from "./options.js";
import type { Answer } from "./transport/answer.js";
import { type Call, errorFacts, outcomeSentence } from "./transport/call.js";
import { operationAt, refusal } from "./transport/guard.js";
import { fromRequest } from "./transport/outgoing.js";
import type { CallRequest } from "./transport/runCall.js";
import type { Send } from "./transport/send.js";

/** Opens a call of the client and runs work for it. */
export type Run = <T>(request: CallRequest, work: (call: Call) => Promise<T>) => Promise<T>;

/**
 * The openapi-fetch client behind the methods. What it builds is read at once, so it builds a plain object: the
 * platform's `Request` brings headers, a body and a signal that nobody uses, at a third of a DELETE's whole cost.
 */
export function createInternalHttp({ origin, api }: Settings): HttpClient {
  const Request = RequestLine as unknown as typeof globalThis.Request;
  return createFetchClient<paths>({ baseUrl: origin + servers[api].basePath, Request });
}

class RequestLine {
  readonly method: string;
  readonly url: string;
  constructor(url: string, init: { readonly method: string }) {
    this.method = init.method;
    this.url = url;
  }
}

/**
 * The client that callers see. A `fetch` given with a single request is not used: nothing may pass by the guard, and
 * the path template that was called must be that of the URL that leaves.
 */
export function createHttp(settings: Settings, deliver: Send, run: Run): HttpClient {
  const http = createFetchClient<paths>({ baseUrl: settings.origin + servers[settings.api].basePath });
  const fetchFor = (template: unknown) => (request: Request) => {
    // Read once: a `Request` class of the caller's own could answer differently the next time.
    const { method, url, signal } = request;
    const operation = operationAt(new URL(url).pathname, settings.api);
    if (operation === undefined || operation.path !== template) return Promise.reject(refusal(undefined));
    const { operationId } = operation;
    const outgoing = fromRequest({ method, url }, operation.accept[settings.api], settings.userAgent);
    return run({ operationId, signal }, async (call) => toResponse(await deliver(outgoing, call), call));
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

/** An answer as the platform's own object. What no `Response` can carry, or nobody should read as one, is an error. */
function toResponse(answer: Answer, call: Call): Response {
  const { httpStatus: status, body } = answer;
  if (body.kind === "unreadable" || status < 200 || status > 599 || (status >= 300 && status < 400)) {
    const why = body.kind === "unreadable" ? body.reason : "a redirect or an unknown status; none is followed";
    const facts = errorFacts(call, "unknown");
    throw new UnexpectedResponseError(`HTTP ${status}: ${why}. ${outcomeSentence(facts.outcome)}`, {
      ...facts,
      status,
    });
  }
  const headers = new Headers(answer.headers);
  // The text is decoded already, so these would describe something else.
  headers.delete("content-encoding");
  headers.delete("content-length");
  const bodyless = status === 204 || status === 205;
  return new Response(bodyless || body.kind === "empty" ? null : body.text, { status, headers });
}
