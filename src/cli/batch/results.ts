/**
 * The results file: the audit of a batch, and what a later run goes on from. Lines are only ever appended, and each is
 * durable before anything rests on it: `started` before a target's DELETE leaves, `result` before it counts as done.
 */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { RunResult } from "../../bulk/run.js";
import { codeOf, shownPath } from "../readFile.js";
import { UsageError } from "../usageError.js";
import { type Entry, note, type Plan } from "./entries.js";
import { openResultsFile } from "./files.js";
import { createJournal, type Journal } from "./journal.js";
import { lockFor } from "./lock.js";
import { type ReadBack, readBack } from "./readBack.js";
import {
  type BatchFacts,
  batchLine,
  errorFacts,
  knownOf,
  knownStart,
  type LookedOutcome,
  lookedError,
  lookedLine,
  resultLine,
  startedLine,
} from "./resultLines.js";

/** The results of one batch, as they come. What they say is noted on each entry once it is durable. */
export interface Results {
  /** Resolves when a DELETE for the target may leave. */
  started(entry: Entry): Promise<void>;
  /** Resolves when the target counts as done. */
  ended(entry: Entry, result: RunResult<unknown>): Promise<void>;
  /** Keeps what a look found after the end. */
  looked(entry: Entry, outcome: LookedOutcome, state: "present" | "absent"): Promise<void>;
  /** Rejects when what was written is no longer there. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** How a results file is called in messages. */
export function shownResults(path: string): string {
  return `The results file ${shownPath(path)}`;
}

/** Results that are kept in `journal`, and `close` when all is over. */
function resultsIn(
  plan: Plan,
  facts: BatchFacts,
  signedBy: string,
  journal: Pick<Journal, "append" | "check">,
  close: () => Promise<void>,
): Results {
  let begun: Promise<void> | undefined;
  return {
    async started(entry) {
      begun ??= journal.append(batchLine(facts, signedBy));
      await begun;
      await journal.append(startedLine(entry));
      note(plan, entry, knownStart);
    },
    async ended(entry, result) {
      const error = "error" in result ? errorFacts(result.error, entry, facts) : undefined;
      await journal.append(resultLine(entry, result, error, signedBy));
      note(plan, entry, knownOf(result.outcome, error));
    },
    async looked(entry, outcome, state) {
      const error = lookedError(outcome, state);
      await journal.append(lookedLine(entry, outcome, state, error, signedBy));
      note(plan, entry, knownOf(outcome, error));
    },
    check: () => journal.check(),
    close,
  };
}

/** Results that are kept nowhere but on the entries. */
export function unrecorded(plan: Plan, facts: BatchFacts): Results {
  const nothing = async (): Promise<void> => undefined;
  return resultsIn(plan, facts, "", { append: nothing, check: nothing }, nothing);
}

/**
 * Notes on a plan's entries what a results file knows, without changing the file.
 *
 * @throws UsageError when it can't be read, is damaged, or belongs to another batch.
 */
export async function readResults(path: string, plan: Plan, facts: BatchFacts): Promise<void> {
  const shown = shownResults(path);
  const file = await openResultsFile(path, shown, constants.O_RDONLY);
  await readBack(file, shown, plan, facts).finally(() => file.close());
}

/**
 * Creates a results file, or opens one to go on from it.
 *
 * @throws UsageError when it exists and `resume` is not set, belongs to another batch, is damaged, or is in use.
 */
export async function openResults(
  path: string,
  plan: Plan,
  facts: BatchFacts,
  signedBy: string,
  resume: boolean,
): Promise<Results> {
  const shown = shownResults(path);
  const unlock = await lockFor(path, shown);
  let opened: FileHandle | undefined;
  try {
    const create = resume ? 0 : constants.O_CREAT | constants.O_EXCL;
    const file = await openResultsFile(path, shown, constants.O_RDWR | constants.O_APPEND | create);
    opened = file;
    const size = resume ? await repair(file, await readBack(file, shown, plan, facts)) : 0;
    const journal = createJournal(file, size);
    if (!resume) await syncFolder(path);
    return resultsIn(plan, facts, signedBy, journal, async () => {
      await journal.settled();
      await file.close();
      await unlock();
    });
  } catch (error) {
    await opened?.close();
    await unlock();
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${shown} can't be written (${codeOf(error)}). Nothing was sent.`);
  }
}

/** Makes the next line start where the last good one ended; returns the size of the file then. */
async function repair(file: FileHandle, { good, size, endsLine }: ReadBack): Promise<number> {
  if (good < size) await file.truncate(good);
  if (!endsLine) await file.write("\n");
  if (good < size || !endsLine) await file.datasync();
  return endsLine ? good : good + 1;
}

/** A new name is durable only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and needs none: its file systems keep names in their own journal.
  if (process.platform === "win32") return;
  const folder = await open(dirname(path), constants.O_RDONLY);
  await folder.sync().finally(() => folder.close());
}
