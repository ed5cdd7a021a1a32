/**
 * `npm run test:runtimes`: the portable suites of the built package on Node 20, 22, 24, 26 and Bun, the same but for the
 * wire sequence on Deno, and a smoke test in Chromium. The runtimes come from the nested package scripts/runtimes.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { runNode } from "./run-node.js";
import { runInChromium } from "./runtimes/chromium.js";
import type { Tally } from "./runtimes/harness.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const nested = join(root, "scripts/runtimes");
const maxRunMs = 10 * 60_000;
const { CHROMIUM = "/usr/bin/chromium", SEED = String(Math.floor(Math.random() * 2 ** 31)) } = process.env;

interface Runtime {
  readonly name: string;
  readonly executable: string;
  /** What stands before the program. */
  readonly args: readonly string[];
}

/** Where each runtime's binary lies, for Linux on the two architectures for which all of them are published. */
function runtimes(): Runtime[] {
  const names = { x64: ["x64", "x64", "x64-glibc"], arm64: ["arm64", "aarch64", "arm64-glibc"] } as const;
  if (process.platform !== "linux" || !(process.arch === "x64" || process.arch === "arm64")) {
    throw new Error(`test:runtimes runs on Linux (x64, arm64), not on ${process.platform} (${process.arch}).`);
  }
  const [node, bun, deno] = names[process.arch];
  const at = (path: string): string => join(nested, "node_modules", path);
  return [
    ...["20", "22", "24", "26"].map((version) => ({
      name: `Node ${version}`,
      executable: at(`node${version}-linux-${node}/bin/node`),
      args: [],
    })),
    { name: "Bun", executable: at(`@oven/bun-linux-${bun}/bin/bun`), args: [] },
    { name: "Deno", executable: at(`@deno/linux-${deno}/deno`), args: ["run", "--allow-all", "--no-lock"] },
  ];
}

function versionOf(executable: string): string {
  const { stdout } = spawnSync(executable, ["--version"], { encoding: "utf8" });
  return /\d+\.\d+\.\d+(\.\d+)?/.exec(stdout ?? "")?.[0] ?? "?";
}

/** Runs the suite in a process of its own and reads the tally from its last line. */
function runIn({ executable, args }: Runtime, program: string): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const given = [...args, program, join(root, "dist/src/index.js"), SEED];
    const child = spawn(executable, given, { cwd: root, stdio: ["ignore", "pipe", "pipe"], timeout: maxRunMs });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      const last = output.trim().split("\n").at(-1) ?? "";
      if (code === 0 && last.startsWith('{"passed"')) return resolve(JSON.parse(last) as Tally);
      reject(new Error(`ended with ${signal ?? `code ${code}`} and no tally:\n${errors.slice(-2_000)}`));
    });
  });
}

/** Bundles a program; where it imports src/, it gets the build. */
async function bundled(entry: string, platform: "node" | "browser"): Promise<string> {
  const options = { bundle: true, write: false, format: "esm", target: "es2022", logLevel: "error", platform } as const;
  const useBuild: Plugin = {
    name: "use the build",
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/src\/index\.js$/ }, () => ({ path: join(root, "dist/src/index.js") })),
  };
  const entryPoints = [join(nested, entry)];
  const { outputFiles } = await build({ ...options, absWorkingDir: root, entryPoints, plugins: [useBuild] });
  return outputFiles.map(({ text }) => text).join("");
}

interface Row {
  readonly runtime: string;
  readonly version: string;
  readonly passed: number;
  readonly failed: number;
}

async function run(runtime: string, version: string, work: () => Promise<Tally>): Promise<Row> {
  const tally = await work().catch(
    (error: unknown): Tally => ({ passed: 0, failures: [{ name: "the run", message: String(error) }] }),
  );
  for (const { name, message } of tally.failures) console.log(`FAIL ${runtime}: ${name}\n${message}\n`);
  return { runtime, version, passed: tally.passed, failed: tally.failures.length };
}

async function main(): Promise<void> {
  if (!existsSync(join(nested, "node_modules"))) {
    const installed = spawnSync("npm", ["ci", "--ignore-scripts"], { cwd: nested, stdio: "inherit" });
    if (installed.status !== 0) throw new Error("The runtimes could not be installed.");
  }
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing: install Debian's chromium, or set CHROMIUM.`);
  if (runNode("tsx/dist/cli.mjs", ["scripts/build.ts"]) !== 0) throw new Error("The package could not be built.");
  console.log(`The sequences' seed is ${SEED} (repeat with SEED=${SEED} npm run test:runtimes)`);
  const folder = await mkdtemp(join(nested, ".bundle-"));
  const rows: Row[] = [];
  try {
    const program = join(folder, "suite.mjs");
    await writeFile(program, await bundled("suite.ts", "node"));
    for (const each of runtimes())
      rows.push(await run(each.name, versionOf(each.executable), () => runIn(each, program)));
    const smoke = await bundled("browserSmoke.ts", "browser");
    rows.push(await run("Chromium (smoke)", versionOf(CHROMIUM), () => runInChromium(CHROMIUM, smoke)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.table(rows);
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  console.log(`${rows.reduce((sum, row) => sum + row.passed, 0)} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
