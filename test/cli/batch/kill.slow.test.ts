/** The program killed with SIGKILL at random instants and resumed: its results file against the server's record. */
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listOf, type ResultLine, startBench } from "./bench.js";
import { bundleProgram } from "./program.js";

const [targets, mistyped, kills] = [300, 10, 20];
let folder: string;
let start: Awaited<ReturnType<typeof bundleProgram>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kill-"));
  start = await bundleProgram(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(Array.from({ length: kills }, (_, round) => ({ round, at: 1 + Math.floor(Math.random() * (targets - 20)) })))(
  "killed at request $at (round $round): every target ends once, and nothing against the server's record",
  async ({ round, at }) => {
    let asked = 0;
    let kill: () => void = () => undefined;
    const bench = await startBench(targets, {
      latencyMs: 2,
      faults: [
        {
          stage: "after authentication",
          strike: () => {
            asked += 1;
            if (asked === at) setTimeout(kill, Math.random() * 5);
            return undefined;
          },
        },
      ],
    });
    try {
      const { env } = bench;
      const list = await bench.file(listOf(targets + mistyped));
      const results = bench.path("audit.ndjson");
      const flags = ["--api", "atlas", "--base-url", bench.url, "--yes", "--json", "--results", results];
      const first = start(["batch", list, ...flags], env);
      kill = () => first.child.kill("SIGKILL");
      expect((await first.ended).signal).toBe("SIGKILL");
      const finals = (lines: readonly ResultLine[]): Map<number, string> =>
        new Map(lines.flatMap(({ type, n, outcome = "" }) => (type === "result" ? [[n, outcome] as const] : [])));
      const torn = (await readFile(results, "utf8")).split("\n").slice(0, -1);
      const known = finals(torn.map((line) => JSON.parse(line) as ResultLine));
      // What a loss of power leaves of a line that was never acknowledged.
      if (round % 2 === 0 && (await readFile(results, "utf8")).endsWith("\n"))
        await appendFile(results, '{"type":"result","n":1,"outc');
      const before = new Map(known);
      const second = await start(["batch", list, ...flags, "--resume"], env).ended;
      expect(second.code, second.stdout).toBe(1);
      const lines = await bench.lines("audit.ndjson");
      const ended = finals(lines);
      const deleted = bench.state.deletions.map(({ ids }) => ("secretId" in ids ? ids.secretId : ""));
      expect(new Set(deleted).size).toBe(targets);
      expect(ended.size).toBe(targets + mistyped);
      for (const [n, outcome] of ended) {
        expect(n <= targets ? ["deleted", "already-gone"] : ["refused", "already-gone"], `target ${n}`).toContain(
          outcome,
        );
        // One final line for each target, and none is taken back.
        expect(lines.filter((line) => line.n === n && line.type === "result")).toHaveLength(1);
        if (before.has(n)) expect(outcome).toBe(before.get(n));
      }
      const doubtful = [...ended].filter(([n, outcome]) => n > targets && outcome === "already-gone").length;
      // Missing ids whose request was under way at the kill: no client can tell them from its own work.
      expect(doubtful).toBeLessThanOrEqual(4);
    } finally {
      await bench.end();
    }
  },
  60_000,
);
