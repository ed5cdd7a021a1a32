/** Decides what an answer means for the credential. The only place that decides success. */
import type { Api, OperationFacts } from "../generated/client.js";
import {
  ApiError,
  type ApiErrorBody,
  type ApiErrorFacts,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from "./apiErrors.js";
import { isEmptyContent, own } from "./envelope.js";
import { UnexpectedResponseError } from "./errors.js";
import { nextStep } from "./hints.js";
import { cleanText, cleanValue, type Redact } from "./text.js";
import { type Answer, isJson, isRefusal } from "./transport/answer.js";
import { type Call, errorFacts, outcomeSentence } from "./transport/call.js";
import { errorIn, retryAfterOf } from "./transport/rateLimit.js";

/** The statuses with which a revocation can be confirmed. */
export type ConfirmedStatus = 200 | 204 | 400 | 404;

/** The server's word that the credential is gone. */
export interface Confirmed {
  /** `already-gone`: the server knows no such credential, and an earlier attempt of this call or `missingOk` explains why. */
  readonly outcome: "revoked" | "already-gone";
  /** Unwrapped from the envelope when there is one. */
  readonly status: ConfirmedStatus;
}

/** What the decision depends on besides the answer. */
export interface Question {
  readonly api: Api;
  readonly operation: OperationFacts;
  /** Whether the request asked for an envelope. */
  readonly envelope: boolean;
  readonly missingOk: boolean;
}

/** Reads an answer as a confirmation, or throws the error that says what is known instead. */
export function decideOutcome(answer: Answer, question: Question, call: Call): Confirmed {
  const success = successStatus(answer, question);
  if (success !== undefined) return { outcome: "revoked", status: success };
  if (answer.status < 400 || answer.status > 599) throw unexpected(answer, question, call);
  const gone = call.ledger.unsettled || question.missingOk ? goneStatus(answer, question) : undefined;
  if (gone !== undefined) return { outcome: "already-gone", status: gone };
  throw apiError(answer, question, call);
}

/** The status of an answer that confirms a revocation; `undefined` for every other answer. */
export function successStatus(answer: Answer, question: Pick<Question, "envelope">): 200 | 204 | undefined {
  const { httpStatus, body, envelope } = answer;
  if (httpStatus === 204 && body.kind === "empty") return 204;
  if (httpStatus !== 200) return undefined;
  if (body.kind === "empty") return isCertainlyEmpty(answer, question) ? 200 : undefined;
  if (envelope === undefined || !envelope.plain || !isEmptyContent(envelope.content)) return undefined;
  return envelope.status === 200 || envelope.status === 204 ? envelope.status : undefined;
}

/**
 * Whether a 200 without a byte of body is all that the server meant to send. A body that ends with its connection
 * (RFC 9112 §6.3), chunked or not where the connection closes, or a gzip that was cut short before its first byte: platforms
 * hand out each as empty, and as no error.
 */
function isCertainlyEmpty({ headers }: Answer, { envelope }: Pick<Question, "envelope">): boolean {
  const length = headers.get("content-length");
  if (length === "0") return true;
  // An envelope that was cut off before its first byte would look just like this.
  if (length !== null || envelope || headers.has("content-encoding")) return false;
  if (headers.get("connection")?.match(/\bclose\b/i)) return false;
  const chunked = headers.get("transfer-encoding")?.trim().toLowerCase() === "chunked";
  // A page for people is never what was meant.
  return chunked && (isJson(headers) || !headers.has("content-type"));
}

/** The status of an error that says: no such credential. Every other "not found" is about something else. */
function goneStatus(answer: Answer, { operation }: Question): 400 | 404 | undefined {
  const error = errorIn(answer);
  if (own(error, "error") !== answer.status) return undefined;
  const code = own(error, "errorCode");
  if (typeof code !== "string") return undefined;
  if (answer.envelope !== undefined && answer.envelope.status !== answer.status) return undefined;
  const ids = operation.pathParameters.map(({ name }) => name);
  if (answer.status === 400 && code === "API_KEY_NOT_FOUND" && ids.includes("apiKeyId")) return 400;
  if (answer.status !== 404 || !code.endsWith("_NOT_FOUND")) return undefined;
  const named = code === "RESOURCE_NOT_FOUND" ? resourceNamed(error) : code;
  return named === undefined || targetNoun(ids).test(named) ? 404 : undefined;
}

const nouns =
  /(?:service[ _]?account|client)[ _]secret|secret|service[ _]?account|client|mdb_sa_id_|api[ _]?key|project|group|org/i;

/**
 * What a general "not found" says is missing, as a code would name it: the first noun in its words; a path where the server
 * has no such URL. `undefined` when it names nothing, so that only the target of the request can be meant.
 */
function resourceNamed(error: object): string | undefined {
  const words = JSON.stringify([own(error, "detail"), own(error, "reason"), own(error, "parameters")]);
  if (/\/(?:api|groups|orgs)\b/.test(words)) return "PATH";
  const noun = nouns.exec(words)?.[0].toUpperCase();
  return noun === "MDB_SA_ID_" ? "CLIENT" : noun;
}

/** What a code must name to be about the target: an account that isn't found here may keep its secret elsewhere. */
function targetNoun(ids: readonly string[]): RegExp {
  if (ids.includes("secretId")) return /SECRET/;
  return ids.includes("apiKeyId") ? /API[ _]?KEY/ : /^(?!.*SECRET).*(?:SERVICE[ _]?ACCOUNT|CLIENT)/;
}

function unexpected(answer: Answer, question: Question, call: Call): UnexpectedResponseError {
  const facts = errorFacts(call, "unknown");
  const next = "Check the base URL and what stands between you and the server.";
  const message = `${what(question)}: HTTP ${answer.httpStatus} ${whyUnexpected(answer)}. ${outcomeSentence(facts.outcome)} ${next}`;
  return new UnexpectedResponseError(message, { ...facts, status: answer.httpStatus, nextStep: next });
}

/** Why an answer is neither a confirmation nor an error of the API. */
export function whyUnexpected({ httpStatus, body, envelope }: Answer): string {
  if (httpStatus === 0 || Math.floor(httpStatus / 100) === 3) return "is a redirect, and none is followed";
  if (body.kind === "unreadable") return `can't be read: ${body.reason}`;
  if (body.kind === "empty") {
    return httpStatus === 200 ? "has an empty body that may have been cut off" : "is no answer that the document knows";
  }
  if (envelope === undefined) return "has a body that is neither empty nor an envelope";
  return `holds an envelope that does not plainly say 200 or 204 (status ${envelope.status})`;
}

function apiError(answer: Answer, question: Question, call: Call): ApiError {
  const { status, authProblem } = answer;
  const body = readErrorBody(answer, call.redact);
  const base = errorFacts(call, isRefusal(answer) ? "refused" : "unknown");
  const facts: ApiErrorFacts = { ...base, status, body, retryAfterMs: retryAfterOf(answer) };
  const problem = authProblem === undefined ? undefined : cleanText(authProblem, call.redact);
  const said = [body.errorCode, body.detail ?? body.reason, problem, answer.body.reason].filter(
    (part) => part !== undefined && part !== "",
  );
  const words = [`HTTP ${status}`, ...said].join(", ");
  const next = nextStep({
    status,
    errorCode: body.errorCode,
    api: question.api,
    operation: question.operation,
    authProblem,
  });
  const message = `${what(question)}: ${withStop(words)} ${outcomeSentence(facts.outcome)} ${next}`;
  return new (errorClass(status))(message, { ...facts, nextStep: next });
}

function errorClass(status: number): typeof ApiError {
  if (status >= 500) return ServerError;
  const known: Readonly<Record<number, typeof ApiError>> = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionError,
    404: NotFoundError,
    429: RateLimitError,
  };
  return known[status] ?? ApiError;
}

function readErrorBody(answer: Answer, redact: Redact): ApiErrorBody {
  const error = errorIn(answer);
  const text = (name: string): string | undefined => {
    const value = own(error, name);
    return typeof value === "string" ? cleanText(value, redact) : undefined;
  };
  const parameters = cleanValue(own(error, "parameters"), redact);
  const fields = readFields(own(error, "badRequestDetail"), redact);
  return {
    errorCode: text("errorCode"),
    reason: text("reason"),
    detail: text("detail"),
    parameters: Array.isArray(parameters) ? parameters : undefined,
    badRequestDetail: fields === undefined ? undefined : { fields },
  };
}

function readFields(detail: unknown, redact: Redact): { description: string; field: string }[] | undefined {
  const fields = typeof detail === "object" && detail !== null ? cleanValue(own(detail, "fields"), redact) : undefined;
  if (!Array.isArray(fields)) return undefined;
  return fields.flatMap((entry: unknown) => {
    const [description, field] = [own(Object(entry), "description"), own(Object(entry), "field")];
    return typeof description === "string" && typeof field === "string" ? [{ description, field }] : [];
  });
}

function what({ operation }: Question): string {
  return operation.operationId;
}

function withStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
