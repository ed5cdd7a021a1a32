/** Lets one run at a time write a results file. */
import { randomBytes } from "node:crypto";
import { open, readFile, stat, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { cleanText } from "../../text.js";
import { UsageError } from "../usageError.js";
import { isRunning, startOf } from "./processes.js";

/** Between making a lock and naming its run there are microseconds; after this long the run was killed in between. */
const namelessMs = 10_000;

/** The run that a lock names. A process number alone says little: in a container every run may be number 1. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process started, on its machine's own clock; absent where the system does not tell. */
  readonly start: string | undefined;
  /** Tells this lock from every other. */
  readonly id: string;
}

/** What a lock file holds. */
interface Found {
  readonly text: string;
  /** Absent when it names nobody. */
  readonly holder: Holder | undefined;
}

/**
 * Takes the lock beside a file.
 *
 * @returns What gives it back. A run that was killed can't; its lock is taken over when its process is gone.
 * @throws UsageError when another run holds it.
 */
export async function lockFor(path: string, shown: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  const id = randomBytes(8).toString("hex");
  const text = JSON.stringify({ host: hostname(), pid: process.pid, start: await startOf(process.pid), id });
  await take(lock, text, shown);
  return () => giveBack(lock, text);
}

/**
 * Takes a lock. A dead run's is removed under a lock of its own, named after it: of many runs that find one dead lock, one
 * removes it, and none removes what another has made since. That second lock can be a dead run's as well.
 */
async function take(lock: string, text: string, shown: string): Promise<void> {
  if (await create(lock, text, shown)) return;
  const found = await read(lock);
  // Given back just now: there are others, and one try more is enough to be fair.
  if (found === undefined) {
    if (await create(lock, text, shown)) return;
    throw inUse(shown);
  }
  await refuseLiving(lock, found, shown);
  const claim = `${lock}.${found.holder?.id ?? "nameless"}`;
  await take(claim, text, shown);
  try {
    if ((await read(lock))?.text === found.text) await unlink(lock);
    if (!(await create(lock, text, shown))) throw inUse(shown);
  } finally {
    await giveBack(claim, text);
  }
}

async function create(lock: string, text: string, shown: string): Promise<boolean> {
  try {
    const file = await open(lock, "wx", 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    if (code === "EEXIST") return false;
    throw new UsageError(`${shown} can't be locked (${code}). Nothing was sent.`);
  }
}

async function read(lock: string): Promise<Found | undefined> {
  const text = await readFile(lock, "utf8").catch(() => undefined);
  return text === undefined ? undefined : { text, holder: holderIn(text) };
}

/** Anybody may have changed the file, and its id becomes part of a path. */
function holderIn(text: string): Holder | undefined {
  try {
    const { host, pid, start, id }: Record<keyof Holder, unknown> = JSON.parse(text);
    if (typeof host !== "string" || typeof pid !== "number" || !Number.isInteger(pid) || pid < 1) return undefined;
    if (typeof id !== "string" || !/^[0-9a-f]{16}$/.test(id)) return undefined;
    return { host, pid, start: typeof start === "string" ? start : undefined, id };
  } catch {
    return undefined; // It names nobody; how old it is decides.
  }
}

async function refuseLiving(lock: string, { holder }: Found, shown: string): Promise<void> {
  if (holder === undefined) {
    const made = await stat(lock).catch(() => undefined);
    if (made === undefined || Date.now() - made.mtimeMs < namelessMs) throw inUse(shown);
    return;
  }
  const { host, pid, start } = holder;
  const remove = `remove ${JSON.stringify(cleanText(lock))}`;
  if (host !== hostname()) {
    throw new UsageError(
      `${shown} is in use by process ${pid} on ${JSON.stringify(cleanText(host))}, or was left by it; that can't be told from here.`,
      `Wait for that run. If it has ended (it was killed, its container is gone), ${remove}.`,
    );
  }
  if (!isRunning(pid)) return;
  const now = await startOf(pid);
  // Another process has the number by now.
  if (start !== undefined && now !== undefined && start !== now) return;
  const doubt = start === undefined ? ` If process ${pid} is another program by now, ${remove}.` : "";
  throw new UsageError(`${shown} is in use by process ${pid}.`, `Wait for that run.${doubt}`);
}

function inUse(shown: string): UsageError {
  return new UsageError(`${shown} is in use by another run.`, "Wait for that run, and try again.");
}

/** Gives back one's own lock, and not what somebody put in its place. */
async function giveBack(lock: string, text: string): Promise<void> {
  if ((await read(lock))?.text === text) await unlink(lock);
}
