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
import { createJournal, type Journal } from "./journal.js";
import { lockFor } from "./lock.js";
import { readBack } from "./readBack.js";
import {
  type BatchFacts,
  batchLine,
  knownOf,
  knownStart,
  lookedError,
  lookedLine,
  resultLine,
  startedLine,
} from "./resultLines.js";
import type { LookedOutcome } from "./verify.js";

/** The results of one batch, as they come. What they say is noted on each entry once it is durable. */
export interface Results {
  /** Resolves when a DELETE for the target may leave. */
  started(entry: Entry): Promise<void>;
  /** Resolves when the target counts as done. */
  ended(entry: Entry, result: BulkResult<unknown>): Promise<void>;
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

/** Results that are kept nowhere but on the entries. */
export function unrecorded(plan: Plan): Results {
  return {
    started: async (entry) => note(plan, entry, knownStart),
    ended: async (entry, result) => note(plan, entry, knownOfResult(result)),
    looked: async (entry, outcome, state) => note(plan, entry, knownOf(outcome, lookedError(outcome, state))),
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
    let begun: Promise<void> | undefined;
    const begin = (): Promise<void> => {
      begun ??= journal.append(batchLine(facts, signedBy));
      return begun;
    };
    if (!resume) {
      await begin();
      await syncFolder(path);
    }
    return resultsIn(plan, file, journal, begin, signedBy, unlock);
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
  journal: Journal,
  begin: () => Promise<void>,
  signedBy: string,
  unlock: () => Promise<void>,
): Results {
  return {
    async started(entry) {
      await begin();
      await journal.append(startedLine(entry));
      note(plan, entry, knownStart);
    },
    async ended(entry, result) {
      await journal.append(resultLine(entry, result, signedBy));
      note(plan, entry, knownOfResult(result));
    },
    async looked(entry, outcome, state) {
      const error = lookedError(outcome, state);
      await journal.append(lookedLine(entry, outcome, state, signedBy, error));
      note(plan, entry, knownOf(outcome, error));
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
