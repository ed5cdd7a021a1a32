/** What was thrown, as data that the program can render: every text comes from a field, none from a message. */
import { type Api, type LookupFacts, lookupTable, type OperationId, operationTable } from "../../generated/client.js";
import type { ApiError } from "../apiErrors.js";
import { InvalidParameterError, isRevokeError, knownSentence, type RevokeError } from "../errors.js";
import { type HintWords, nextStep } from "../hints.js";
import { cleanText } from "../internal/text.js";
import { commands } from "./commands.js";
import { adviceForId, findCommand, type Known } from "./looksLike.js";
import { flagOf, idArguments, programName, serverArguments } from "./names.js";
import type { Target } from "./report.js";
import { StoppedError, UsageError } from "./usageError.js";

/** A failure in words and as data. */
export interface Failure {
  readonly outcome: "refused" | "not-sent" | "unknown";
  readonly interrupted: boolean;
  /** What happened, in one or two sentences. */
  readonly summary: string;
  readonly details: UsageError["details"];
  /** What is known about the credential, in one sentence; absent where nothing was tried. */
  readonly known: string | undefined;
  readonly nextStep: string | undefined;
  readonly attempts: number;
  readonly requests: number;
  /** The error as data, without stack and cause. */
  readonly error: Readonly<Record<string, unknown>>;
  /** What JSON says besides. */
  readonly facts?: object | undefined;
}

/** Reads whatever was thrown. `target` is what was known by then. */
export function failureOf(thrown: unknown, target: Target): Failure {
  if (isRevokeError(thrown)) return libraryFailure(thrown, target);
  const common = { interrupted: false, details: [], known: undefined, attempts: 0, requests: 0 };
  if (thrown instanceof UsageError || thrown instanceof StoppedError) {
    const { name, code, message, outcome } = thrown;
    const { details = [], nextStep, facts } = thrown instanceof UsageError ? thrown : {};
    const interrupted = code === "CANCELLED";
    const error = { name, message, code, outcome };
    return { ...common, outcome, interrupted, summary: message, details, nextStep, error, facts };
  }
  // A mistake in this program: it may have struck after the request left.
  const message = cleanText(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
  return {
    ...common,
    outcome: "unknown",
    summary: `The program itself failed: ${message}`,
    known: knownSentence("unknown"),
    nextStep: "Please report this, with the command and without any credential.",
    error: { name: "InternalError", message, code: "INTERNAL", outcome: "unknown" },
  };
}

function libraryFailure(error: RevokeError, target: Target): Failure {
  const { outcome, code, attempts, requests } = error;
  const summary =
    error instanceof InvalidParameterError ? `${flagOf(error.parameter)} ${error.reason}.` : error.summary;
  const { nextStep: _, summary: __, ...facts } = error.toJSON();
  return {
    outcome,
    interrupted: code === "CANCELLED",
    summary,
    details: [],
    known: outcome === "not-sent" && requests + attempts === 0 ? undefined : knownSentence(outcome),
    nextStep: stepAfter(error, target),
    attempts,
    requests,
    error: { ...facts, message: summary },
  };
}

/** What to do next, in the words of the command line. */
function stepAfter(error: RevokeError, { operation, api, host, ids, given }: Target): string | undefined {
  const known: Known = { api, host, ...given, ...ids };
  if (error.outcome === "unknown" && operation !== undefined && api !== undefined && ids !== undefined) {
    return `Look before you act: \`${commandFor("verify", operation.operationId, api, host, ids)}\``;
  }
  if (error.code === "CANCELLED") return "Run the same command again when you are ready.";
  if (error instanceof InvalidParameterError) {
    const value = given?.[error.parameter];
    const isId = operation !== undefined && value !== undefined;
    return isId ? adviceForId(error.parameter, value, operation, known) : error.nextStep;
  }
  if (api === undefined || error.code === "TOKEN") return error.nextStep;
  const { code, status, errorCode, authProblem } = error as RevokeError & Partial<ApiError>;
  const lookup = new Map<string | undefined, LookupFacts>(Object.entries(lookupTable)).get(error.operationId);
  const facts = { code, status, errorCode, authProblem, api, operation: lookup ?? operation };
  return nextStep(facts, flagWords(known)) ?? error.nextStep;
}

/** The library's hints in the vocabulary of flags. */
function flagWords(known: Known): HintWords {
  return {
    api: (api) => `--api ${api}`,
    id: flagOf,
    baseUrl: "--base-url, if you gave one,",
    missingOk: "run the same command again with --missing-ok",
    longerTimeout: "with a longer --timeout",
    list: `list what is there with \`${findCommand(known)}\``,
    again: "run the same command again",
    many: "batch",
  };
}

/** The command that revokes a target, or looks whether it is still there. */
export function commandFor(
  verb: "revoke" | "verify",
  operationId: OperationId,
  api: Api,
  host: string | undefined,
  ids: object,
): string {
  const given = new Map<string, string>(Object.entries(ids));
  const ordered = operationTable[operationId].pathParameters.map(({ name }) => [name, given.get(name) ?? ""]);
  const command = `${verb === "verify" ? "verify " : ""}${commands[operationId]}`;
  return `${programName} ${command} --api ${api} ${idArguments(Object.fromEntries(ordered))}${serverArguments(api, host)}`;
}
