/** A disk for results files that fails on purpose. `vi.mock("node:fs/promises", brokenDisk)` puts it under the program. */
import type { FileHandle } from "node:fs/promises";

type Promises = typeof import("node:fs/promises");

/** What the disk does. Tests set it; `reset` makes it whole again. */
export interface Disk {
  /** How many bytes of the n-th write are taken, from 1; more than there are means all of them. May throw. */
  take: (write: number) => number;
  /** Thrown after a write that was cut short, or by the n-th sync, from 1. */
  failWrite: (write: number) => string | undefined;
  failSync: (sync: number) => string | undefined;
  /** What `writeFile` on another file throws, by its path. */
  failOther: (path: string) => string | undefined;
  /** Called when a sync has succeeded. */
  onSync: (sync: number) => void;
  /** Called when the file was looked at after the n-th sync. */
  onStat: (sync: number) => void;
  /** Bytes that would survive a loss of power. */
  durable: number;
  writes: number;
  syncs: number;
  /** The process is gone: nothing that it began ever ends. */
  dead: boolean;
}

const whole = (): Disk => ({
  take: () => Number.POSITIVE_INFINITY,
  failWrite: () => undefined,
  failSync: () => undefined,
  failOther: () => undefined,
  onSync: () => undefined,
  onStat: () => undefined,
  durable: 0,
  writes: 0,
  syncs: 0,
  dead: false,
});

export const disk: Disk = whole();

/** A disk without faults. */
export function reset(): void {
  Object.assign(disk, whole());
}

const never = (): Promise<never> => new Promise(() => undefined);

/** `node:fs/promises` with the disk under every file whose name ends in `audit.ndjson` (and faults of `open` beside it). */
export async function brokenDisk(original: () => Promise<unknown>): Promise<Promises> {
  const real = (await original()) as Promises;
  const open: Promises["open"] = async (path, ...rest) => {
    const handle = await real.open(path, ...rest);
    if (String(path).endsWith("audit.ndjson")) return broken(handle);
    const code = disk.failOther(String(path));
    return code === undefined ? handle : Object.assign(handle, { writeFile: () => Promise.reject(failure(code)) });
  };
  return { ...real, open };
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: on purpose`), { code });
}

function broken(handle: FileHandle): FileHandle {
  async function write(data: string | Uint8Array, offset = 0): Promise<{ bytesWritten: number }> {
    if (disk.dead) return await never();
    disk.writes += 1;
    const bytes = Buffer.from(data as Uint8Array).subarray(offset);
    const taken = bytes.subarray(0, disk.take(disk.writes));
    const code = disk.failWrite(disk.writes);
    if (taken.length > 0) await handle.appendFile(taken);
    if (code !== undefined) throw failure(code);
    return { bytesWritten: taken.length };
  }
  async function datasync(): Promise<void> {
    if (disk.dead) return await never();
    disk.syncs += 1;
    const code = disk.failSync(disk.syncs);
    if (code !== undefined) throw failure(code);
    disk.durable = (await handle.stat()).size;
    disk.onSync(disk.syncs);
  }
  async function stat(): Promise<unknown> {
    const found = await handle.stat();
    disk.onStat(disk.syncs);
    return found;
  }
  return new Proxy(handle, {
    get(target, name) {
      if (name === "stat") return stat;
      if (name === "write") return write;
      if (name === "datasync") return datasync;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
