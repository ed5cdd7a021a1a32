// Starting curl and Python as somebody would on a shell, and reading what they say.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a program printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without a shell; `input` goes to its standard input. */
export function run(command: string, args: readonly string[], input = ""): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], timeout: 20_000 });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) resolve({ stdout, stderr });
      else reject(new Error(`${command} ended with ${code}: ${stderr}`));
    });
    child.stdin.end(input);
  });
}

/** Statuses of the answers that curl got, in order, and the request headers that it sent. */
export interface Curled {
  readonly statuses: readonly number[];
  readonly authorizations: readonly string[];
  readonly body: string;
}

/** Runs curl and reads the exchange from what `--verbose` tells. */
export async function curl(args: readonly string[]): Promise<Curled> {
  const { stdout, stderr } = await run("curl", [
    "--silent",
    "--verbose",
    "--noproxy",
    "*",
    "--max-time",
    "10",
    ...args,
  ]);
  return {
    statuses: [...stderr.matchAll(/^< HTTP\/1\.1 (\d+)/gm)].map((match) => Number(match[1])),
    authorizations: [...stderr.matchAll(/^> Authorization: (.*?)\r?$/gm)].map((match) => match[1] ?? ""),
    body: stdout,
  };
}

const script = fileURLToPath(new URL("../../test/clients/urllib_digest.py", import.meta.url));

/** Has Python's urllib carry out one task; see the script's own words. */
export async function urllib<Result>(task: Readonly<Record<string, string>>): Promise<Result> {
  const { stdout } = await run("python3", ["-I", script], `${JSON.stringify(task)}\n`);
  return JSON.parse(stdout) as Result;
}
