/** The innermost layer: one request on the wire, one answer read, and the call's book kept. */
import { ConnectionError, UnexpectedResponseError } from "../errors.js";
import type { Fetch } from "../options.js";
import { cleanText } from "../text.js";
import { type Answer, readAnswer } from "./answer.js";
import { type Call, errorFacts, type Ledger, outcomeSentence } from "./call.js";
import type { Outgoing } from "./outgoing.js";

/** Sends one request for one call. */
export type Send = (request: Outgoing, call: Call) => Promise<Answer>;

/** Failures that happen before a connection exists: nothing can have reached the server. */
const neverConnected: ReadonlySet<string> = new Set([
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
    const authorized = isDelete && request.headers.authorization !== undefined;
    call.signal.throwIfAborted();
    call.ledger.requests += 1;
    if (isDelete) call.ledger.inFlight = true;
    const started = performance.now();
    let response: Response;
    try {
      response = await fetch(request.url, {
        method: request.method,
        headers: { ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        // A redirect would re-send the DELETE, or turn it into a GET whose 200 reads as success.
        redirect: "manual",
        credentials: "omit",
        signal: call.signal,
      });
    } catch (error) {
      call.signal.throwIfAborted();
      const unsent = wasNeverConnected(error);
      if (isDelete) settle(call.ledger, authorized, unsent ? "unsent" : "lost");
      throw connectionError(error, unsent, call);
    }
    if (typeof response?.status !== "number") {
      if (isDelete) settle(call.ledger, authorized, "lost");
      throw new UnexpectedResponseError("The fetch option returned no Response.", { ...errorFacts(call), status: 0 });
    }
    const answer = await readAnswer(response, call.signal);
    if (isDelete)
      settle(call.ledger, authorized, answer.status >= 400 && answer.status < 500 ? "refused" : "unsettled");
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

function connectionError(error: unknown, unsent: boolean, call: Call): ConnectionError {
  const codes = [...failureCodes(error)];
  const facts = errorFacts(call, unsent ? "not-sent" : "unknown");
  const what = unsent ? "The connection could not be made" : "The connection failed before the answer was there";
  const why = codes.length === 0 ? "" : ` (${cleanText(codes.join(", "), call.redact)})`;
  const cause = new Error(cleanText(error instanceof Error ? error.message : String(error), call.redact));
  return new ConnectionError(`${what}${why}. ${outcomeSentence(facts.outcome)}`, { ...facts, cause });
}

function wasNeverConnected(error: unknown): boolean {
  const codes = [...failureCodes(error)];
  return codes.length > 0 && codes.every((code) => neverConnected.has(code));
}

/** The codes of the failures at the bottom: `fetch` wraps them in a TypeError, two address families in an AggregateError. */
function* failureCodes(error: unknown, depth = 0): Generator<string> {
  if (!(error instanceof Error) || depth > 5) return;
  const inner: readonly unknown[] =
    error instanceof AggregateError ? error.errors : error.cause instanceof Error ? [error.cause] : [];
  if (inner.length > 0) for (const each of inner) yield* failureCodes(each, depth + 1);
  else yield "code" in error && typeof error.code === "string" ? error.code : error.name;
}
