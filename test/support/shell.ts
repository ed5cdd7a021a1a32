/** Runs a script as somebody would who pastes it into a shell. */
import { execFile } from "node:child_process";

/** How a script ended, and all that it said. */
export interface ShellRan {
  readonly code: number;
  readonly said: string;
}

/**
 * Runs a script to its end, 30 seconds at most.
 *
 * @param env - Its whole environment, apart from this process's `PATH` where it has none of its own.
 */
export function runShell(
  shell: "sh" | "bash",
  script: string,
  env: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<ShellRan> {
  return new Promise((resolve) => {
    const all = { PATH: process.env.PATH ?? "", ...env };
    execFile(shell, ["-c", script], { cwd, env: all, timeout: 30_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, said: stdout + stderr });
    });
  });
}
