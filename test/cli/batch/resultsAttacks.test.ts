/** A results file that somebody edited, misplaced or shares: what is known must neither be lost nor invented. */
import { execFile } from "node:child_process";
import { mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, listOf, startBench } from "./bench.js";

const count = 12;
let bench: Bench;
beforeEach(async () => {
  bench = await startBench(count);
});
afterEach(() => bench.end());

const audit = (): string => bench.path("audit.ndjson");
const results = (...more: string[]): string[] => ["--yes", "--results", audit(), ...more];
const oneLine = (text: string): string => text.replace(/\s+/g, " ");

/** Runs the batch to its end and edits the results file. */
async function editedAfter(edit: (lines: string[]) => string[]): Promise<string> {
  expect((await bench.batch(await bench.file(listOf(count)), results())).code).toBe(0);
  const lines = (await readFile(audit(), "utf8")).trimEnd().split("\n");
  const text = `${edit(lines).join("\n")}\n`;
  await writeFile(audit(), text);
  return text;
}

/** The place of a result in the middle of the file. */
const middle = (lines: readonly string[]): number => lines.findIndex((line, at) => at > 8 && line.includes('"result"'));

function replaced(change: (line: string) => string): (lines: string[]) => string[] {
  return (lines) => lines.map((line, at) => (at === middle(lines) ? change(line) : line));
}

describe("--resume with an edited results file", () => {
  test.each<[string, (lines: string[]) => string[]]>([
    ["a line that is no longer JSON", replaced((line) => line.slice(0, -5))],
    ["a remark", (lines) => [...lines.slice(0, 9), "# checked by M.", ...lines.slice(9)]],
    ["a result under another target's ids", replaced((line) => line.replace(/"secretId":"\w/, '"secretId":"f'))],
    ["a result for a place beyond the list", replaced((line) => line.replace(/"n":\d+/, `"n":${count + 1}`))],
    ["an outcome that there is not", replaced((line) => line.replace('"deleted"', '"deleted"'))],
    ["a second header", (lines) => [...lines.slice(0, 9), lines[0] ?? "", ...lines.slice(9)]],
  ])("refuses %s with good lines behind it, and loses none of them", async (_, edit) => {
    const text = await editedAfter(edit);
    const asked = bench.deletes();
    const ran = await bench.batch(bench.path("targets.ndjson"), results("--resume"));
    expect(ran.code).toBe(2);
    expect(oneLine(ran.stderr)).toMatch(/is damaged after line \d+/);
    expect(await readFile(audit(), "utf8")).toBe(text);
    expect(bench.deletes()).toBe(asked);
  });

  test("reads a file whose lines got CR LF ends", async () => {
    await editedAfter((lines) => lines.map((line) => `${line}\r`));
    const asked = bench.deletes();
    expect((await bench.batch(bench.path("targets.ndjson"), results("--resume"))).code).toBe(0);
    expect(bench.deletes()).toBe(asked);
  });

  test("refuses it for a server that is the same only in what may be shown of it", async () => {
    const [its, other] = ["https://mdb_sa_sk_a.invalid", "https://mdb_sa_sk_b.invalid"] as const;
    const text = await editedAfter(([first = "", ...lines]) => [first.replace(bench.url, its), ...lines]);
    const { runCli } = await import("../runCli.js");
    const env = { MONGODB_ATLAS_PUBLIC_API_KEY: "a", MONGODB_ATLAS_PRIVATE_API_KEY: "b" };
    const flags = ["--api", "atlas", "--base-url", other, ...results("--resume")];
    const ran = await runCli(["batch", bench.path("targets.ndjson"), ...flags], { env });
    expect(ran.code).toBe(2);
    expect(oneLine(ran.stderr)).toContain("belongs to another batch: its server is");
    expect(await readFile(audit(), "utf8")).toBe(text);
  });

  test.each(["http://localhost", "atlas for Cloud Manager"])(
    "refuses it for another server or API: %s",
    async (what) => {
      const text = await editedAfter((lines) => lines);
      const other =
        what === "http://localhost"
          ? ["--base-url", bench.url.replace("127.0.0.1", "localhost")]
          : ["--api", "cloud-manager", "--base-url", bench.url];
      const api = what === "http://localhost" ? ["--api", "atlas"] : [];
      const { runCli } = await import("../runCli.js");
      const env = { MONGODB_ATLAS_PUBLIC_API_KEY: "a", MONGODB_ATLAS_PRIVATE_API_KEY: "b" };
      const argv = ["batch", bench.path("targets.ndjson"), ...api, ...other, ...results("--resume")];
      const ran = await runCli(argv, { env });
      expect(ran.code).toBe(2);
      const difference =
        what === "http://localhost"
          ? `its server is ${bench.url}, this run's is ${bench.url.replace("127.0.0.1", "localhost")}.`
          : "its API is atlas, this run's is cloud-manager.";
      expect(oneLine(ran.stderr)).toContain(`belongs to another batch: ${difference}`);
      expect(await readFile(audit(), "utf8")).toBe(text);
    },
  );
});

describe("a results file that is none", () => {
  test.each([
    ["a folder", (path: string) => mkdir(path)],
    ["a device that is always full", (path: string) => symlink("/dev/full", path)],
    ["a device that forgets", (path: string) => symlink("/dev/null", path)],
    ["a named pipe", (path: string) => promisify(execFile)("mkfifo", [path])],
  ])("%s is refused, with and without --resume, and nothing is sent", async (_, make) => {
    await make(audit());
    const list = await bench.file(listOf(2));
    for (const flags of [results(), results("--resume"), [...results("--resume"), "--dry-run"]]) {
      const ran = await bench.batch(list, flags);
      expect(ran.code).toBe(2);
      expect(oneLine(ran.stderr)).toMatch(/exists already|is no regular file/);
    }
    expect(bench.deletes()).toBe(0);
    await expect(stat(`${audit()}.lock`)).rejects.toThrow(/ENOENT/);
  });

  test("a link to nowhere is not followed", async () => {
    await symlink(bench.path("elsewhere"), audit());
    const ran = await bench.batch(await bench.file(listOf(2)), results());
    expect(ran.code).toBe(2);
    expect(bench.deletes()).toBe(0);
    await expect(stat(bench.path("elsewhere"))).rejects.toThrow(/ENOENT/);
  });
});

describe("two runs on one results file", () => {
  test("one that came through a link sees the other's lock", async () => {
    await editedAfter((lines) => lines.slice(0, 9));
    await symlink(audit(), bench.path("link.ndjson"));
    await writeFile(`${audit()}.lock`, "");
    const flags = ["--yes", "--results", bench.path("link.ndjson"), "--resume"];
    const ran = await bench.batch(bench.path("targets.ndjson"), flags);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("is in use");
  });
});

test("control characters in file names reach no terminal", async () => {
  const name = "evil\u001b[2J\u202e\r.ndjson";
  const list = await bench.file(listOf(2), name);
  const ran = await bench.batch(list, ["--yes", "--results", bench.path(`results-${name}`)], { terminal: true });
  expect(ran.code).toBe(0);
  const missing = await bench.batch(`${list}-not`, ["--yes"], { terminal: true });
  expect(missing.code).toBe(2);
  for (const text of [ran.stdout, missing.both]) {
    for (const bad of ["\u001b[2J", "\u202e", "\r"]) expect(text).not.toContain(bad);
  }
});
