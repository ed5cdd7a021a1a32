/** The lines of a results file: written as JSON, and read back as something that anybody may have changed. */
import type { Api } from "../../../generated/client.js";
import { packageVersion } from "../../../generated/version.js";
import type { BulkResult } from "../../bulk/result.js";
import { speaksOfTarget } from "../../bulk/verdict.js";
import type { RevokeError } from "../../errors.js";
import { own } from "../../internal/json.js";
import type { Revocation } from "../../revoke.js";
import type { Entry, Known } from "./entries.js";

/** What a batch is: a results file of another one is refused. */
export interface BatchFacts {
  readonly api: Api;
  /** Origin of the server. */
  readonly host: string;
  readonly targets: number;
  /** SHA-256 over the targets. */
  readonly sha256: string;
}

/** Written at the start of each run: which batch, and who signs. */
export function batchLine(facts: BatchFacts, signedBy: string): string {
  return JSON.stringify({ type: "batch", format: 2, ...facts, signedBy, version: packageVersion, at: now() });
}

/** Written before a target's first request leaves: after a crash it tells "may have been sent" from "was not". */
export function startedLine(entry: Entry): string {
  return JSON.stringify({ type: "started", ...targetFacts(entry), at: now() });
}

/** How a target ended. The last line of a target counts. */
export function resultLine(entry: Entry, result: BulkResult<unknown>, signedBy: string): string {
  const { outcome, attempts, requests } = result;
  return JSON.stringify({
    type: "result",
    ...targetFacts(entry),
    outcome,
    ...("revocation" in result ? confirmationOf(result.revocation) : { error: errorFacts(result.error) }),
    attempts,
    requests,
    signedBy,
    version: packageVersion,
    columns: entry.columns,
    at: now(),
  });
}

/** What a look after the end found. The line of the end itself stands above it. */
export function lookedLine(
  entry: Entry,
  outcome: string,
  after: string,
  signedBy: string,
  error: object | undefined,
): string {
  const at = now();
  const line = { type: "result", ...targetFacts(entry), outcome, evidence: { after, at }, error, signedBy };
  return JSON.stringify({ ...line, version: packageVersion, columns: entry.columns, at });
}

/** Why a look makes an outcome none of success. */
export function lookedError(outcome: string, state: string): object | undefined {
  if (state === "absent") return undefined;
  const summary =
    outcome === "unknown"
      ? "The server confirmed it, and it is listed all the same."
      : "It is still listed: what was sent for it did not revoke it.";
  return { code: "STILL_LISTED", summary, nextStep: "Look again in a minute, and revoke it again with --resume." };
}

function targetFacts({ n, line, checked: { operation, ids } }: Entry): object {
  return { n, line, operation: operation.operationId, ...ids };
}

function confirmationOf({ status, confirmedAt, remains, warnings }: Revocation): object {
  return { status, confirmedAt, remains, ...(warnings.length === 0 ? {} : { warnings }) };
}

function errorFacts(error: RevokeError): object {
  const { name, code, summary, nextStep } = error;
  return { name, code, status: own(error, "status"), errorCode: own(error, "errorCode"), summary, nextStep };
}

function now(): string {
  return new Date().toISOString();
}

/** That a request may have left. */
export const knownStart: Known = { outcome: "started", final: false };

/** What a result says. `error` is one, or what a line holds of one. */
export function knownOf(outcome: BulkResult["outcome"], error?: object): Known {
  const final = speaksOfTarget(outcome, error);
  if (error === undefined) return { outcome, final };
  const text = (name: string): string | undefined => {
    const value = own(error, name);
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  const status = text("status");
  const reason = `${status === undefined ? "" : `HTTP ${status} `}${text("errorCode") ?? text("code") ?? "no reason"}`;
  return { outcome, final, reason, summary: text("summary"), nextStep: text("nextStep") };
}

/** A line that was read back. */
export type ReadLine =
  | ({ readonly type: "batch" } & BatchFacts)
  | { readonly type: "started" | "result"; readonly n: number; readonly known: Known; readonly facts: Facts };

/** What stands in a line, nothing of it believed yet. */
export type Facts = Readonly<Record<string, unknown>>;

const outcomes: readonly unknown[] = ["deleted", "unassigned", "already-gone", "refused", "unknown", "not-sent"];

/** Reads a line of a results file; `undefined` for anything that no run can have written. */
export function parseLine(text: string): ReadLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const facts: Facts = Object.fromEntries(Object.entries(value));
  const { type, n, outcome, error } = facts;
  if (type === "batch") return parseBatch(facts);
  if (typeof n !== "number" || !Number.isInteger(n) || n < 1) return undefined;
  if (type === "started") return { type, n, known: knownStart, facts };
  if (type !== "result" || !outcomes.includes(outcome)) return undefined;
  const known = knownOf(
    outcome as BulkResult["outcome"],
    typeof error === "object" && error !== null ? error : undefined,
  );
  return { type, n, known, facts };
}

function parseBatch({ format, api, host, targets, sha256 }: Facts): ReadLine | undefined {
  if (format !== 2 || (api !== "atlas" && api !== "cloud-manager")) return undefined;
  if (typeof host !== "string" || typeof targets !== "number" || typeof sha256 !== "string") return undefined;
  return { type: "batch", api, host, targets, sha256 };
}

/** Whether a line is about a target. */
export function isAbout(facts: Facts, { checked: { operation, ids } }: Entry): boolean {
  const { operationId } = operation;
  return Object.entries({ operation: operationId, ...ids }).every(([name, value]) => facts[name] === value);
}
