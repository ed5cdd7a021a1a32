/** A batch as a process: what a second Ctrl-C does, and whom a killed run's lock keeps out. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { onlyJson } from "../runCli.js";
import { type Bench, listOf, startBench } from "./bench.js";
import { bundleProgram, type Program } from "./program.js";

const count = 8;
let folder: string;
let start: Awaited<ReturnType<typeof bundleProgram>>;
let bench: Bench;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "program-"));
  start = await bundleProgram(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  bench = await startBench(count, { latencyMs: 700 });
});
afterEach(() => bench.end());

const audit = (): string => bench.path("audit.ndjson");

async function run(...more: string[]): Promise<Program> {
  const list = await bench.file(listOf(count));
  const flags = ["--api", "atlas", "--base-url", bench.url, "--yes", "--json", "--results", audit()];
  return start(["batch", list, ...flags, ...more], bench.env);
}

/** Waits until DELETEs with credentials are under way. */
async function underWay(): Promise<void> {
  await vi.waitFor(async () => expect(await readFile(audit(), "utf8")).toContain('"started"'), 10_000);
  await vi.waitFor(() => expect(bench.deletes()).toBeGreaterThanOrEqual(4), 10_000);
  await new Promise((resolve) => setTimeout(resolve, 200));
}

test("a second Ctrl-C ends it at once; its lock keeps nobody out, and --resume resolves what was under way", async () => {
  const { child, ended } = await run();
  await underWay();
  child.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = performance.now();
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: null, signal: "SIGINT" });
  expect(performance.now() - before).toBeLessThan(500);
  expect(JSON.parse(await readFile(`${audit()}.lock`, "utf8"))).toMatchObject({ pid: child.pid });
  await vi.waitFor(() => expect(bench.state.deletions.length).toBeGreaterThan(0), 5000);
  const again = onlyJson((await (await run("--resume", "--concurrency", "8")).ended).stdout);
  expect(again).toMatchObject({ exitCode: 0, refused: 0, unknown: 0, notSent: 0 });
  expect(again.alreadyGone).toBeGreaterThan(0);
}, 30_000);

test("a second process on the same results file is refused while the first lives, and sends nothing", async () => {
  const first = await run();
  await underWay();
  const second = await (await run("--resume")).ended;
  expect(second.code).toBe(2);
  expect(second.stdout).toContain(`is in use by process ${first.child.pid}`);
  expect((await first.ended).code).toBe(0);
  expect(bench.state.deletions).toHaveLength(count);
}, 30_000);
