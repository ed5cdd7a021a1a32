/** Starts the proof's other processes and reads what they print. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ServerSettings } from "./server.js";

/** A running sandbox in another process. */
export interface Server {
  readonly url: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Places of the targets that the sandbox recorded as deleted, in its order. */
  deletions(): Promise<readonly number[]>;
  /** Puts everything back. */
  reset(): Promise<void>;
  stop(): void;
}

const root = new URL("../../", import.meta.url);

/** Path of a file of this folder or of the built package. */
export function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, root));
}

/** Starts the sandbox and waits until it listens. */
export async function startServer(settings: ServerSettings): Promise<Server> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--max-old-space-size=2048", pathOf("scripts/bulk-proof/server.ts"), JSON.stringify(settings)],
    { stdio: ["ignore", "pipe", "inherit"], cwd: fileURLToPath(root) },
  );
  const first = JSON.parse(await firstLine(child)) as Omit<Server, "deletions" | "reset" | "stop">;
  return {
    ...first,
    async deletions() {
      const response = await fetch(`${first.url}/__sandbox/deletions`);
      const deletions = (await response.json()) as { readonly ids: { readonly secretId: string } }[];
      return deletions.map(({ ids }) => Number.parseInt(ids.secretId.slice(1), 16));
    },
    async reset() {
      await fetch(`${first.url}/__sandbox/reset`, { method: "POST" });
    },
    stop: () => void child.kill("SIGTERM"),
  };
}

/** The first line that a process prints. */
async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new TypeError("no standard output");
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error("the process ended without a word");
}

/** Runs a script of this folder with plain Node and returns what it printed as JSON. */
export async function runScript(file: string, settings: object): Promise<unknown> {
  const child = spawn(process.execPath, [pathOf(file), JSON.stringify(settings)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await firstLine(child);
  if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
  return JSON.parse(line);
}

/** How a run of the built program ended. */
export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program; `killAfterMs` ends it with SIGKILL. */
export function runProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  killAfterMs?: number,
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [pathOf("dist/cli/main.js"), ...args], {
      env: { PATH: process.env.PATH ?? "", ...env },
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}
