/** A sandbox with as many secrets as a test wants, batch files about them, and the command that runs them. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "../../../src/mock/fault.js";
import { type AccessEntry, type Sandbox, type SandboxOptions, startSandbox } from "../../../src/sandbox/index.js";
import { seedOf, targetAt } from "../../support/manySecrets.js";
import { type Ran, runCli, type World } from "../runCli.js";

/** A line of a results file. */
export interface ResultLine {
  readonly type: string;
  readonly n: number;
  readonly outcome?: string;
  readonly columns?: object;
  readonly [name: string]: unknown;
}

/** A sandbox and a folder for one test. */
export interface Bench extends Sandbox {
  /** Requests for a revocation that reached the server. */
  readonly deletes: () => number;
  /** Every request that reached the server, as a line. */
  readonly log: () => readonly string[];
  /** Path of a file in the folder. */
  readonly path: (name: string) => string;
  /** Writes a file and returns its path. */
  readonly file: (content: string | Uint8Array, name?: string) => Promise<string>;
  /** Runs `batch` with the sandbox's API key. */
  readonly batch: (file: string, flags?: readonly string[], world?: World) => Promise<Ran>;
  /** The sandbox's API key, as the environment has it. */
  readonly env: Readonly<Record<string, string>>;
  readonly lines: (name: string) => Promise<readonly ResultLine[]>;
  readonly end: () => Promise<void>;
}

/** What a test makes of the path of a request, instead of what the server would do. */
export type Meddle = (
  path: string,
) => "lose response" | "lose request" | { readonly status: number; readonly errorCode?: string } | undefined;

/** A server that asks `current` first. */
export function meddling(current: () => Meddle | undefined): Fault {
  return {
    stage: "after authentication",
    strike({ target }, proceed) {
      const what = current()?.(target);
      if (typeof what === "object") {
        const { status, errorCode } = what;
        const body = JSON.stringify({ error: status, errorCode, detail: "Not now.", reason: "No" });
        return { status, headers: [["Content-Type", "application/json"]], body };
      }
      if (what === "lose response") proceed();
      return what === undefined ? undefined : "connection lost";
    },
  };
}

/** Lines of NDJSON for the first targets of the seed. */
export function listOf(count: number, from = 0): string {
  return Array.from({ length: count }, (_, n) => `${JSON.stringify(targetAt(from + n))}\n`).join("");
}

/** Sets up one test. */
export async function startBench(targets: number, options: SandboxOptions = {}): Promise<Bench> {
  const log: AccessEntry[] = [];
  const sandbox = await startSandbox({
    api: "atlas",
    rateLimit: false,
    ...options,
    seed: seedOf(targets),
    onAccess: (entry) => log.push(entry),
  });
  const folder = await mkdtemp(join(tmpdir(), "batch-"));
  const path = (name: string): string => join(folder, name);
  const { publicKey, privateKey } = sandbox.credentials.apiKey;
  const env = { MONGODB_ATLAS_PUBLIC_API_KEY: publicKey, MONGODB_ATLAS_PRIVATE_API_KEY: privateKey };
  return {
    ...sandbox,
    deletes: () => log.filter(({ line }) => line.includes("DELETE")).length,
    log: () => log.map(({ line }) => line),
    path,
    env,
    file: async (content, name = "targets.ndjson") => {
      await writeFile(path(name), content);
      return path(name);
    },
    batch: (file, flags = ["--yes"], world = {}) =>
      runCli(["batch", file, "--api", "atlas", "--base-url", sandbox.url, ...flags], {
        ...world,
        env: { ...env, ...world.env },
      }),
    lines: async (name) =>
      (await readFile(path(name), "utf8"))
        .split("\n")
        .filter((text) => text !== "")
        .map((text) => JSON.parse(text) as ResultLine),
    end: async () => {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
