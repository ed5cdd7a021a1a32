/** Tells how a run ended: a result on standard output, a failure on standard error, JSON always on standard output. */
import type { Io } from "./io.js";
import { paintFor, widthOf, write, writeResult } from "./output.js";
import { type Report, reportAsJson } from "./report.js";
import { reportAsText } from "./reportText.js";

/** Prints a report. */
export async function printReport(report: Report, json: boolean, io: Io): Promise<void> {
  const stream = report.kind === "failed" ? io.stderr : io.stdout;
  const { first, text } = reportAsText(report, paintFor(stream, io.env), widthOf(stream));
  if (json) await writeResult(io, reportAsJson(report), first);
  else if (report.kind === "failed") await write(io.stderr, text);
  else await writeResult(io, text, first);
}
