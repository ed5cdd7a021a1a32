/** Opens a results file that nobody else can have changed. */
import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { codeOf } from "../readFile.js";
import { UsageError } from "../usageError.js";

/** More than this is not a list of targets. */
export const maxInputBytes: number = 256 * 1024 * 1024;

/**
 * Opens a results file.
 *
 * @param flags - Beside `O_RDONLY` or `O_RDWR`: `O_CREAT | O_EXCL` for a new one.
 * @throws UsageError when it can't be opened, is not a plain file of one's own, or others may write it: what it holds decides
 * what is sent.
 */
export async function openResultsFile(path: string, shown: string, flags: number): Promise<FileHandle> {
  // A pipe without a writer would keep a blocking open waiting.
  const safe = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags | safe, 0o600).catch((error: unknown) => {
    throw openError(codeOf(error), shown);
  });
  try {
    const problem = problemOf(await file.stat());
    if (problem !== undefined)
      throw new UsageError(`${shown} ${problem}. Nothing was changed in it, and nothing was sent.`);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function openError(code: string, shown: string): UsageError {
  if (code === "EEXIST")
    return new UsageError(`${shown} exists already.`, "Add --resume to go on from it, or name a new file.");
  if (code === "ENOENT") return new UsageError(`${shown} does not exist.`, "Leave --resume out to start the batch.");
  if (code === "ELOOP") return new UsageError(`${shown} is a symbolic link.`, "Name the file itself.");
  return new UsageError(`${shown} can't be opened (${code}).`);
}

function problemOf(stat: Stats): string | undefined {
  if (!stat.isFile()) return "is not a regular file";
  if (stat.nlink > 1) return `has ${stat.nlink} names (hard links): another run could write it under another one`;
  // Windows has neither owners nor modes of this kind.
  const uid = process.getuid?.();
  if (uid === undefined) return undefined;
  if (stat.uid !== uid) return "belongs to another user of this machine";
  const mode = (stat.mode & 0o777).toString(8).padStart(4, "0");
  return (stat.mode & 0o022) === 0 ? undefined : `has mode ${mode}: other users of this machine may change it`;
}
