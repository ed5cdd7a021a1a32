/** The lines of a results file: written as JSON, and read back as something that anybody may have changed. */
import type { Api } from "../../../generated/client.js";
import type { BulkResult } from "../../bulk/result.js";
import type { Target } from "../../bulk/target.js";
import { ApiError, AuthenticationError } from "../../index.js";
import { idsOf, type Plan } from "./plan.js";

/** What a batch is: a results file of another one is refused. */
export interface BatchFacts {
  readonly api: Api;
  /** Origin of the server. */
  readonly host: string;
  readonly targets: number;
  /** SHA-256 over the targets. */
  readonly sha256: string;
}

/** The first line. */
export function batchLine(facts: BatchFacts, at: Date): string {
  return JSON.stringify({ type: "batch", version: 1, ...facts, at: at.toISOString() });
}

/** Written before a target's first request leaves: after a crash it tells "may have been sent" from "was not". */
export function startedLine(place: number, at: Date): string {
  return JSON.stringify({ type: "started", n: place + 1, at: at.toISOString() });
}

/**
 * What became of a target. `result` lines are final, and there is one for each target at most; an `unresolved` one says how
 * far a run got with a target that the next run is to take up again.
 */
export function resultLine(plan: Plan, place: number, result: BulkResult<unknown>, at: Date): string {
  const target = plan.at(place);
  return JSON.stringify({
    type: isFinal(result) ? "result" : "unresolved",
    n: place + 1,
    line: plan.lineOf(place),
    outcome: result.outcome,
    operation: target.operation,
    ...idsOf(target),
    ...("revocation" in result ? { status: result.revocation.status } : {}),
    attempts: result.attempts,
    requests: result.requests,
    ...("error" in result ? { error: errorFacts(result.error) } : warningsOf(result)),
    at: at.toISOString(),
  });
}

/** The refusals that speak of the target. Every other one (402, 405, 409, 429 …) speaks of the hour or of the caller. */
const finalStatuses: readonly number[] = [400, 401, 403, 404];

/** Whether nothing is left to be found out by trying again: a refusal of the caller, or for now, decides nothing. */
export function isFinal(result: BulkResult<unknown>): boolean {
  if (result.outcome === "deleted" || result.outcome === "unassigned" || result.outcome === "already-gone") return true;
  if (result.outcome !== "refused" || isCredentialRefused(result)) return false;
  const { error } = result;
  if (!(error instanceof ApiError)) return true;
  return finalStatuses.includes(error.status) && error.errorCode !== "IP_ADDRESS_NOT_ON_ACCESS_LIST";
}

/**
 * Whether the server refused the credential rather than this target: a 401 without a code, or with the one that says nothing.
 * Other codes of a 401 (NOT_IN_GROUP, NOT_ORG_OWNER …) speak of the target's project or organization.
 */
export function isCredentialRefused(result: BulkResult<unknown>): boolean {
  if (!("error" in result) || !(result.error instanceof AuthenticationError)) return false;
  const { errorCode } = result.error;
  return result.outcome === "refused" && (errorCode === undefined || errorCode === "UNEXPECTED_ERROR");
}

/** Why a target was refused, in a word or two. */
export function reasonOf(error: {
  readonly code: string;
  readonly status?: unknown;
  readonly errorCode?: unknown;
}): string {
  const status = typeof error.status === "number" ? `HTTP ${error.status} ` : "";
  return `${status}${typeof error.errorCode === "string" ? error.errorCode : error.code}`;
}

function errorFacts(error: Error & { readonly code: string }): Readonly<Record<string, unknown>> {
  const { name, code, message } = error;
  const status = "status" in error ? error.status : undefined;
  const errorCode = "errorCode" in error ? error.errorCode : undefined;
  return { name, code, status, errorCode, message };
}

function warningsOf(result: BulkResult<unknown>): { readonly warnings?: readonly string[] } {
  if (!("revocation" in result) || result.revocation.warnings.length === 0) return {};
  return { warnings: result.revocation.warnings };
}

/** A line that was read back. */
export type ReadLine =
  | ({ readonly type: "batch" } & BatchFacts)
  | { readonly type: "started"; readonly place: number }
  | {
      readonly type: "result" | "unresolved";
      readonly place: number;
      readonly outcome: BulkResult["outcome"];
      readonly reason: string | undefined;
    };

const finalOutcomes: readonly string[] = ["deleted", "unassigned", "already-gone", "refused"];
const openOutcomes: readonly string[] = ["unknown", "not-sent", "refused"];

/** Reads a line of a results file of this plan; `undefined` for anything that no run of it can have written. */
export function parseLine(text: string, plan: Plan): ReadLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // Torn, or not ours: the caller knows which by where it stands.
  }
  if (typeof value !== "object" || value === null) return undefined;
  const line: Readonly<Record<string, unknown>> = { ...value };
  if (line.type === "batch") return parseBatch(line);
  const { n, type, outcome } = line;
  if (typeof n !== "number" || !Number.isInteger(n) || n < 1 || n > plan.size) return undefined;
  const place = n - 1;
  if (type === "started") return { type, place };
  if (type !== "result" && type !== "unresolved") return undefined;
  const known = type === "result" ? finalOutcomes : openOutcomes;
  if (typeof outcome !== "string" || !known.includes(outcome) || !isOf(plan.at(place), line)) return undefined;
  return { type, place, outcome: outcome as BulkResult["outcome"], reason: reasonIn(line.error) };
}

function parseBatch({ version, api, host, targets, sha256 }: Readonly<Record<string, unknown>>): ReadLine | undefined {
  if (version !== 1 || (api !== "atlas" && api !== "cloud-manager")) return undefined;
  if (typeof host !== "string" || typeof targets !== "number" || typeof sha256 !== "string") return undefined;
  return { type: "batch", api, host, targets, sha256 };
}

function isOf(target: Target, line: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(target).every(([name, value]) => line[name] === value);
}

function reasonIn(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, status, errorCode }: Readonly<Record<string, unknown>> = { ...error };
  return typeof code === "string" ? reasonOf({ code, status, errorCode }) : undefined;
}
