/** How a batch ended: the table, its JSON and its exit code. All counts are of the whole batch, earlier runs included. */
import type { Api } from "../../../generated/client.js";
import type { BulkResult } from "../../bulk/result.js";
import type { ExitCode } from "../exitCodes.js";
import { formatRows, type Paint, type Row, type Style } from "../output.js";
import { titleOf } from "../report.js";
import { optionsInFlags } from "../words.js";
import type { BatchLedger } from "./ledger.js";
import { idsOf, type Plan } from "./plan.js";
import { targetsText } from "./planText.js";
import { grouped } from "./progress.js";

/** A target that is not gone, as far as it is told beside the table. */
export interface Loose {
  readonly line: number;
  readonly outcome: BulkResult["outcome"];
  readonly operation: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly message: string;
}

/** How a batch ended. */
export interface Summary {
  readonly api: Api;
  readonly host: string;
  readonly targets: number;
  readonly duplicates: number;
  readonly revoked: number;
  readonly alreadyGone: number;
  readonly refused: number;
  readonly refusedBy: Readonly<Record<string, number>>;
  readonly unknown: number;
  readonly notSent: number;
  /** Answers with 429 in this run. */
  readonly rateLimited: number;
  readonly seconds: number;
  readonly interrupted: boolean;
  /** What ended the run before its time, in words. */
  readonly stopped: string | undefined;
  readonly results: string | undefined;
  readonly notGone: readonly Loose[];
  /** What stays alive although its target is gone. */
  readonly warnings: readonly string[];
  readonly sandbox: boolean;
  readonly exitCode: ExitCode;
}

/** Targets that are kept to be named in the JSON, and beside the table; all of them stand in the results file. */
export const looseAtMost = 1000;
const looseInText = 20;

/** A result that is to be told, if it is none of success. */
export function looseOf(plan: Plan, place: number, result: BulkResult<unknown>): Loose | undefined {
  if (!("error" in result)) return undefined;
  const target = plan.at(place);
  const { operation } = target;
  return {
    line: plan.lineOf(place),
    outcome: result.outcome,
    operation,
    ids: idsOf(target),
    message: optionsInFlags(result.error.message),
  };
}

/** Sums a batch up. What was started and has no end is unknown. */
export function summaryOf(
  ledger: BatchLedger,
  rest: Omit<
    Summary,
    "targets" | "revoked" | "alreadyGone" | "refused" | "refusedBy" | "unknown" | "notSent" | "exitCode"
  >,
): Summary {
  const counts = ledger.counts();
  const [unknown, notSent] = [counts.unknown + counts.started, counts["not-sent"] + counts.untouched];
  const { refused } = counts;
  const revoked = counts.deleted + counts.unassigned;
  const known = { revoked, alreadyGone: counts["already-gone"], refused, unknown, notSent };
  const refusedBy = Object.fromEntries(ledger.reasons());
  const exitCode = exitCodeFor({ ...known, targets: ledger.size, interrupted: rest.interrupted });
  return { ...rest, targets: ledger.size, ...known, refusedBy, exitCode };
}

/** 130 interrupted, then 3 for anything unknown, then 1 for anything not gone; 2 when nothing at all was sent. */
function exitCodeFor(facts: {
  readonly interrupted: boolean;
  readonly unknown: number;
  readonly refused: number;
  readonly notSent: number;
  readonly targets: number;
}): ExitCode {
  if (facts.interrupted) return 130;
  if (facts.unknown > 0) return 3;
  if (facts.notSent === facts.targets) return 2;
  return facts.refused + facts.notSent > 0 ? 1 : 0;
}

/** The summary as one JSON document. */
export function summaryAsJson({ interrupted, stopped, sandbox, ...facts }: Summary): string {
  const outcome = facts.exitCode === 0 ? "gone" : interrupted ? "interrupted" : "incomplete";
  const rare = { ...(sandbox ? { sandbox } : {}), ...(stopped === undefined ? {} : { stopped }) };
  return `${JSON.stringify({ outcome, ...facts, ...rare })}\n`;
}

/** The summary for people. */
export function summaryText(summary: Summary, paint: Paint, width: number): { first: string; text: string } {
  const [word, style] = headline(summary);
  const { targets, api, host, revoked, alreadyGone, refused, unknown, notSent } = summary;
  const gone = revoked + alreadyGone;
  const rest = `${grouped(gone)} of ${targetsText(targets)} ${gone === 1 ? "is" : "are"} gone, by the word of ${summary.sandbox ? "the sandbox: nothing real was touched" : `${titleOf(api)} at ${host}`}.`;
  const reasons = Object.entries(summary.refusedBy).map(([reason, count]) => `${grouped(count)} ${reason}`);
  const rows: Row[] = [
    ["revoked", grouped(revoked)],
    ["already gone", grouped(alreadyGone)],
    stressed("refused", refused, "red", reasons.length === 0 ? "" : `: ${reasons.join(", ")}`),
    stressed("unknown", unknown, "yellow"),
    stressed("not sent", notSent, "yellow"),
  ];
  const notes: Row[] = [];
  if (summary.stopped !== undefined) notes.push(["Stopped", summary.stopped, "yellow"]);
  const told = summary.notGone.slice(0, looseInText);
  for (const { line, outcome, message } of told) notes.push([`line ${line}`, `${outcome}: ${message}`]);
  const untold = refused + unknown + notSent - told.length;
  if (told.length > 0 && untold > 0) notes.push(["…", `and ${grouped(untold)} more`]);
  for (const warning of summary.warnings) notes.push(["Warning", warning, "yellow"]);
  if (summary.results !== undefined) notes.push(["Results", summary.results]);
  const next = nextStep(summary);
  if (next !== undefined) notes.push(["Next", next, "bold"]);
  const table = `\n${formatRows(rows, paint, width)}${notes.length === 0 ? "" : `\n${formatRows(notes, paint, width)}`}`;
  return { first: `${word} ${rest}`, text: `${paint("bold", paint(style, word))} ${rest}\n${table}` };
}

function stressed(name: string, count: number, style: Style, note = ""): Row {
  return count === 0 ? [name, "0"] : [name, `${grouped(count)}${note}`, style];
}

function headline({ exitCode, interrupted }: Summary): readonly [string, "green" | "red" | "yellow"] {
  if (interrupted) return ["INTERRUPTED.", "yellow"];
  if (exitCode === 0) return ["DONE.", "green"];
  return exitCode === 3 ? ["NOT ALL KNOWN.", "yellow"] : ["NOT ALL GONE.", "red"];
}

function nextStep({ unknown, notSent, refused, results, sandbox }: Summary): string | undefined {
  if (sandbox) return "For the real thing leave --sandbox out, set credentials and give --results a new file.";
  if (unknown + notSent > 0) {
    return results === undefined
      ? "Run the same command again with --results FILE, so that a run can go on from where another ended."
      : "Run the same command again with --resume: it takes up what is unknown or was not sent, and nothing else.";
  }
  if (refused === 0) return undefined;
  return "Settle the reasons above, and run a new batch of what was refused; list what exists before you use --missing-ok.";
}
