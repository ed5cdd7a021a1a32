/** What this machine tells of its processes. */
import { readFile } from "node:fs/promises";

/** Whether a process number is in use. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** When a process started, in ticks since the start of a certain boot; `undefined` where the system does not tell. */
export async function startOf(pid: number): Promise<string | undefined> {
  // Linux only: elsewhere it would take another program.
  const [boot, stat] = await Promise.all(
    ["/proc/sys/kernel/random/boot_id", `/proc/${pid}/stat`].map((path) =>
      readFile(path, "utf8").catch(() => undefined),
    ),
  );
  // The second field is the program's name in brackets, which may hold anything; the start is the 22nd.
  const ticks = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[22 - 3];
  return boot === undefined || ticks === undefined ? undefined : `${boot.trim()} ${ticks}`;
}
