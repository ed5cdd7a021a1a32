// Runs every suite that a change must pass, goes on after a failure, and ends with one line that counts all tests.
// `.ci/run` starts it after `npm ci`.
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Counts, closing, closingLine, countsOfOutput, countsOfReport, verdict } from "./ci/counts.js";
import { type Suite, suites } from "./ci/suites.js";

const root = fileURLToPath(new URL("..", import.meta.url));

async function main(): Promise<Counts> {
  const started = Date.now();
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const summary: string[] = [];
  installMissing(suites.flatMap((suite) => suite.needs ?? []));
  for (const suite of suites) {
    const { exitCode, counts, milliseconds } = await runSuite(suite);
    const added = verdict(exitCode, counts, suite.counts !== "none");
    total.passed += added.passed;
    total.failed += added.failed;
    total.skipped += added.skipped;
    const state = added.failed > 0 ? "FAILED" : "ok";
    const told = suite.counts === "none" ? "" : ` (${closing(counts ?? { passed: 0, failed: 0, skipped: 0 })})`;
    const exit =
      exitCode === undefined ? `, stopped after ${suite.timeoutMinutes} min` : exitCode && `, exit ${exitCode}`;
    summary.push(`${state.padEnd(6)} ${title(suite)}${told}${exit || ""}, ${seconds(milliseconds)}`);
  }
  console.log(`\n== summary, ${seconds(Date.now() - started)}\n${summary.join("\n")}`);
  return total;
}

async function runSuite(suite: Suite): Promise<{
  exitCode: number | undefined;
  counts: Counts | undefined;
  milliseconds: number;
}> {
  console.log(`\n== ${title(suite)}`);
  const folder = await mkdtemp(join(tmpdir(), "ci-"));
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = [...(suite.args ?? []), ...(suite.counts === "vitest" ? reporters : [])];
  const started = Date.now();
  try {
    const { exitCode, output } = await run("npm", ["run", suite.script, "--", ...args], suite.timeoutMinutes);
    const counts =
      suite.counts === "vitest"
        ? countsOfReport(await readFile(report, "utf8").catch(() => ""))
        : countsOfOutput(output);
    return { exitCode, counts, milliseconds: Date.now() - started };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a command in a process group of its own, so that a timeout ends what it has started too. */
function run(
  command: string,
  args: readonly string[],
  timeoutMinutes: number,
): Promise<{ exitCode: number | undefined; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const lines: string[] = [];
    let stopped = false;
    const timer = setTimeout(() => {
      stopped = true;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, timeoutMinutes * 60_000);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        // Only the sum at the very end stands alone on its line.
        console.log(closingLine.test(line) ? `(${line})` : line);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ exitCode: stopped ? undefined : (code ?? 1), output: lines.join("\n") });
    });
  });
}

function installMissing(commands: readonly string[]): void {
  const missing = [...new Set(commands)].filter(
    (command) => spawnSync("bash", ["-c", `command -v ${command}`]).status !== 0,
  );
  if (missing.length === 0) return;
  console.log(`\n== apt-get install ${missing.join(" ")}`);
  // A failure here shows in the suite that needs the command, with that suite's own words.
  for (const args of [
    ["update", "-q"],
    ["install", "-q", "-y", "--no-install-recommends", ...missing],
  ]) {
    spawnSync("apt-get", args, { stdio: ["ignore", "inherit", "inherit"] });
  }
}

function title({ script, args }: Suite): string {
  return ["npm run", script, ...(args ?? [])].join(" ");
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

const total = await main();
console.log(`\n${closing(total)}`);
if (total.failed > 0) process.exitCode = 1;
