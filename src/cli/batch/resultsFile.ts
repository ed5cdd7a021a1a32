/**
 * The results file: the audit of a batch, and what a later run goes on from. Lines are only ever appended, and each is
 * durable before anything rests on it: `started` before a target's DELETE leaves, `result` before it counts as done.
 */
import { constants } from "node:fs";
import { type FileHandle, open, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { BulkResult } from "../../bulk/result.js";
import { cleanText } from "../../internal/text.js";
import { UsageError } from "../usageError.js";
import { createJournal } from "./journal.js";
import { type BatchLedger, createLedger } from "./ledger.js";
import { lockFor } from "./lock.js";
import type { Plan } from "./plan.js";
import { type ReadBack, readBack } from "./readBack.js";
import { type BatchFacts, batchLine, isFinal, reasonOf, resultLine, startedLine } from "./resultLines.js";

/** The results of one batch, as they come. */
export interface Results {
  readonly ledger: BatchLedger;
  /** Resolves when a DELETE for the target may leave. */
  started(place: number): Promise<void>;
  /** Resolves when the target counts as done. */
  ended(place: number, result: BulkResult<unknown>): Promise<void>;
  close(): Promise<void>;
}

/** Results that are kept nowhere. */
export function unrecorded(plan: Plan): Results {
  const ledger = createLedger(plan.size);
  return {
    ledger,
    started: async (place) => ledger.start(place),
    ended: async (place, result) => note(ledger, place, result),
    close: async () => undefined,
  };
}

/**
 * What a results file knows, without changing it.
 *
 * @throws UsageError when it can't be read, or belongs to another batch.
 */
export async function readResults(path: string, plan: Plan, facts: BatchFacts): Promise<BatchLedger> {
  const shown = `The results file ${JSON.stringify(cleanText(path))}`;
  await requireFile(path, shown);
  const file = await openFile(path, shown, constants.O_RDONLY);
  try {
    const ledger = createLedger(plan.size);
    await readBack(file, shown, plan, facts, ledger);
    return ledger;
  } finally {
    await file.close();
  }
}

/**
 * Creates a results file, or opens one to go on from it.
 *
 * @throws UsageError when it exists and `resume` is not set, belongs to another batch, is damaged, or is in use.
 */
export async function openResults(path: string, plan: Plan, facts: BatchFacts, resume: boolean): Promise<Results> {
  const shown = `The results file ${JSON.stringify(cleanText(path))}`;
  await requireFile(path, shown);
  // One lock for one file, whatever name it is reached by. A new file has one name only.
  const unlock = await lockFor(resume ? await realpath(path).catch(() => path) : path, shown);
  let file: FileHandle | undefined;
  try {
    const { O_RDWR, O_APPEND, O_CREAT, O_EXCL } = constants;
    file = await openFile(path, shown, O_RDWR | O_APPEND | (resume ? 0 : O_CREAT | O_EXCL));
    const ledger = createLedger(plan.size);
    const journal = createJournal(file);
    const lines = resume ? await repaired(file, await readBack(file, shown, plan, facts, ledger)) : 0;
    if (lines === 0) await journal.append(batchLine(facts, new Date()));
    if (!resume) await syncFolder(path);
    const opened = file;
    return {
      ledger,
      async started(place) {
        await journal.append(startedLine(place, new Date()));
        ledger.start(place);
      },
      async ended(place, result) {
        await journal.append(resultLine(plan, place, result, new Date()));
        note(ledger, place, result);
      },
      async close() {
        await journal.settled();
        await opened.close();
        await unlock();
      },
    };
  } catch (error) {
    await file?.close();
    await unlock();
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${shown} can't be written (${codeOf(error)}). Nothing was sent.`);
  }
}

function note(ledger: BatchLedger, place: number, result: BulkResult<unknown>): void {
  const reason = "error" in result ? reasonOf(result.error) : undefined;
  ledger.end(place, result.outcome, isFinal(result), reason);
}

/** Opening a pipe would wait, and a device would forget what it is given. What can't be looked at is told by opening it. */
async function requireFile(path: string, shown: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isFile()) throw new UsageError(`${shown} is no regular file.`);
}

async function openFile(path: string, shown: string, flags: number): Promise<FileHandle> {
  try {
    return await open(path, flags, 0o600);
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST")
      throw new UsageError(`${shown} exists already.`, "Add --resume to go on from it, or name a new file.");
    if (code === "ENOENT" && (flags & constants.O_CREAT) === 0)
      throw new UsageError(`${shown} does not exist.`, "Leave --resume out to start the batch.");
    throw new UsageError(`${shown} can't be opened (${code}).`);
  }
}

/** Cuts off the torn end, so that the next line starts where the last good one ended. */
async function repaired(file: FileHandle, { lines, good, size }: ReadBack): Promise<number> {
  if (good < size) {
    await file.truncate(good);
    await file.datasync();
  }
  return lines;
}

/** A new name is durable only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and needs none: its file systems keep names in their own journal.
  if (process.platform === "win32") return;
  const folder = await open(dirname(path), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "for a reason that the system did not tell";
}
