// How long things take to start: imports of the libraries, and whole runs of the program against its sandbox.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Asked, startProcess } from "./commands.js";
import type { Entry } from "./contestants/contestant.js";
import type { SandboxCommands } from "./sandbox.js";
import { type Figure, figure, ratio } from "./statistics.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const library = new URL("../../dist/src/index.js", import.meta.url).href;

/** A named time in milliseconds. */
export interface Time {
  readonly name: string;
  readonly milliseconds: Figure;
}

/** Times of whole processes, in milliseconds, and their ratios and differences round by round. */
export interface Startup {
  readonly imports: readonly Time[];
  readonly processes: readonly Time[];
  /** `--version` beyond `node -e 0`. */
  readonly versionBeyondNode: Figure;
  /** One delete of the program, to the bare script's: bundled like the program, and as modules. */
  readonly deleteToBundledScript: Figure;
  readonly deleteToScript: Figure;
}

/** Measures in turns, so many rounds. */
export async function measureStartup(entries: readonly Entry[], rounds: number): Promise<Startup> {
  const imports = measureImports(entries, rounds);
  const folder = await mkdtemp(join(here, ".built-"));
  const sandbox = startProcess<SandboxCommands>("sandbox.ts");
  try {
    const bundled = join(folder, "bareDelete.mjs");
    await build({
      entryPoints: [join(here, "bareDelete.mjs")],
      outfile: bundled,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20.19",
      banner: { js: 'import { createRequire as c } from "node:module"; const require = c(import.meta.url);' },
      logLevel: "error",
    });
    return { imports, ...(await measureProcesses(sandbox, bundled, rounds)) };
  } finally {
    sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function measureImports(entries: readonly Entry[], rounds: number): Time[] {
  const modules = entries.flatMap(({ packageName }) => (packageName === undefined ? [] : [packageName]));
  const named = [["mongodb-cloud-revoke", library], ...modules.map((name) => [name, name])] as [string, string][];
  const times = new Map<string, number[]>(named.map(([name]) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, module] of named) {
      const code = `const t = performance.now(); await import(${JSON.stringify(module)}); console.log(performance.now() - t);`;
      const { stdout } = runNode(["--input-type=module", "-e", code]);
      if (round >= 0) times.get(name)?.push(Number(stdout));
    }
  }
  return [...times].map(([name, values]) => ({ name, milliseconds: figure(values) }));
}

async function measureProcesses(
  sandbox: Asked<SandboxCommands>,
  bundled: string,
  rounds: number,
): Promise<Omit<Startup, "imports">> {
  const times: Record<"node" | "version" | "cli" | "bundled" | "script", number[]> = {
    node: [],
    version: [],
    cli: [],
    bundled: [],
    script: [],
  };
  for (let round = -1; round < rounds; round += 1) {
    const { url, publicKey, privateKey, targets } = await sandbox.ask("reset", null);
    const env = { MONGODB_ATLAS_PUBLIC_API_KEY: publicKey, MONGODB_ATLAS_PRIVATE_API_KEY: privateKey };
    const idsOf = ({ groupId, apiKeyId }: (typeof targets)[number]): string[] => [
      "--group-id",
      groupId,
      "--api-key-id",
      apiKeyId,
      "--base-url",
      url,
    ];
    const [first, second, third] = targets;
    if (first === undefined || second === undefined || third === undefined) throw new Error("too few targets");
    const took = {
      node: runNode(["-e", "0"]),
      version: runNode([program, "--version"]),
      cli: runNode([program, "project-api-key", ...idsOf(first), "--api", "atlas", "--yes"], env),
      bundled: runNode([bundled, ...idsOf(second)], env),
      script: runNode([join(here, "bareDelete.mjs"), ...idsOf(third)], env),
    };
    if (round < 0) continue;
    for (const name of Object.keys(times) as (keyof typeof times)[]) times[name].push(took[name].milliseconds);
  }
  return {
    processes: [
      { name: "`node -e 0`", milliseconds: figure(times.node) },
      { name: "`mongodb-cloud-revoke --version`", milliseconds: figure(times.version) },
      { name: "`mongodb-cloud-revoke project-api-key`, one delete", milliseconds: figure(times.cli) },
      { name: "bare script, bundled as the program is, one delete", milliseconds: figure(times.bundled) },
      { name: "bare script, unbundled, one delete", milliseconds: figure(times.script) },
    ],
    versionBeyondNode: figure(times.version.map((value, round) => value - (times.node[round] ?? Number.NaN))),
    deleteToBundledScript: ratio(times.cli, times.bundled),
    deleteToScript: ratio(times.cli, times.script),
  };
}

function runNode(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { stdout: string; milliseconds: number } {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: here,
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...env },
  });
  const milliseconds = performance.now() - started;
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${stdout}${stderr}`);
  return { stdout, milliseconds };
}
