/** Lets one run at a time write a results file. */
import { open, readFile, stat, unlink } from "node:fs/promises";
import { UsageError } from "../usageError.js";

/** Between making a lock and naming its process there are microseconds; after this long the run was killed in between. */
const namelessMs = 10_000;

/**
 * Takes the lock beside a file.
 *
 * @returns What gives it back. A run that was killed can't; its lock is taken over when its process is gone.
 * @throws UsageError when another run holds it.
 */
export async function lockFor(path: string, shown: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  // Twice: the second time after a dead run's lock was removed.
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      const file = await open(lock, "wx", 0o600);
      await file.writeFile(`${process.pid}\n`);
      await file.close();
      return () => unlink(lock);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
      if (code !== "EEXIST") throw new UsageError(`${shown} can't be locked (${code}). Nothing was sent.`);
    }
    const holder = Number((await readFile(lock, "utf8").catch(() => "")).trim());
    if (holder > 0 && isRunning(holder)) {
      throw new UsageError(
        `${shown} is in use by process ${holder}.`,
        "Wait for that run. If it is another program by now, remove the file's .lock.",
      );
    }
    if (!(holder > 0) && (await isFresh(lock))) throw new UsageError(`${shown} is in use by another run.`);
    await unlink(lock).catch(() => undefined); // Another run may have been faster; the next try tells.
  }
  throw new UsageError(`${shown} is in use by another run.`);
}

/** Whether a lock may be that of a run which is about to write its number into it. */
async function isFresh(lock: string): Promise<boolean> {
  const found = await stat(lock).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs < namelessMs;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
