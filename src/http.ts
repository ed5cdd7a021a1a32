/** `client.http`: the typed openapi-fetch client over the same transport, for those who want data, error and response. */
import createFetchClient from "openapi-fetch";
import { type HttpClient, servers } from "../generated/client.js";
import type { paths } from "../generated/schema.js";
import { UnexpectedResponseError } from "./errors.js";
import type { Settings } from "./options.js";
import { successStatus, whyUnexpected } from "./outcome.js";
import type { Answer } from "./transport/answer.js";
import { type Call, errorFacts, outcomeSentence } from "./transport/call.js";
import { operationAt, refusal } from "./transport/guard.js";
import { toOutgoing } from "./transport/outgoing.js";
import type { CallRequest } from "./transport/runCall.js";
import type { Send } from "./transport/send.js";

/** Opens a call of the client and runs work for it. */
export type Run = <T>(request: CallRequest, work: (call: Call) => Promise<T>) => Promise<T>;

/**
 * The client that callers see. A `fetch` given with a single request is not used: nothing may pass by the guard, and
 * the path template that was called must be that of the URL that leaves.
 */
export function createHttp(settings: Settings, deliver: Send, run: Run): HttpClient {
  const http = createFetchClient<paths>({ baseUrl: settings.origin + servers[settings.api].basePath });
  const fetchFor = (template: unknown) => (request: Request) => {
    // Read once: a `Request` class of the caller's own could answer differently the next time.
    const { method, url, signal } = request;
    const operation = operationAt(url, settings.origin, settings.api);
    if (operation === undefined || operation.path !== template) return Promise.reject(refusal(undefined));
    const { operationId } = operation;
    const outgoing = toOutgoing(method, url, operation.accept[settings.api], settings.userAgent);
    const envelope = new URL(url).searchParams.get("envelope") === "true";
    return run({ operationId, signal }, async (call) => toResponse(await deliver(outgoing, call), envelope, call));
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

/**
 * An answer as the platform's own object, with the status out of its envelope: `response.ok` is true for a confirmed
 * revocation and for nothing else. What neither confirms nor refuses is an error.
 */
function toResponse(answer: Answer, envelope: boolean, call: Call): Response {
  const { body } = answer;
  const confirmed = successStatus(answer, { envelope }) !== undefined;
  const status = confirmed ? answer.httpStatus : answer.status;
  const refused = status >= 400 && status <= 599 && body.kind !== "unreadable";
  if (!confirmed && !refused) {
    const facts = errorFacts(call, "unknown");
    const message = `HTTP ${answer.httpStatus} ${whyUnexpected(answer)}. ${outcomeSentence(facts.outcome)}`;
    throw new UnexpectedResponseError(message, { ...facts, status: answer.httpStatus });
  }
  const headers = new Headers(answer.headers);
  // The text is decoded already, so these would describe something else.
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(body.kind === "text" ? body.text : null, { status, headers });
}
