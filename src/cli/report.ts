/** How a run ended, once as data: for people and for programs the same facts. */
import { type Api, type OperationFacts, servers } from "../../generated/client.js";
import { isRevokeError, knownSentence, type RevokeError } from "../errors.js";
import { cleanText } from "../internal/text.js";
import type { Revocation } from "../revoke.js";
import type { Preview } from "./call.js";
import { type ExitCode, exitCodeOf } from "./exitCodes.js";
import { StoppedError, UsageError } from "./usageError.js";
import { exposedSecretStep, inFlags, tellsOfSecret } from "./words.js";

/** What is known about the target before anything happens, as far as a run got. */
export interface Target {
  readonly operation?: OperationFacts | undefined;
  readonly api?: Api | undefined;
  /** Origin of the server. */
  readonly host?: string | undefined;
  /** Only ids that passed the checks. */
  readonly ids?: Readonly<Record<string, string>> | undefined;
  readonly sandbox?: boolean | undefined;
}

/** How a run ended. */
export type Report = Target & { readonly exitCode: ExitCode } & (
    | { readonly kind: "gone"; readonly revocation: Revocation }
    | { readonly kind: "printed"; readonly request: Preview; readonly credential: string | undefined }
    | { readonly kind: "failed"; readonly failure: Failure }
  );

/** A failure in words and as data. */
export interface Failure {
  readonly outcome: "refused" | "not-sent" | "unknown";
  readonly interrupted: boolean;
  /** What happened, in one or two sentences. */
  readonly happened: string;
  readonly details: UsageError["details"];
  /** What is known about the credential, in one sentence; absent where nothing was tried. */
  readonly known: string | undefined;
  readonly nextStep: string | undefined;
  readonly status: number | undefined;
  readonly attempts: number | undefined;
  readonly requests: number | undefined;
  /** The error as data, without stack and cause. */
  readonly error: Readonly<Record<string, unknown>>;
}

const runAgain =
  "Run the same command again; if it answers that there is no such credential, list what exists there before you take that for gone: a mistyped id gets the same answer.";

/** Turns whatever was thrown into a report. */
export function reportFailure(thrown: unknown, target: Target): Report {
  const failure = failureOf(thrown);
  const exitCode = failure.interrupted ? 130 : exitCodeOf[failure.outcome];
  return { ...target, kind: "failed", exitCode, failure };
}

function failureOf(thrown: unknown): Failure {
  if (isRevokeError(thrown)) return libraryFailure(thrown);
  const untold = { status: undefined, attempts: undefined, requests: undefined, details: [], known: undefined };
  if (thrown instanceof UsageError || thrown instanceof StoppedError) {
    const { name, code, message, outcome } = thrown;
    const nextStep = (thrown instanceof UsageError ? thrown.nextStep : undefined) ?? stepForSecret(message);
    const details = thrown instanceof UsageError ? thrown.details : [];
    const interrupted = code === "CANCELLED";
    const error = { name, message, code, outcome };
    return { ...untold, outcome, interrupted, happened: message, details, nextStep, error };
  }
  // A mistake in this program: it may have struck after the request left.
  const message = cleanText(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
  return {
    ...untold,
    outcome: "unknown",
    interrupted: false,
    happened: `The program itself failed: ${message}`,
    known: knownSentence("unknown"),
    nextStep: "Please report this, with the command and without any credential.",
    error: { name: "InternalError", message, code: "INTERNAL", outcome: "unknown" },
  };
}

function libraryFailure(error: RevokeError): Failure {
  const { outcome, code, attempts, requests, message, summary, nextStep = "" } = error;
  const known = knownSentence(outcome);
  const { nextStep: _, ...facts } = error.toJSON();
  const status = "status" in error && typeof error.status === "number" ? error.status : undefined;
  return {
    outcome,
    interrupted: code === "CANCELLED",
    happened: inFlags(summary),
    details: [],
    known: requests === 0 && outcome === "not-sent" ? undefined : known,
    nextStep:
      outcome === "unknown" ? runAgain : inFlags(nextStep) || (nextStepFor(code, status) ?? stepForSecret(message)),
    status,
    attempts,
    requests,
    error: facts,
  };
}

function nextStepFor(code: string, status: number | undefined): string | undefined {
  switch (code) {
    case "TOKEN":
      return status === undefined || status >= 500
        ? "Check the network, and --base-url if you gave one; then run the same command again."
        : "Correct the credentials, or what the message names; then run the same command again.";
    case "CONNECTION":
      return "Check the network, and --base-url if you gave one; then run the same command again.";
    case "TIMEOUT":
      return "Run the same command again with a longer --timeout.";
    case "CANCELLED":
      return "Run the same command again when you are ready.";
    default:
      return undefined;
  }
}

function stepForSecret(message: string): string | undefined {
  return tellsOfSecret(message) ? exposedSecretStep : undefined;
}

/** The title of an API, as the document has it. */
export function titleOf(api: Api | undefined): string {
  return api === undefined ? "the server" : servers[api].title;
}

/** The report as one JSON document. Absent facts are left out. */
export function reportAsJson(report: Report): string {
  const { operation, api, host, ids, sandbox, exitCode } = report;
  const target = { operationId: operation?.operationId, api, host, ids, ...(sandbox === true ? { sandbox } : {}) };
  const facts = ((): Readonly<Record<string, unknown>> => {
    switch (report.kind) {
      case "gone": {
        const { outcome, status, attempts, requests, rateLimit, warnings } = report.revocation;
        return { outcome, exitCode, ...target, status, attempts, requests, rateLimit, warnings };
      }
      case "printed":
        return { outcome: "dry-run", exitCode, ...target, request: report.request, credential: report.credential };
      case "failed": {
        const { outcome, nextStep, error } = report.failure;
        return { outcome, exitCode, ...target, error, nextStep };
      }
    }
  })();
  return `${JSON.stringify(facts)}\n`;
}
