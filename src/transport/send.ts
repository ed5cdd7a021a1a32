/** The innermost layer: one request on the wire, one answer read, and the call's book kept. */
import { ConnectionError, UnexpectedResponseError } from "../errors.js";
import type { Fetch } from "../options.js";
import { cleanMessage, cleanText } from "../text.js";
import { type Answer, isRefusal, readAnswer } from "./answer.js";
import { type Call, errorFacts, knownOutcome, type Ledger, outcomeSentence } from "./call.js";
import type { Outgoing } from "./outgoing.js";

/** Sends one request for one call. */
export type Send = (request: Outgoing, call: Call) => Promise<Answer>;

/** Failures that happen before a connection exists: nothing can have reached the server. */
const neverConnected: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_VERIFY_FIRST_CERTIFICATE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ConnectionRefused", // Bun
]);

/** Builds the layer over a `fetch`. */
export function sendWith(fetch: Fetch): Send {
  return async (request, call) => {
    const isDelete = request.method === "DELETE";
    const authorized = isDelete && Object.hasOwn(request.headers, "authorization");
    call.signal.throwIfAborted();
    call.ledger.requests += 1;
    if (isDelete) call.ledger.inFlight = true;
    const started = performance.now();
    const init: RequestInit = {
      method: request.method,
      headers: { ...request.headers },
      // A redirect would re-send the DELETE, or turn it into a GET whose 200 reads as success.
      redirect: "manual",
      credentials: "omit",
      // Bun re-sends a DELETE by itself when a kept connection drops, and then a deletion reads as "not found". This
      // makes it open a connection for each request; elsewhere it is the default, and about page unloads.
      keepalive: false,
      signal: call.signal,
    };
    if (request.body !== undefined) init.body = request.body;
    let response: Response;
    try {
      response = await fetch(request.url, init);
    } catch (error) {
      call.signal.throwIfAborted();
      const unsent = wasNeverConnected(error);
      if (isDelete) settle(call.ledger, authorized, unsent ? "unsent" : "lost");
      throw connectionError(error, unsent, call);
    }
    const problem = whyNoAnswer(response);
    if (problem !== undefined) {
      if (isDelete) settle(call.ledger, authorized, "lost");
      throw new UnexpectedResponseError(`The fetch option ${problem}. ${outcomeSentence(knownOutcome(call))}`, {
        ...errorFacts(call),
        status: 0,
      });
    }
    const answer = await readAnswer(response, call.signal);
    if (isDelete) settle(call.ledger, authorized, isRefusal(answer) ? "refused" : "unsettled");
    call.emit({ type: "answer", status: answer.httpStatus, durationMs: performance.now() - started });
    return answer;
  };
}

type Settled = "unsent" | "lost" | "refused" | "unsettled";

function settle(ledger: Ledger, authorized: boolean, settled: Settled): void {
  ledger.inFlight = false;
  if (settled === "refused") ledger.refused ||= authorized;
  // Any other answer stays in doubt until outcome.ts reads it as a success.
  else if (settled !== "unsent" && authorized) ledger.unsettled = true;
  else if (settled === "lost") ledger.lostProbe = true;
}

/** What disqualifies a result of the caller's own `fetch`: the platform's own never fails this. */
function whyNoAnswer(response: Response): string | undefined {
  const { status, headers, body, redirected } = response ?? {};
  const whole = Number.isInteger(status) && typeof headers?.get === "function";
  if (!whole || (body !== null && typeof body?.getReader !== "function")) return "returned no standard Response";
  return redirected ? "followed a redirect" : undefined;
}

function connectionError(error: unknown, unsent: boolean, call: Call): ConnectionError {
  const codes = [...failureCodes(error)];
  const facts = errorFacts(call);
  const what = unsent ? "The connection could not be made" : "The connection failed before the answer was there";
  const why = codes.length === 0 ? "" : ` (${cleanText(codes.join(", "), call.redact)})`;
  const cause = new Error(cleanMessage(error, call.redact));
  return new ConnectionError(`${what}${why}. ${outcomeSentence(facts.outcome)}`, { ...facts, cause });
}

/** Whether every failure at the bottom happened before a connection existed. */
function wasNeverConnected(error: unknown): boolean {
  const failures = [...failuresIn(error)];
  return failures.length > 0 && failures.every(isBeforeConnection);
}

function isBeforeConnection(failure: Failure): boolean {
  const { code, syscall } = failure;
  if (!neverConnected.has(code)) return false;
  // A route that vanishes under an established connection has the same code, but from a read or a write.
  if (syscall === undefined) return !String(code).endsWith("UNREACH");
  return syscall === "connect" || syscall === "getaddrinfo";
}

/** What the platform calls the failures; a bare "Error" tells nobody anything. */
function failureCodes(error: unknown): string[] {
  return [...failuresIn(error)]
    .map(({ code, name }) => (typeof code === "string" ? code : name))
    .filter((word): word is string => typeof word === "string" && word !== "Error");
}

/** What platforms tell of a failure; read by shape, since the error may come from another realm. */
interface Failure {
  readonly code?: unknown;
  readonly name?: unknown;
  readonly syscall?: unknown;
  readonly errors?: unknown;
  readonly cause?: unknown;
}

/** The failures at the bottom: `fetch` wraps them in a TypeError, two address families in an AggregateError. */
function* failuresIn(error: unknown, depth = 0): Generator<Failure> {
  if (typeof error !== "object" || error === null || depth > 5) return;
  const failure: Failure = error;
  const inner: readonly unknown[] = Array.isArray(failure.errors) ? failure.errors : [failure.cause];
  const below = inner.flatMap((each) => [...failuresIn(each, depth + 1)]);
  if (below.length > 0) yield* below;
  else yield failure;
}
