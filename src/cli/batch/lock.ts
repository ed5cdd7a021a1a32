/** Lets one run at a time write a results file. */
import { randomBytes } from "node:crypto";
import { lstat, open, readFile, stat, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { cleanText } from "../../internal/text.js";
import { UsageError } from "../usageError.js";
import { isRunning, pidNamespace, startOf } from "./processes.js";

/** Between making a lock and naming its run there are microseconds; after this long the run was killed in between. */
const namelessMs = 10_000;

/** The run that a lock names. A process number alone says little: in a container every run may be number 1. */
interface Holder {
  readonly host: string;
  /** What its process number counts in: containers can share a host name. Absent where the system does not tell. */
  readonly namespace: string | undefined;
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
  const { pid } = process;
  const self: Holder = { host: hostname(), namespace: await pidNamespace(), pid, start: await startOf(pid), id };
  const text = JSON.stringify(self);
  await take(lock, text, shown);
  return () => giveBack(lock, text);
}

/**
 * Takes a lock. A dead run's is removed under a lock of its own, named after it: of many runs that find one dead lock, one
 * removes it, and none removes what another has made since. That second lock can be a dead run's as well.
 */
async function take(lock: string, text: string, shown: string): Promise<void> {
  if (await create(lock, text, shown)) return;
  const found = await read(lock, shown);
  // Given back just now: there are others, and one try more is enough to be fair.
  if (found === undefined) {
    if (await create(lock, text, shown)) return;
    throw inUse(lock, shown);
  }
  await refuseLiving(lock, found, shown);
  const claim = `${lock}.${found.holder?.id ?? "nameless"}`;
  await take(claim, text, shown);
  try {
    const now = await read(lock, shown);
    if (now?.text === found.text) {
      // Nameless locks all look alike: this one may have been made just now.
      await refuseLiving(lock, now, shown);
      await unlink(lock);
    }
    if (!(await create(lock, text, shown))) throw inUse(lock, shown);
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
    const code = codeOf(error);
    if (code === "EEXIST") return false;
    throw new UsageError(`${shown} can't be locked (${code}). Nothing was sent.`);
  }
}

/** `undefined` when there is none. What can't be read may be a living run's. */
async function read(lock: string, shown: string): Promise<Found | undefined> {
  try {
    // Reading a pipe would wait for a writer.
    if (!(await lstat(lock)).isFile()) throw unclear(lock, shown, "is no regular file");
    const text = await readFile(lock, "utf8");
    return { text, holder: holderIn(text) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = codeOf(error);
    if (code === "ENOENT") return undefined;
    throw unclear(lock, shown, `can't be read (${code})`);
  }
}

/** Anybody may have changed the file, and its id becomes part of a path. */
function holderIn(text: string): Holder | undefined {
  try {
    const { host, namespace, pid, start, id }: Record<keyof Holder, unknown> = JSON.parse(text);
    if (typeof host !== "string" || typeof pid !== "number" || !Number.isInteger(pid) || pid < 1) return undefined;
    if (typeof id !== "string" || !/^[0-9a-f]{16}$/.test(id)) return undefined;
    return { host, namespace: textOrNone(namespace), pid, start: textOrNone(start), id };
  } catch {
    return undefined; // It names nobody.
  }
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

async function refuseLiving(lock: string, { text, holder }: Found, shown: string): Promise<void> {
  if (holder === undefined) {
    // Another version's, or an edited one.
    if (text !== "") throw unclear(lock, shown, "names no run");
    const made = await stat(lock).catch(() => undefined);
    if (made === undefined || Date.now() - made.mtimeMs < namelessMs) throw inUse(lock, shown);
    return;
  }
  const { host, namespace, pid, start } = holder;
  const elsewhere = host !== hostname();
  if (elsewhere || namespace !== (await pidNamespace())) {
    const where = `${elsewhere ? "" : "in another container "}on ${JSON.stringify(cleanText(host))}`;
    throw new UsageError(
      `${shown} is in use by process ${pid} ${where}, or was left by it; that can't be told from here.`,
      `Wait for that run. If it has ended (it was killed, its container is gone), ${remove(lock)}.`,
    );
  }
  if (!(await isRunning(pid))) return;
  const now = await startOf(pid);
  // Another process has the number by now.
  if (start !== undefined && now !== undefined && start !== now) return;
  const doubt = start === undefined ? ` If process ${pid} is another program by now, ${remove(lock)}.` : "";
  throw new UsageError(`${shown} is in use by process ${pid}.`, `Wait for that run.${doubt}`);
}

function inUse(lock: string, shown: string): UsageError {
  return new UsageError(
    `${shown} is in use by another run.`,
    `Wait for that run, and try again. If there is none, ${remove(lock)}.`,
  );
}

function unclear(lock: string, shown: string, why: string): UsageError {
  return new UsageError(`${shown} may be in use: its lock ${why}.`, `If no other run writes it, ${remove(lock)}.`);
}

function remove(lock: string): string {
  return `remove ${JSON.stringify(cleanText(lock))}`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}

/** Gives back one's own lock, and not what somebody put in its place, readable or not. */
async function giveBack(lock: string, text: string): Promise<void> {
  const found = await read(lock, "").catch(() => undefined);
  if (found?.text === text) await unlink(lock);
}
