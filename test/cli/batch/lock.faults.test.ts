/** One results file, one run: who has the lock, who lost it, and who gets it next. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Bench, listOf, startBench } from "./bench.js";
import { disk, reset } from "./disk.js";

vi.mock("node:fs/promises", async (original) => (await import("./disk.js")).brokenDisk(original));

let bench: Bench;
beforeEach(async () => {
  reset();
  bench = await startBench(4);
  await bench.batch(await bench.file(listOf(4)), ["--yes", "--results", audit()]);
});
afterEach(() => bench.end());

const audit = (): string => bench.path("audit.ndjson");
const lock = (): string => `${audit()}.lock`;
const leave = (holder: object): Promise<void> => writeFile(lock(), JSON.stringify(holder));
const resume = () => bench.batch(bench.path("targets.ndjson"), ["--yes", "--results", audit(), "--resume"]);
const oneLine = (text: string): string => text.replace(/\s+/g, " ");
const files = async (): Promise<readonly string[]> =>
  (await readdir(dirname(audit()))).filter((name) => name.includes("audit"));

/** The number of a process that has ended. */
async function gone(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

test("a lock is there while a run is under way, and gone after it", async () => {
  expect(await files()).toEqual(["audit.ndjson"]);
  const seen: string[] = [];
  const other = bench.path("other-audit.ndjson");
  await bench.batch(await bench.file(listOf(2), "other"), ["--yes", "--results", other], {
    fetch: async (url, init) => {
      seen.push(await readFile(`${other}.lock`, "utf8"));
      return await fetch(url, init);
    },
  });
  for (const text of seen) expect(JSON.parse(text)).toMatchObject({ pid: process.pid, host: hostname() });
  expect(seen.length).toBeGreaterThan(0);
  expect(await files()).toEqual(["audit.ndjson", "other-audit.ndjson"]);
});

test("of a process of this host that is gone it is taken over", async () => {
  await leave({ pid: await gone(), host: hostname() });
  expect((await resume()).code).toBe(0);
  expect(await files()).toEqual(["audit.ndjson"]);
});

test("that names this very process, but no run of it, is taken over, as after a container's restart", async () => {
  await leave({ pid: process.pid, host: hostname(), id: "of an earlier life" });
  expect((await resume()).code).toBe(0);
});

test.each<[string, () => Promise<object | string>, string]>([
  ["a living process", async () => ({ pid: process.ppid, host: hostname() }), `process ${process.ppid}.`],
  ["a process of another host", async () => ({ pid: await gone(), host: "elsewhere" }), "on another machine"],
  ["a process of no host", async () => ({ pid: await gone() }), "on another machine"],
  ["nobody", async () => "", "that its lock does not name"],
  ["a process group", async () => ({ pid: -1, host: hostname() }), "that its lock does not name"],
  ["something that is not JSON", async () => "1 2 3", "that its lock does not name"],
])("that names %s is not taken over: nothing is sent, and the message names the file", async (_, holder, said) => {
  const found = await holder();
  const text = typeof found === "string" ? found : JSON.stringify(found);
  await writeFile(lock(), text);
  const ran = await resume();
  expect(ran.code).toBe(2);
  expect(oneLine(ran.stderr)).toContain(`is in use by ${said.startsWith("process") ? said : ""}`);
  expect(oneLine(ran.stderr)).toContain(said);
  expect(oneLine(ran.stderr)).toContain(`remove ${JSON.stringify(lock())} and try again`);
  expect(await readFile(lock(), "utf8")).toBe(text);
});

test("that is a folder is refused", async () => {
  await mkdir(lock());
  expect((await resume()).code).toBe(2);
});

test("that another run took over meanwhile is not released for it", async () => {
  const other = bench.path("other-audit.ndjson");
  await bench.batch(await bench.file(listOf(2), "other"), ["--yes", "--results", other], {
    fetch: async (url, init) => {
      await writeFile(`${other}.lock`, "another run's");
      return await fetch(url, init);
    },
  });
  expect(await readFile(`${other}.lock`, "utf8")).toBe("another run's");
});

test("of many runs that find one dead lock at most one goes on", async () => {
  for (let round = 0; round < 5; round += 1) {
    await rm(audit(), { force: true });
    await bench.batch(await bench.file(listOf(4)), ["--yes", "--results", audit(), "--missing-ok"]);
    await leave({ pid: await gone(), host: hostname() });
    const codes = (await Promise.all(Array.from({ length: 8 }, resume))).map(({ code }) => code);
    expect(codes.filter((code) => code !== 2)).toHaveLength(1);
    expect(await files()).toEqual(["audit.ndjson"]);
  }
});

test("on a full disk a lock is not left behind empty", async () => {
  disk.failOther = (path) => (path.endsWith(".lock") ? "ENOSPC" : undefined);
  const ran = await resume();
  expect(ran.code).toBe(2);
  expect(oneLine(ran.stderr)).toContain("can't be locked (ENOSPC)");
  expect(await files()).toEqual(["audit.ndjson"]);
  reset();
  expect((await resume()).code).toBe(0);
});
