/** How a batch ended: the table, its JSON and its exit code. All counts are of the whole batch, earlier runs included. */
import type { Api } from "../../../generated/client.js";
import { type BulkCounts, countOf, newCounts } from "../../bulk/result.js";
import type { ExitCode } from "../exitCodes.js";
import { formatRows, type Paint, type Row } from "../output.js";
import { titleOf } from "../report.js";
import type { Entry, Known } from "./entries.js";
import { targetsText } from "./planText.js";
import { grouped } from "./progress.js";

/** Targets that ended alike, and not with success. */
export interface Reason extends Pick<Known, "reason" | "summary" | "nextStep"> {
  readonly outcome: "refused" | "unknown" | "not-sent";
  readonly count: number;
  /** Their lines in the file: the first thousand. */
  readonly lines: readonly number[];
}

/** How a batch ended. */
export interface Summary extends BulkCounts {
  readonly api: Api;
  readonly host: string;
  readonly signedBy: string;
  readonly version: string;
  readonly targets: number;
  readonly duplicates: number;
  /** Why targets are not gone, the most frequent first. What was not even begun has no reason of its own. */
  readonly reasons: readonly Reason[];
  /** Responses with 429 in this run. */
  readonly rateLimited: number;
  readonly seconds: number;
  readonly interrupted: boolean;
  /** What ended the run before its time. */
  readonly stopped: { readonly summary: string; readonly nextStep: string | undefined } | undefined;
  readonly results: string | undefined;
  /** What stays alive although its target is gone. */
  readonly remains: readonly string[];
  /** What a last look found, with `--verify`. */
  readonly looked: { readonly absent: number; readonly present: number; readonly unread: number } | undefined;
  readonly exitCode: ExitCode;
}

const linesKept = 1000;
const linesShown = 10;

/** Sums a batch up. What was started and has no end is unknown. */
export function summaryOf(
  entries: readonly Entry[],
  rest: Omit<Summary, keyof BulkCounts | "targets" | "reasons" | "exitCode">,
): Summary {
  const counts = newCounts();
  const reasons = new Map<Known, Reason & { count: number; lines: number[] }>();
  for (const { known, line } of entries) {
    const outcome = known?.outcome === "started" ? "unknown" : (known?.outcome ?? "not-sent");
    counts[countOf[outcome]] += 1;
    if (known === undefined || (outcome !== "refused" && outcome !== "unknown" && outcome !== "not-sent")) continue;
    const { reason = "the run ended before its response was kept", summary, nextStep } = known;
    const found = reasons.get(known) ?? { outcome, reason, summary, nextStep, count: 0, lines: [] };
    reasons.set(known, found);
    found.count += 1;
    if (found.lines.length < linesKept) found.lines.push(line);
  }
  const exitCode = exitCodeFor(counts, entries.length, rest.interrupted);
  const byCount = [...reasons.values()].sort((a, b) => b.count - a.count);
  return { ...rest, targets: entries.length, ...counts, reasons: byCount, exitCode };
}

/** 130 interrupted, then 3 for anything unknown, then 1 for anything not gone; 2 when nothing at all was sent. */
function exitCodeFor({ unknown, refused, notSent }: BulkCounts, targets: number, interrupted: boolean): ExitCode {
  if (interrupted) return 130;
  if (unknown > 0) return 3;
  if (notSent === targets) return 2;
  return refused + notSent > 0 ? 1 : 0;
}

/** The summary as one JSON document. */
export function summaryAsJson({ interrupted, ...facts }: Summary): string {
  const outcome = facts.exitCode === 0 ? "done" : interrupted ? "interrupted" : "incomplete";
  return `${JSON.stringify({ outcome, ...facts })}\n`;
}

/** The summary for people. */
export function summaryText(summary: Summary, paint: Paint, width: number): { first: string; text: string } {
  const [word, style] = headline(summary);
  const { api, host, targets, deleted, unassigned, alreadyGone, refused, unknown, notSent, looked } = summary;
  const done = deleted + unassigned + alreadyGone;
  const rest = `${grouped(done)} of ${targetsText(targets)} done, confirmed by ${titleOf(api)} at ${host}.`;
  const row = (name: string, count: number, colour?: "red" | "yellow"): Row =>
    count === 0 || colour === undefined ? [name, grouped(count)] : [name, grouped(count), colour];
  const rows: Row[] = [
    row("deleted", deleted),
    ...(unassigned === 0 ? [] : [row("unassigned", unassigned)]),
    row("already gone", alreadyGone),
    row("refused", refused, "red"),
    row("unknown", unknown, "yellow"),
    row("not sent", notSent, "yellow"),
  ];
  const notes: Row[] = [
    ...(summary.stopped === undefined ? [] : [["Stopped", summary.stopped.summary, "yellow"] as const]),
    ...summary.reasons.map(reasonRow),
    ...(looked === undefined
      ? []
      : [
          [
            "Looked",
            `${looked.absent} no longer listed, ${looked.present} still listed, ${looked.unread} could not be read`,
          ] as const,
        ]),
    ...summary.remains.map((text) => ["Warning", text, "yellow"] as const),
    ["Signed with", summary.signedBy],
    ...(summary.results === undefined ? [] : [["Results", summary.results] as const]),
  ];
  const next = nextStep(summary);
  if (next !== undefined) notes.push(["Next", next, "bold"]);
  const table = `\n${formatRows(rows, paint, width)}\n${formatRows(notes, paint, width)}`;
  return { first: `${word} ${rest}`, text: `${paint("bold", paint(style, word))} ${rest}\n${table}` };
}

function reasonRow({ outcome, reason, count, summary = "", lines }: Reason): Row {
  const more = count > linesShown ? ` and ${grouped(count - linesShown)} more` : "";
  const where = `line${count === 1 ? "" : "s"} ${lines.slice(0, linesShown).join(", ")}${more}`;
  return [outcome, `${grouped(count)} × ${reason}, ${where}. ${summary}`];
}

function headline({ exitCode, interrupted }: Summary): readonly [string, "green" | "red" | "yellow"] {
  if (interrupted) return ["INTERRUPTED.", "yellow"];
  if (exitCode === 0) return ["DONE.", "green"];
  if (exitCode === 2) return ["NOT SENT.", "red"];
  return exitCode === 3 ? ["NOT ALL KNOWN.", "yellow"] : ["NOT ALL GONE.", "red"];
}

function nextStep({ unknown, notSent, results, stopped, reasons }: Summary): string | undefined {
  const open = unknown + notSent > 0 || stopped !== undefined;
  if (open) {
    const cause = stopped?.nextStep === undefined ? "" : `${stopped.nextStep} `;
    return results === undefined
      ? `${cause}Run the same command again with --results FILE, so that a run can go on from where another ended.`
      : `${cause}Then run the same command again with --resume: it takes up what is unknown, was not sent, or was refused for no reason of its own.`;
  }
  const [refused] = reasons;
  if (refused === undefined) return undefined;
  const again =
    results === undefined
      ? ""
      : ` Then batch --from-results ${JSON.stringify(results)} --outcome refused makes a new batch of them.`;
  return `${refused.nextStep ?? "Settle the reasons above."}${again}`;
}
