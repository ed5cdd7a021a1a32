/** Reads a results file of an earlier run: nothing in it is believed that a run of this program can't have written. */
import type { FileHandle } from "node:fs/promises";
import { cleanText } from "../../internal/text.js";
import { UsageError } from "../usageError.js";
import { note, type Plan } from "./entries.js";
import { type BatchFacts, isAbout, parseLine, type ReadLine } from "./resultLines.js";

/** How far a file could be read. */
export interface ReadBack {
  /** Bytes up to the end of the last line that holds. */
  readonly good: number;
  readonly size: number;
  /** Whether the last line that holds has its end. */
  readonly endsLine: boolean;
}

const untouched = "Nothing was changed in it, and nothing was sent.";

/**
 * Reads the lines of a results file, and leaves out no more than a last line that a crash tore.
 *
 * @param take - Takes each line; false when no run can have written it there.
 * @throws UsageError when the file is damaged: what stands behind the damage may be results.
 */
export async function readLines(file: FileHandle, shown: string, take: (line: ReadLine) => boolean): Promise<ReadBack> {
  const bytes = await file.readFile();
  const { length: size } = bytes;
  let [good, lines] = [0, 0];
  while (good < size) {
    const newline = bytes.indexOf(0x0a, good);
    const endsLine = newline >= 0;
    const text = bytes.toString("utf8", good, endsLine ? newline : size);
    const line = parseLine(text);
    const holds = line !== undefined && (lines > 0 || line.type === "batch") && take(line);
    if (!holds && !endsLine && isTorn(text)) return { good, size, endsLine: true };
    if (!holds && lines === 0) throw new UsageError(`${shown} is not a results file of this version.`, untouched);
    if (!holds) throw new UsageError(`${shown} is damaged after line ${lines}.`, untouched);
    lines += 1;
    good = endsLine ? newline + 1 : size;
    if (!endsLine) return { good, size, endsLine };
  }
  return { good, size, endsLine: true };
}

/** Whether a text without an end can be what a crash left of one of our lines: its beginning, or zeros, or both. */
function isTorn(text: string): boolean {
  const start = '{"type":"';
  const written = text.replace(/\0+$/, "");
  return start.startsWith(written) || written.startsWith(start);
}

/**
 * Notes on a plan's entries what a file of the same batch knows.
 *
 * @throws UsageError when it is damaged or belongs to another batch.
 */
export async function readBack(file: FileHandle, shown: string, plan: Plan, facts: BatchFacts): Promise<ReadBack> {
  let found: BatchFacts | undefined;
  const read = await readLines(file, shown, (line) => {
    if (line.type === "batch") {
      if (found === undefined) refuseOther(line, facts, shown, true);
      else if (line.api !== found.api && !forgetOtherApi(plan)) return false;
      found = line;
      return true;
    }
    const entry = plan.entries[line.n - 1];
    if (entry === undefined || !isAbout(line.facts, entry)) return false;
    note(plan, entry, line.known);
    return true;
  });
  if (found !== undefined && found.api !== facts.api && !forgetOtherApi(plan)) refuseOther(found, facts, shown, false);
  return read;
}

/**
 * A run with the wrong API may be taken up with the right one, as long as nothing was revoked there and nothing is in
 * doubt: what that API refused says nothing of this one.
 */
function forgetOtherApi({ entries }: Plan): boolean {
  if (entries.some(({ known }) => known !== undefined && known.outcome !== "refused" && known.outcome !== "not-sent")) {
    return false;
  }
  for (const entry of entries) entry.known = undefined;
  return true;
}

function refuseOther(found: BatchFacts, facts: BatchFacts, shown: string, anyApi: boolean): void {
  const differing = (["api", "host", "targets", "sha256"] as const).find(
    (name) => found[name] !== facts[name] && !(anyApi && name === "api"),
  );
  if (differing === undefined) return;
  const words = { api: "API", host: "server", targets: "number of targets", sha256: "digest of the targets" };
  const its = cleanText(String(found[differing]));
  throw new UsageError(
    `${shown} belongs to another batch: its ${words[differing]} is ${its}, this run's is ${facts[differing]}.`,
    "Give the same input file and flags as before, or name another results file.",
  );
}
