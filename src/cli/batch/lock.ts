/** Lets one run at a time write a results file: a file beside it that names the process and its host. */
import { randomUUID } from "node:crypto";
import { open, readFile, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { own, parseJson } from "../../internal/json.js";
import { codeOf, shownPath } from "../readFile.js";
import { UsageError } from "../usageError.js";

/** Locks that this process holds: one that names it and is not among them is left from an earlier life of its number. */
const held = new Set<string>();

/**
 * Takes the lock beside a file.
 *
 * @returns What releases it. A run that was killed can't; its lock is taken over on the same host when its process is gone.
 * @throws UsageError when another run holds it.
 */
export async function lockFor(path: string, shown: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  const text = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  if (!(await create(lock, text, shown))) {
    await removeDead(lock, shown);
    if (!(await create(lock, text, shown))) throw inUse(lock, shown, "another run");
  }
  held.add(text);
  return async () => {
    held.delete(text);
    // Not what somebody put in its place.
    if ((await readFile(lock, "utf8").catch(() => undefined)) === text) await unlink(lock);
  };
}

async function create(lock: string, text: string, shown: string): Promise<boolean> {
  let made = false;
  try {
    const file = await open(lock, "wx", 0o600);
    made = true;
    await file.writeFile(text).finally(() => file.close());
    return true;
  } catch (error) {
    if (!made && codeOf(error) === "EEXIST") return false;
    // A lock that names nobody would stay in everybody's way.
    if (made) await unlink(lock).catch(() => undefined);
    throw new UsageError(`${shown} can't be locked (${codeOf(error)}). Nothing was sent.`);
  }
}

/** Removes the lock of a process that is gone; of several runs that find it, one does. */
async function removeDead(lock: string, shown: string): Promise<void> {
  const text = await readFile(lock, "utf8").catch((error: unknown) => {
    throw inUse(lock, shown, `a run whose lock can't be read (${codeOf(error)})`);
  });
  const holder: object = Object(parseJson(text));
  const pid = own(holder, "pid");
  if (typeof pid !== "number" || pid < 1) throw inUse(lock, shown, "a run that its lock does not name");
  if (own(holder, "host") !== hostname()) throw inUse(lock, shown, `process ${pid} on another machine`);
  if (pid === process.pid ? held.has(text) : isRunning(pid)) throw inUse(lock, shown, `process ${pid}`);
  const takeover = `${lock}.takeover`;
  if (!(await create(takeover, text, shown))) throw inUse(takeover, shown, "a run that takes over its lock");
  try {
    if ((await readFile(lock, "utf8").catch(() => undefined)) === text) await unlink(lock);
  } finally {
    await unlink(takeover);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

function inUse(lock: string, shown: string, who: string): UsageError {
  return new UsageError(
    `${shown} is in use by ${who}.`,
    `Wait for that run. If it has ended, remove ${shownPath(lock)} and try again.`,
  );
}
