/** What this machine tells of its processes. Paths below /proc are Linux only: elsewhere it would take another program. */
import { readFile, readlink } from "node:fs/promises";

/** Whether a process runs. One that ended keeps its number until its parent asks for it, for ever under some. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const state = await fieldOf(pid, 3);
  return state !== "Z" && state !== "X";
}

/** When a process started, in ticks since the start of a certain boot; `undefined` where the system does not tell. */
export async function startOf(pid: number): Promise<string | undefined> {
  const [boot, ticks] = await Promise.all([textOf("/proc/sys/kernel/random/boot_id"), fieldOf(pid, 22)]);
  return boot === undefined || ticks === undefined ? undefined : `${boot.trim()} ${ticks}`;
}

/** What this process's numbers count in, as `pid:[4026531836]`; `undefined` where the system does not tell. */
export function pidNamespace(): Promise<string | undefined> {
  return readlink("/proc/self/ns/pid").catch(() => undefined);
}

/** A field of a process's `stat`, counted from 1 as proc(5) does; from the third. */
async function fieldOf(pid: number, field: number): Promise<string | undefined> {
  const stat = await textOf(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets, which may hold anything.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[field - 3];
}

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
