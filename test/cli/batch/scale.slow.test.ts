/** Large lists: how long under the documented limits, how much memory, and what a lossy network makes of them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Fault } from "../../../src/mock/fault.js";
import { onlyJson } from "../runCli.js";
import { listOf, type ResultLine, startBench } from "./bench.js";
import { bundleProgram } from "./program.js";

let folder: string;
let start: Awaited<ReturnType<typeof bundleProgram>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scale-"));
  start = await bundleProgram(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(
  [exist, listed]: readonly [number, number],
  options: Parameters<typeof startBench>[1],
  ...more: string[]
) {
  const bench = await startBench(exist, options);
  try {
    const { publicKey, privateKey } = bench.credentials.apiKey;
    const env = { MONGODB_ATLAS_PUBLIC_API_KEY: publicKey, MONGODB_ATLAS_PRIVATE_API_KEY: privateKey };
    const flags = [
      "--api",
      "atlas",
      "--base-url",
      bench.url,
      "--yes",
      "--json",
      "--results",
      bench.path("audit.ndjson"),
    ];
    const ran = await start(["batch", await bench.file(listOf(listed)), ...flags, ...more], env).ended;
    const deleted = bench.state.deletions.map(({ ids }) => ("secretId" in ids ? ids.secretId : ""));
    return { ...ran, said: onlyJson(ran.stdout), deleted, lines: await bench.lines("audit.ndjson") };
  } finally {
    await bench.end();
  }
}

test("3,000 targets in two projects under the documented limits: within 5 % of the minimum, at most 1 % of 429s", async () => {
  const { said } = await run([3000, 3000], { rateLimit: true });
  const leastSeconds = (1500 - 1200) / (500 / 60);
  console.info(`${said.seconds} s, least ${leastSeconds} s; ${said.rateLimited} of 3,000 were 429`);
  expect(said).toMatchObject({ deleted: 3000, exitCode: 0 });
  expect(Number(said.seconds)).toBeLessThanOrEqual(1.05 * leastSeconds);
  expect(Number(said.rateLimited)).toBeLessThanOrEqual(30);
}, 120_000);

test("100,000 targets need less than 300 MB", async () => {
  const { said, peakMiB } = await run([100_000, 100_000], {}, "--concurrency", "32");
  console.info(`${peakMiB.toFixed(0)} MiB, ${said.seconds} s`);
  expect(said).toMatchObject({ deleted: 100_000, exitCode: 0 });
  expect(peakMiB).toBeLessThan(300);
}, 600_000);

test("with 2 % of requests and 2 % of responses lost no line contradicts the server", async () => {
  const losing: Fault = {
    stage: "after authentication",
    strike(_, proceed) {
      const dice = Math.random();
      if (dice < 0.02) proceed();
      return dice < 0.04 ? "connection lost" : undefined;
    },
  };
  const [exist, listed] = [5000, 5100];
  const { said, deleted, lines } = await run([exist, listed], { faults: [losing] }, "--concurrency", "16");
  const record = new Set(deleted);
  const results = lines.filter((line): line is ResultLine & { outcome: string } => line.type === "result");
  expect(results).toHaveLength(listed);
  const wrong = results.filter(({ n, outcome, secretId }) => {
    const gone = record.has(String(secretId));
    if (outcome === "deleted") return !gone;
    if (outcome === "already-gone") return n <= exist && !gone;
    return (outcome === "refused" || outcome === "not-sent") && gone;
  });
  console.info(JSON.stringify(said).slice(0, 400));
  expect(wrong).toEqual([]);
}, 120_000);
