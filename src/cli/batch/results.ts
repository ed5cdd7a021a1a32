/**
 * The results file: the audit of a batch, and what a later run goes on from. Lines are only ever appended, and each is
 * durable before anything rests on it: `started` before a target's DELETE leaves, `result` before it counts as done.
 */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { BulkResult } from "../../bulk/result.js";
import { UsageError } from "../usageError.js";
import { type Entry, type Known, note, type Plan } from "./entries.js";
import { codeOf, openResultsFile, shownPath } from "./files.js";
import { createJournal } from "./journal.js";
import { lockFor } from "./lock.js";
import { readBack } from "./readBack.js";
import {
  type BatchFacts,
  batchLine,
  type Evidence,
  knownOf,
  knownStart,
  resultLine,
  startedLine,
} from "./resultLines.js";

/** The results of one batch, as they come. What they say is noted on each entry once it is durable. */
export interface Results {
  /** Resolves when a DELETE for the target may leave. */
  started(entry: Entry): Promise<void>;
  /** Resolves when the target counts as done. */
  ended(entry: Entry, result: BulkResult<unknown>, evidence?: Evidence): Promise<void>;
  /** Rejects when what was written is no longer there. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** How a results file is called in messages. */
export function shownResults(path: string): string {
  return `The results file ${shownPath(path)}`;
}

/** Results that are kept nowhere but on the entries. */
export function unrecorded(plan: Plan): Results {
  return {
    started: async (entry) => note(plan, entry, knownStart),
    ended: async (entry, result) => note(plan, entry, knownOfResult(result)),
    check: async () => undefined,
    close: async () => undefined,
  };
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
  let file: FileHandle | undefined;
  try {
    const create = resume ? 0 : constants.O_CREAT | constants.O_EXCL;
    file = await openResultsFile(path, shown, constants.O_RDWR | constants.O_APPEND | create);
    const size = resume ? await repair(file, await readBack(file, shown, plan, facts)) : 0;
    const journal = createJournal(file, size);
    await journal.append(batchLine(facts, signedBy));
    if (!resume) await syncFolder(path);
    return resultsIn(plan, file, journal, signedBy, unlock);
  } catch (error) {
    await file?.close();
    await unlock();
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${shown} can't be written (${codeOf(error)}). Nothing was sent.`);
  }
}

function resultsIn(
  plan: Plan,
  file: FileHandle,
  journal: ReturnType<typeof createJournal>,
  signedBy: string,
  unlock: () => Promise<void>,
): Results {
  return {
    async started(entry) {
      await journal.append(startedLine(entry));
      note(plan, entry, knownStart);
    },
    async ended(entry, result, evidence) {
      await journal.append(resultLine(entry, result, signedBy, evidence));
      note(plan, entry, knownOfResult(result));
    },
    check: () => journal.check(),
    async close() {
      await journal.settled();
      await file.close();
      await unlock();
    },
  };
}

function knownOfResult(result: BulkResult<unknown>): Known {
  return knownOf(result.outcome, "error" in result ? result.error : undefined);
}

/** Makes the next line start where the last good one ended; returns the size of the file then. */
async function repair(
  file: FileHandle,
  { good, size, endsLine }: Awaited<ReturnType<typeof readBack>>,
): Promise<number> {
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
