/** A results file on a disk that is full, fails or lies: nothing counts that is not kept, and nothing leaves before its start is. */
import { rmSync, truncateSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { onlyJson } from "../runCli.js";
import { type Bench, listOf, startBench } from "./bench.js";
import { disk, reset } from "./disk.js";

vi.mock("node:fs/promises", async (original) => (await import("./disk.js")).brokenDisk(original));

const count = 8;
let bench: Bench;
beforeEach(async () => {
  reset();
  bench = await startBench(count);
});
afterEach(async () => {
  reset();
  await bench.end();
});

const audit = (): string => bench.path("audit.ndjson");
const flags = (...more: string[]): string[] => ["--yes", "--json", "--concurrency", "1", "--results", audit(), ...more];
const run = async (...more: string[]) => await bench.batch(await bench.file(listOf(count)), flags(...more));

test("a short write is continued until the whole line is there", async () => {
  disk.take = () => 5;
  expect((await run()).code).toBe(0);
  const lines = await bench.lines("audit.ndjson");
  expect(lines.filter(({ type }) => type === "result")).toHaveLength(count);
  expect(disk.writes).toBeGreaterThan(100);
});

test("a disk that takes nothing any more is an error, and not a loop", async () => {
  disk.take = (write) => (write > 4 ? 0 : Number.POSITIVE_INFINITY);
  const ran = await run();
  expect(ran.code).toBe(3);
  expect(onlyJson(ran.stdout).stopped).toMatchObject({
    summary: expect.stringContaining("nothing more could be written"),
  });
});

describe.each([
  [
    "a full disk",
    "ENOSPC",
    (at: number) =>
      Object.assign(disk, {
        take: (n: number) => (n >= at ? 3 : 1e9),
        failWrite: (n: number) => (n >= at ? "ENOSPC" : undefined),
      }),
  ],
  [
    "a failing sync",
    "EIO",
    (at: number) => Object.assign(disk, { failSync: (n: number) => (n >= at ? "EIO" : undefined) }),
  ],
])("%s", (_, code, fail) => {
  // Writes: the header, then start and result of each target.
  test("at the header sends nothing and ends with 2", async () => {
    fail(1);
    const ran = await run();
    expect(ran.code).toBe(2);
    expect(onlyJson(ran.stdout)).toMatchObject({ notSent: count, stopped: { summary: expect.stringContaining(code) } });
    expect(bench.deletes()).toBe(0);
  });

  test("at the start of a target sends nothing for it: it is not sent, those before are deleted", async () => {
    fail(6);
    const ran = await run();
    expect(onlyJson(ran.stdout)).toMatchObject({ deleted: 2, unknown: 0, notSent: count - 2, exitCode: 1 });
    expect(bench.state.deletions).toHaveLength(2);
    expect(onlyJson(ran.stdout).stopped).toMatchObject({ summary: expect.stringContaining(code) });
  });

  test("at a result leaves it unknown, with 3, and the run stops; a resumed run finds it already gone", async () => {
    fail(7);
    const ran = await run();
    expect(onlyJson(ran.stdout)).toMatchObject({ deleted: 2, unknown: 1, notSent: count - 3, exitCode: 3 });
    expect(bench.state.deletions).toHaveLength(3);
    reset();
    const again = onlyJson((await run("--resume")).stdout);
    expect(again).toMatchObject({ exitCode: 0, unknown: 0, refused: 0 });
    expect(Number(again.deleted) + Number(again.alreadyGone)).toBe(count);
    expect(bench.state.deletions).toHaveLength(count);
  });
});

describe("a file that changes under a run", () => {
  test.each([2, 7, 2 * count + 1])("deleted at its %i. sync: an error that says so, never a success", async (at) => {
    disk.onSync = (sync) => {
      if (sync === at) rmSync(audit());
    };
    const ran = await run();
    expect([1, 2, 3]).toContain(ran.code);
    expect(ran.stdout).toContain("it was deleted");
  });

  test("deleted once its last line was written: an error all the same", async () => {
    disk.onStat = (sync) => {
      if (sync === 2 * count + 1) rmSync(audit(), { force: true });
    };
    const ran = await run();
    expect(ran.code).not.toBe(2);
    expect(ran.stdout).toContain("it was deleted");
  });

  test("emptied, or written by somebody else: the run stops", async () => {
    disk.onSync = (sync) => {
      if (sync === 3) truncateSync(audit(), 10);
    };
    const ran = await run();
    expect(ran.code).not.toBe(0);
    expect(ran.stdout).toContain("another program changed it");
  });
});

test("a start is synced before its DELETE leaves, and a result before it counts", async () => {
  const problems: string[] = [];
  const ran = await bench.batch(await bench.file(listOf(count)), ["--yes", "--json", "--results", audit()], {
    fetch: async (url, init) => {
      const durable = (await readFile(audit(), "utf8")).slice(0, disk.durable);
      const secretId = url.slice(-24);
      if (!durable.includes(`"secretId":"${secretId}"`))
        problems.push(`${secretId} was sent before its start was synced`);
      return await fetch(url, init);
    },
  });
  expect(ran.code).toBe(0);
  expect(problems).toEqual([]);
  const durable = (await readFile(audit(), "utf8")).slice(0, disk.durable);
  expect(durable.match(/"type":"result"/g)).toHaveLength(count);
});
