/** The lines of a results file: written as JSON, and read back as something that anybody may have changed. */
import type { Api } from "../../../generated/client.js";
import { packageVersion } from "../../../generated/version.js";
import type { BulkResult } from "../../bulk/result.js";
import type { RunResult } from "../../bulk/run.js";
import { speaksOfTarget } from "../../bulk/verdict.js";
import type { RevokeError } from "../../errors.js";
import { own, parseJson } from "../../internal/json.js";
import { failureOf } from "../failure.js";
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

/** How a target may have ended by what a look found. */
export type LookedOutcome = "deleted" | "unassigned" | "already-gone" | "refused" | "unknown";

/** Written before the first `started` of each run: which batch, and who signs. */
export function batchLine(facts: BatchFacts, signedBy: string): string {
  return JSON.stringify({ type: "batch", format: 2, ...facts, signedBy, version: packageVersion, at: now() });
}

/** Written before a target's first request leaves: after a crash it tells "may have been sent" from "was not". */
export function startedLine(entry: Entry): string {
  return JSON.stringify({ type: "started", ...targetFacts(entry), at: now() });
}

/** How a target ended. The last line of a target counts. */
export function resultLine(
  entry: Entry,
  result: RunResult<unknown>,
  error: object | undefined,
  signedBy: string,
): string {
  const { outcome, attempts, requests } = result;
  const { status, confirmedAt, remains, warnings = [] } = "revocation" in result ? result.revocation : {};
  const confirmation = { status, confirmedAt, remains, warnings: warnings.length === 0 ? undefined : warnings };
  return lineOf(entry, { outcome, ...confirmation, error, attempts, requests, signedBy });
}

/** What a look after the end found. The line of the end itself stands above it. */
export function lookedLine(
  entry: Entry,
  outcome: LookedOutcome,
  after: "present" | "absent",
  error: object | undefined,
  signedBy: string,
): string {
  return lineOf(entry, { outcome, evidence: { after, at: now() }, error, signedBy });
}

function lineOf(entry: Entry, facts: object): string {
  const { columns } = entry;
  const line = { type: "result", ...targetFacts(entry), ...facts, version: packageVersion, columns, at: now() };
  return JSON.stringify(line);
}

function targetFacts({ n, line, operation, ids }: Entry): object {
  return { n, line, operation: operation.operationId, ...ids };
}

function now(): string {
  return new Date().toISOString();
}

/** An error as a line keeps it, with its next step in the program's words. */
export function errorFacts(error: RevokeError, { operation }: Entry, { api, host }: BatchFacts): object {
  const { name, code } = error;
  const { summary, nextStep } = failureOf(error, { api, host, operation });
  return { name, code, status: own(error, "status"), errorCode: own(error, "errorCode"), summary, nextStep };
}

/** Why a look makes an outcome none of success. */
export function lookedError(outcome: LookedOutcome, state: "present" | "absent"): object | undefined {
  if (state === "absent") return undefined;
  const summary =
    outcome === "unknown"
      ? "The server confirmed it, and it is listed all the same."
      : "It is still listed: what was sent for it did not revoke it.";
  return { code: "STILL_LISTED", summary, nextStep: "Look again in a minute, and revoke it again with --resume." };
}

/** That a request may have left. */
export const knownStart: Known = { outcome: "started", final: false };

/** What a result says. `error` is what a line holds of one. */
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

/** A line that was read back; nothing else in `facts` is believed yet. */
export type ReadLine =
  | ({ readonly type: "batch" } & BatchFacts)
  | { readonly type: "target"; readonly n: number; readonly known: Known; readonly facts: object };

const outcomes: readonly unknown[] = ["deleted", "unassigned", "already-gone", "refused", "unknown", "not-sent"];

/** Reads a line of a results file; `undefined` for anything that no run can have written. */
export function parseLine(text: string): ReadLine | undefined {
  const facts: object = Object(parseJson(text));
  const [type, n, outcome] = ["type", "n", "outcome"].map((name) => own(facts, name));
  if (type === "batch") return parseBatch(facts);
  if (typeof n !== "number" || !Number.isInteger(n) || n < 1) return undefined;
  if (type === "started") return { type: "target", n, known: knownStart, facts };
  if (type !== "result" || !outcomes.includes(outcome)) return undefined;
  const error = own(facts, "error");
  const known = knownOf(outcome as BulkResult["outcome"], error === undefined ? undefined : Object(error));
  return { type: "target", n, known, facts };
}

function parseBatch(facts: object): ReadLine | undefined {
  const [format, api, host, targets, sha256] = ["format", "api", "host", "targets", "sha256"].map((name) =>
    own(facts, name),
  );
  if (format !== 2 || (api !== "atlas" && api !== "cloud-manager")) return undefined;
  if (typeof host !== "string" || typeof targets !== "number" || typeof sha256 !== "string") return undefined;
  return { type: "batch", api, host, targets, sha256 };
}

/** Whether a line is about a target, and says nothing that its operation can't do: an unassigned key is not deleted. */
export function isAbout(facts: object, { operation, ids }: Entry): boolean {
  const { operationId, effect } = operation;
  const outcome = own(facts, "outcome");
  if ((outcome === "deleted" || outcome === "unassigned") && outcome !== effect) return false;
  return Object.entries({ operation: operationId, ...ids }).every(([name, value]) => own(facts, name) === value);
}
