/** Reads a results file of an earlier run: nothing in it is believed that a run of this batch can't have written. */
import type { FileHandle } from "node:fs/promises";
import { cleanText } from "../../internal/text.js";
import { UsageError } from "../usageError.js";
import { maxGroupBytes } from "./journal.js";
import type { BatchLedger } from "./ledger.js";
import type { Plan } from "./plan.js";
import { type BatchFacts, parseLine, type ReadLine } from "./resultLines.js";

/** How far a file could be read. */
export interface ReadBack {
  readonly lines: number;
  /** Bytes up to the end of the last line that holds. */
  readonly good: number;
  readonly size: number;
}

const untouched = "Nothing was changed in it, and nothing was sent.";

function damaged(shown: string, lines: number): UsageError {
  return new UsageError(`${shown} is damaged after line ${lines}.`, untouched);
}

/**
 * Notes what a file knows, up to what a crash left torn at its end; changes nothing in it.
 *
 * @param shown - The file in words, for errors.
 * @throws UsageError when it belongs to another batch or is damaged in a way that no crash explains.
 */
export async function readBack(
  file: FileHandle,
  shown: string,
  plan: Plan,
  facts: BatchFacts,
  ledger: BatchLedger,
): Promise<ReadBack> {
  const { size } = await file.stat();
  let good = 0;
  let lines = 0;
  for await (const { text, end } of fileLines(file, size)) {
    const line = text === undefined ? undefined : parseLine(text, plan);
    const first = lines === 0;
    if (first && line?.type === "batch") refuseOther(line, facts, shown);
    if (line === undefined || (line.type === "batch") !== first) {
      // A crash leaves no end of line behind half a line, or zeros in it. A whole line that is none of ours was edited; what
      // stands behind it may be results, and must not be cut off.
      if (!first && text !== undefined && !text.includes("\0")) throw damaged(shown, lines);
      break;
    }
    if (!takeOver(line, ledger)) {
      throw new UsageError(
        `${shown}, line ${lines + 1}: a second result for one target. It was changed, or two runs wrote it.`,
      );
    }
    good = end;
    lines += 1;
  }
  // Whatever a crash can tear was written at once. More than that is damage of another kind.
  if (size - good > maxGroupBytes) {
    if (lines > 0) throw damaged(shown, lines);
    throw new UsageError(`${shown} does not begin as a results file of this batch.`, untouched);
  }
  if (lines === 0 && size > 0 && !(await isTornHeader(file, size))) {
    throw new UsageError(`${shown} is no results file of this version.`, untouched);
  }
  return { lines, good, size };
}

function takeOver(line: ReadLine, ledger: BatchLedger): boolean {
  if (line.type === "batch") return true;
  if (line.type === "started") {
    if (!ledger.isLeft(line.place)) return false;
    // A doubt of an earlier run outlives a new start.
    ledger.start(line.place);
    return true;
  }
  if (!ledger.isLeft(line.place)) return false;
  ledger.end(line.place, line.outcome, line.type === "result", line.reason);
  return true;
}

function refuseOther(found: BatchFacts, facts: BatchFacts, shown: string): void {
  const names = { api: "API", host: "server", targets: "number of targets" } as const;
  const differing = Object.entries(names).flatMap(([name, text]) => {
    const [its, ours] = [found, facts].map((each) => String(each[name as keyof typeof names]));
    return its === ours ? [] : [`its ${text} is ${cleanText(its ?? "")}, this run's is ${ours}`];
  });
  if (differing.length === 0 && found.sha256 !== facts.sha256) differing.push("it lists other targets");
  if (differing.length === 0) return;
  throw new UsageError(
    `${shown} belongs to another batch: ${differing.join("; ")}.`,
    "Give the same input file and flags as before, or name another results file.",
  );
}

/** Whether the file holds no more than a header that was torn: nothing was sent before it was whole. */
async function isTornHeader(file: FileHandle, size: number): Promise<boolean> {
  const start = '{"type":"batch"';
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  const text = buffer.toString("latin1", 0, bytesRead);
  return /^\0*$/.test(text) || (!text.includes("\n") && start.startsWith(text.slice(0, start.length)));
}

/** Whole lines with the place where each ends; a line too long for one of ours has no text. */
async function* fileLines(
  file: FileHandle,
  size: number,
): AsyncGenerator<{ readonly text?: string; readonly end: number }> {
  const buffer = Buffer.alloc(256 * 1024);
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  let end = 0;
  while (position < size) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - position), position);
    if (bytesRead === 0) return;
    position += bytesRead;
    rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    let start = 0;
    for (let at = rest.indexOf(0x0a); at >= 0; at = rest.indexOf(0x0a, start)) {
      end += at + 1 - start;
      yield { text: rest.toString("utf8", start, at), end };
      start = at + 1;
    }
    rest = rest.subarray(start);
    if (rest.length > maxGroupBytes) return;
  }
}
