// Nested packages hold heavy tools that the root does without. They are installed from their own lock file when used.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Runs `npm ci` in a folder unless its node_modules already stand for its lock file.
 *
 * @throws Error when npm fails.
 */
export function installNested(folder: string): void {
  const stamp = join(folder, "node_modules/.installed");
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  const { status, output } = run("npm", ["ci", "--no-audit", "--no-fund"], folder);
  if (status !== 0) throw new Error(`npm ci in ${folder} failed:\n${output}`);
  writeFileSync(stamp, lock);
}

/** What a finished command said. */
export interface Finished {
  /** undefined when it could not be started or was ended by a signal. */
  status: number | undefined;
  stdout: string;
  /** Standard output and standard error. */
  output: string;
}

/** Runs a command to its end and keeps what it says. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  timeoutMinutes = 10,
): Finished {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
    timeout: timeoutMinutes * 60_000,
  });
  const said = `${stdout ?? ""}${stderr ?? ""}`;
  return { status: status ?? undefined, stdout: stdout ?? "", output: error ? `${said}${error.message}` : said };
}
