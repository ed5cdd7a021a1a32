/** Decides what a response means for the credential: an outcome or an error. Nothing else decides that. */
import type { OperationFacts } from "../generated/client.js";
import {
  ApiError,
  type ApiErrorBody,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from "./apiErrors.js";
import { UnexpectedResponseError } from "./errors.js";
import { goneStatus } from "./gone.js";
import { nextStep } from "./hints.js";
import { own } from "./internal/json.js";
import { cleanText, cleanValue, type Redact } from "./internal/text.js";
import { isEmptyContent } from "./transport/envelope.js";
import { errorIn, retryAfterOf } from "./transport/rateLimit.js";
import { type Buffered, isJson, isRefusal } from "./transport/response.js";
import { type Call, errorFacts, nameOf } from "./transport/state.js";

/** What a confirmed revocation did: the operation's own word, or that the target was not there any more. */
export type SuccessOutcome = "deleted" | "unassigned" | "already-gone";

/** The statuses with which a revocation can be confirmed. */
export type ConfirmedStatus = 200 | 204 | 400 | 404;

/** The server's confirmation. */
export interface Confirmed {
  /** `already-gone`: the server knows no such target, and an earlier attempt of this call or `missingOk` explains why. */
  readonly outcome: SuccessOutcome;
  /** Unwrapped from the envelope when there is one. */
  readonly status: ConfirmedStatus;
}

/** What the decision depends on besides the response. */
export interface Question {
  readonly operation: OperationFacts;
  readonly ids: Readonly<Record<string, string>>;
  /** Whether the request asked for an envelope. */
  readonly envelope: boolean;
  readonly missingOk: boolean;
}

/** Reads a response as a confirmation, or throws the error that says what is known instead. */
export function decideOutcome(received: Buffered, question: Question, call: Call): Confirmed {
  const { operation, missingOk } = question;
  const success = successStatus(received, question.envelope);
  if (success !== undefined) return { outcome: operation.effect, status: success };
  if (received.status < 400 || received.status > 599) throw unexpectedResponse(received, call);
  const gone = call.state.left === "certain" || missingOk ? goneStatus(received, operation, question.ids) : undefined;
  if (gone !== undefined) return { outcome: "already-gone", status: gone };
  throw apiError(received, call);
}

/**
 * The status of a response that confirms a revocation; `undefined` for every other response. What counts is proof: the
 * request carried credentials, the response is the origin's own and not a page for people, and it is whole.
 */
export function successStatus(received: Buffered, enveloped: boolean): 200 | 204 | undefined {
  const { authorized, httpStatus, headers, body, envelope } = received;
  const ofTheApi = isJson(headers) || !headers.has("content-type");
  // A response with an age comes from a cache, and DELETE is not cacheable (RFC 9110 §9.2.3).
  if (!authorized || !ofTheApi || headers.has("age")) return undefined;
  // The API's errors carry their code in a header too, whatever a gateway has made of their status.
  if (headers.has("x-error-code")) return undefined;
  if (httpStatus === 204 && body.kind === "empty") return 204;
  if (httpStatus !== 200) return undefined;
  if (body.kind === "empty") return isWholeAndEmpty(headers, enveloped) ? 200 : undefined;
  if (envelope === undefined || !envelope.plain || !isEmptyContent(envelope.content)) return undefined;
  return envelope.status === 200 || envelope.status === 204 ? envelope.status : undefined;
}

/**
 * Whether a 200 without a byte of body is all that the server meant to send: it said that the length is 0, or it sent the
 * last chunk on a connection that both sides keep open. On one that closes, Node 20 hands out a body that was cut off
 * before its first byte as empty (RFC 9112 §6.3, §9.3), and `fetch` does not show the HTTP version.
 */
function isWholeAndEmpty(headers: Headers, enveloped: boolean): boolean {
  const length = headers.get("content-length");
  // With both, the length counts for nothing (RFC 9112 §6.3).
  if (length !== null) return length === "0" && !headers.has("transfer-encoding");
  // An envelope that was cut off before its first byte would look like this, and so would gzip.
  if (enveloped || headers.has("content-encoding") || headers.has("proxy-connection")) return false;
  const chunked = headers.get("transfer-encoding")?.trim().toLowerCase() === "chunked";
  return chunked && headers.get("connection")?.trim().toLowerCase() === "keep-alive";
}

/** The error for a response that is neither a confirmation nor an error of the API. */
export function unexpectedResponse(received: Buffered, call: Call): UnexpectedResponseError {
  const { httpStatus } = received;
  const { api, operation } = call;
  return new UnexpectedResponseError({
    ...errorFacts(call, operation?.method === "DELETE" ? "unknown" : "not-sent"),
    summary: `${nameOf(call)}: HTTP ${httpStatus} ${whyUnexpected(received)}.`,
    nextStep: nextStep({ code: "UNEXPECTED_RESPONSE", api, operation }),
    status: httpStatus,
  });
}

function whyUnexpected({ authorized, httpStatus, headers, body, envelope }: Buffered): string {
  if (httpStatus === 0 || Math.floor(httpStatus / 100) === 3) return "is a redirect, and none is followed";
  if (body.kind === "unreadable") return `can't be read: ${body.reason}`;
  if (!authorized) return "came for a request without credentials, which the API lets nobody make";
  if (headers.has("age")) return "comes from a cache and not from the API";
  if (headers.has("x-error-code")) return "carries an error's code in its headers";
  if (!isJson(headers) && headers.has("content-type")) return "is not JSON, as the API's responses are";
  if (body.kind === "empty") {
    return httpStatus === 200
      ? "has an empty body that may have been cut off"
      : "is not a response that the document knows";
  }
  if (envelope === undefined) return "has a body that is neither empty nor an envelope";
  return `holds an envelope that does not plainly say 200 or 204 (status ${envelope.status})`;
}

/** The error for a response that is an error of the API. */
export function apiError(received: Buffered, call: Call): ApiError {
  const { status, authProblem } = received;
  const { api, operation, redact } = call;
  const body = readErrorBody(received, redact);
  const problem = authProblem === undefined ? undefined : cleanText(authProblem, redact);
  const said = [body.errorCode, body.detail ?? body.reason, problem, received.body.reason].filter(Boolean);
  const text = [`${nameOf(call)}: HTTP ${status}`, ...said].join(", ");
  return new (errorClass(status))({
    ...errorFacts(call, isRefusal(received) ? "refused" : undefined),
    summary: /[.!?…]$/.test(text) ? text : `${text}.`,
    status,
    body,
    authProblem: problem,
    retryAfterMs: retryAfterOf(received),
    nextStep: nextStep({ code: "API", status, errorCode: body.errorCode, authProblem, api, operation }),
  });
}

const errorClasses: ReadonlyMap<number, typeof ApiError> = new Map([
  [400, BadRequestError],
  [401, AuthenticationError],
  [403, PermissionError],
  [404, NotFoundError],
  [429, RateLimitError],
]);

function errorClass(status: number): typeof ApiError {
  return status >= 500 ? ServerError : (errorClasses.get(status) ?? ApiError);
}

function readErrorBody(received: Buffered, redact: Redact): ApiErrorBody {
  const error = errorIn(received);
  const text = (name: string): string | undefined => {
    const value = own(error, name);
    return typeof value === "string" ? cleanText(value, redact) : undefined;
  };
  const parameters = cleanValue(own(error, "parameters"), redact);
  const fields = cleanValue(own(Object(own(error, "badRequestDetail")), "fields"), redact);
  return {
    errorCode: text("errorCode"),
    reason: text("reason"),
    detail: text("detail"),
    parameters: Array.isArray(parameters) ? parameters : undefined,
    badRequestDetail: Array.isArray(fields) ? { fields: fields.flatMap(readField) } : undefined,
  };
}

function readField(entry: unknown): { description: string; field: string }[] {
  const [description, field] = [own(Object(entry), "description"), own(Object(entry), "field")];
  return typeof description === "string" && typeof field === "string" ? [{ description, field }] : [];
}
