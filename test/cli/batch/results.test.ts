/** A results file that is gone on from: what it knows is not repeated, and nothing in it is believed that no run wrote. */
import { execFile } from "node:child_process";
import { appendFile, chmod, chown, link, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { targetAt } from "../../support/manySecrets.js";
import { onlyJson, runCli } from "../runCli.js";
import { type Bench, listOf, type Meddle, meddling, startBench } from "./bench.js";

const count = 16;
let bench: Bench;
/** Set by a test. */
let meddle: Meddle | undefined;
beforeEach(async () => {
  meddle = undefined;
  bench = await startBench(count, { faults: [meddling(() => meddle)] });
});
afterEach(() => bench.end());

const audit = (): string => bench.path("audit.ndjson");
const flags = (...more: string[]): string[] => ["--yes", "--json", "--results", audit(), ...more];
const first = async (...more: string[]) => await bench.batch(await bench.file(listOf(count)), flags(...more));
const resume = async (...more: string[]) => await bench.batch(bench.path("targets.ndjson"), flags("--resume", ...more));
const secretId = (n: number): string => String(Reflect.get(targetAt(n), "secretId"));

/** Runs the batch to its end, and rewrites its results file. */
async function editedAfter(edit: (lines: string[]) => readonly string[], end = "\n"): Promise<string> {
  expect((await first("--concurrency", "1")).code).toBe(0);
  const lines = (await readFile(audit(), "utf8")).trimEnd().split("\n");
  const text = `${edit(lines).join("\n")}${end}`;
  await writeFile(audit(), text);
  return text;
}

test("holds a header, and for each target a start and a result that say who, when and what", async () => {
  await first();
  const lines = await bench.lines("audit.ndjson");
  expect(lines[0]).toMatchObject({
    type: "batch",
    format: 2,
    api: "atlas",
    host: bench.url,
    targets: count,
    signedBy: "proofkey",
  });
  for (let n = 1; n <= count; n += 1) {
    const own = lines.filter((line) => line.n === n);
    expect(own.map(({ type }) => type)).toEqual(["started", "result"]);
    expect(own[0]).toMatchObject({ ...targetAt(n - 1), line: n });
    const when = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const { version } = JSON.parse(await readFile("package.json", "utf8"));
    const said = {
      outcome: "deleted",
      status: 204,
      attempts: 1,
      confirmedAt: when,
      at: when,
      signedBy: "proofkey",
      version,
    };
    expect(own[1]).toMatchObject({ ...targetAt(n - 1), ...said });
  }
  expect((await stat(audit())).mode & 0o777).toBe(0o600);
});

describe("--resume", () => {
  test("repeats nothing that is known, whatever its outcome, and needs no network then", async () => {
    const file = await bench.file(listOf(count + 2));
    expect((await bench.batch(file, flags())).code).toBe(1);
    const asked = bench.deletes();
    const ran = await bench.batch(file, ["--yes", "--results", audit(), "--resume"], {
      fetch: () => Promise.reject(new Error("no")),
    });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`${count + 2} targets settled by earlier runs; 0 targets left.`);
    expect(ran.stdout.replace(/\s+/g, " ")).toMatch(/refused 2 × HTTP 404 \w+, lines 17, 18\./);
    expect(bench.deletes()).toBe(asked);
  });

  test.each([
    ["nothing", ""],
    ["half a line", '{"type":"result","n":3,"line":3,"outcome":"dele'],
    ["the first characters of a line", '{"ty'],
    ["zeros, as some file systems leave", "\0".repeat(4096)],
    ["half a line and zeros", `{"type":"result","n":3,\0\0\0\0`],
  ])("after a crash that left %s at the end: only that is dropped, and every target ends once", async (_, torn) => {
    await editedAfter((lines) => lines.slice(0, 12), `\n${torn}`);
    const asked = bench.deletes();
    const known = (await readFile(audit(), "utf8")).match(/"outcome":"deleted"/g)?.length ?? 0;
    const said = onlyJson((await resume()).stdout);
    // What the crash forgot was deleted by the first run: what had a start is known to be our own work.
    expect(said).toMatchObject({ deleted: known, alreadyGone: 1, unknown: 0, notSent: 0 });
    // Up to four requests beside them fetch a challenge.
    expect(bench.deletes() - asked).toBeLessThanOrEqual(count - known + 4);
    const ends = (await bench.lines("audit.ndjson")).filter(({ type }) => type === "result").map(({ n }) => n);
    expect(ends.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (__, n) => n + 1));
  });

  test("a last line that is whole but for its end is kept", async () => {
    await editedAfter((lines) => lines, "");
    const asked = bench.deletes();
    expect((await resume()).code).toBe(0);
    expect(bench.deletes()).toBe(asked);
  });

  test("and the next line does not run into it", async () => {
    await editedAfter((lines) => lines.slice(0, 11), "");
    await resume();
    const ends = (await bench.lines("audit.ndjson")).filter(({ type }) => type === "result");
    expect(ends).toHaveLength(count);
  });

  test("a run that sends nothing takes nothing back that an earlier one knew", async () => {
    meddle = () => ({ status: 403, errorCode: "FORBIDDEN" });
    await first();
    const before = await readFile(audit(), "utf8");
    const cause = Object.assign(new Error("x"), { code: "ECONNREFUSED", syscall: "connect" });
    const ran = await bench.batch(bench.path("targets.ndjson"), flags("--resume", "--max-retries", "0"), {
      fetch: () => Promise.reject(Object.assign(new TypeError("x"), { cause })),
    });
    // Ten were begun; the others keep what was known of them.
    const said = onlyJson(ran.stdout);
    expect(Number(said.refused) + Number(said.notSent)).toBe(count);
    const added = (await readFile(audit(), "utf8"))
      .slice(before.length)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const started = new Set(added.filter(({ type }) => type === "started").map(({ n }) => n));
    expect(started.size).toBe(10);
    for (const { type, n } of added) if (type === "result") expect(started).toContain(n);
  });

  test("reads a file whose lines got CR LF ends", async () => {
    await editedAfter((lines) => lines.map((line) => `${line}\r`));
    expect((await resume()).code).toBe(0);
  });

  test("what was unknown is resolved: what is missing then was our own work", async () => {
    meddle = (path) => (path.includes(secretId(2)) ? "lose response" : undefined);
    const ran = await first("--max-retries", "0");
    expect(onlyJson(ran.stdout)).toMatchObject({ deleted: count - 1, unknown: 1, exitCode: 3 });
    meddle = undefined;
    expect(onlyJson((await resume()).stdout)).toMatchObject({ deleted: count - 1, alreadyGone: 1, exitCode: 0 });
  });

  test("what was unknown and is forbidden now stays unknown", async () => {
    meddle = (path) => (path.includes(secretId(2)) ? "lose response" : undefined);
    await first("--max-retries", "0");
    meddle = () => ({ status: 403, errorCode: "FORBIDDEN" });
    expect(onlyJson((await resume()).stdout)).toMatchObject({ unknown: 1, refused: 0, exitCode: 3 });
  });

  test("the last line of a target counts", async () => {
    meddle = () => ({ status: 403, errorCode: "FORBIDDEN" });
    const file = await bench.file(listOf(3));
    expect(onlyJson((await bench.batch(file, flags())).stdout)).toMatchObject({ refused: 3 });
    meddle = undefined;
    expect(onlyJson((await bench.batch(file, flags("--resume"))).stdout)).toMatchObject({ deleted: 3, refused: 0 });
    const asked = bench.deletes();
    expect(onlyJson((await bench.batch(file, flags("--resume"))).stdout)).toMatchObject({ deleted: 3, refused: 0 });
    expect(bench.deletes()).toBe(asked);
  });

  test.each([
    [402, "ACCOUNT_SUSPENDED", 3],
    [403, "USER_UNAUTHORIZED", 3],
    [405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", 3],
    [404, "SERVICE_ACCOUNT_SECRET_NOT_FOUND", 0],
    [404, "GROUP_NOT_FOUND", 0],
  ])(
    "of targets refused with %i %s takes up %i: those whose refusal does not speak of them",
    async (status, errorCode, taken) => {
      meddle = () => ({ status, errorCode });
      const file = await bench.file(listOf(3));
      await bench.batch(file, flags());
      meddle = undefined;
      await bench.batch(file, flags("--resume"));
      expect(bench.state.deletions).toHaveLength(taken);
    },
  );

  test("--dry-run shows what is left and changes nothing", async () => {
    const text = await editedAfter((lines) => lines.slice(0, 12), '\n{"type":"resu');
    const ran = await bench.batch(bench.path("targets.ndjson"), ["--results", audit(), "--resume", "--dry-run"]);
    expect(ran.stdout).toContain(`DRY RUN. ${count - 5} targets`);
    expect(await readFile(audit(), "utf8")).toBe(text);
  });

  test("starts anew from an empty file and from a header that was torn", async () => {
    await bench.file(listOf(1));
    for (const torn of ["", '{"type":"batch","vers']) {
      await writeFile(audit(), torn, { mode: 0o600 });
      expect([0, 1]).toContain((await resume()).code);
      expect((await bench.lines("audit.ndjson"))[0]?.type).toBe("batch");
    }
  });
});

/** The place of a result in the middle of the file. */
const middle = (lines: readonly string[]): number => lines.findIndex((line, at) => at > 8 && line.includes('"result"'));
const changed = (change: (line: string) => string) => (lines: string[]) =>
  lines.with(middle(lines), change(lines[middle(lines)] ?? ""));

describe("a damaged results file is refused whole, with the number of its last good line", () => {
  test.each<[string, (lines: string[]) => readonly string[]]>([
    ["a line of NUL bytes", changed((line) => "\0".repeat(line.length))],
    ["a line that is no longer JSON", changed((line) => line.slice(0, -5))],
    ["a remark", (lines) => lines.toSpliced(9, 0, "# checked by M.")],
    ["an empty line", (lines) => lines.toSpliced(9, 0, "")],
    ["a result under another target's ids", changed((line) => line.replace(/"secretId":"\w/, '"secretId":"f'))],
    ["a result for a place beyond the list", changed((line) => line.replace(/"n":\d+/, `"n":${count + 1}`))],
    ["an outcome that there is not", changed((line) => line.replace('"deleted"', '"revoked"'))],
    ["an outcome of another operation", changed((line) => line.replace('"deleted"', '"unassigned"'))],
    ["a start of nothing", changed(() => '{"type":"started"}')],
    ["a header of another API", (lines) => [...lines, (lines[0] ?? "").replace("atlas", "cloud-manager")]],
  ])("%s: it loses no line, and nothing is sent", async (_, edit) => {
    const text = await editedAfter(edit);
    const asked = bench.deletes();
    const ran = await resume();
    expect(ran.code).toBe(2);
    expect(ran.stdout).toMatch(/is damaged after line \d+/);
    expect(await readFile(audit(), "utf8")).toBe(text);
    expect(bench.deletes()).toBe(asked);
    const from = await bench.batch(bench.path("targets.ndjson"), flags("--resume", "--dry-run"));
    expect(from.stdout).toMatch(/is damaged after line \d+/);
  });

  test("a last line without an end that a crash can't have left", async () => {
    const text = await editedAfter((lines) => lines, "\nchecked by M.");
    expect((await resume()).stdout).toContain(`is damaged after line ${2 * count + 1}`);
    expect(await readFile(audit(), "utf8")).toBe(text);
  });
});

describe("a results file is refused", () => {
  const refused = async (said: RegExp, path = audit(), more: readonly string[] = []): Promise<void> => {
    const asked = bench.deletes();
    for (const last of [[], ["--dry-run"]]) {
      const argv = ["--yes", "--json", "--results", path, "--resume", ...more, ...last];
      const ran = await bench.batch(bench.path("targets.ndjson"), argv);
      expect(ran.code).toBe(2);
      expect(ran.stdout.replace(/\s+/g, " ")).toMatch(said);
    }
    expect(bench.deletes()).toBe(asked);
    await expect(stat(`${path}.lock`)).rejects.toThrow(/ENOENT/);
  };

  test.each<[string, (path: string) => Promise<unknown>, RegExp]>([
    ["that others may write", (path) => chmod(path, 0o666), /has mode 0666: other users of this machine may change it/],
    ["that the group may write", (path) => chmod(path, 0o660), /has mode 0660/],
    ["that has a second name", (path) => link(path, `${path}.2`), /has 2 names \(hard links\)/],
    ["that is something else", (path) => writeFile(path, "diary\n"), /is not a results file of this version/],
    [
      "that is something else without an end",
      (path) => writeFile(path, "diary"),
      /is not a results file of this version/,
    ],
    ["that does not exist", async (path) => promisify(execFile)("rm", [path]), /does not exist/],
  ])("%s", async (_, change, said) => {
    await first();
    await change(audit());
    await refused(said);
  });

  test.runIf(process.getuid?.() === 0)("that belongs to another user", async () => {
    await first();
    await chown(audit(), 4242, 4242);
    await refused(/belongs to another user/);
  });

  test.each<[string, (path: string) => Promise<unknown>, RegExp]>([
    ["a folder", (path) => mkdir(path), /is not a regular file|EISDIR/],
    ["a device", (path) => symlink("/dev/full", path), /is a symbolic link/],
    ["a named pipe", (path) => promisify(execFile)("mkfifo", [path]), /is not a regular file/],
    ["a link to a results file", (path) => symlink(bench.path("first.ndjson"), path), /is a symbolic link/],
  ])("that is %s, with and without --resume", async (_, make, said) => {
    await bench.batch(await bench.file(listOf(2)), ["--yes", "--results", bench.path("first.ndjson")]);
    await make(audit());
    await refused(said);
    const ran = await bench.batch(bench.path("targets.ndjson"), flags());
    expect([ran.code, ran.stdout.includes("exists already")]).toEqual([2, true]);
  });

  test.each<[string, () => Promise<readonly string[]>, RegExp]>([
    [
      "another number of targets",
      async () => [await bench.file(listOf(count - 1))],
      /number of targets is 16, this run's is 15/,
    ],
    ["as many other targets", async () => [await bench.file(listOf(count, 1))], /its digest of the targets is/],
    [
      "another order of the targets",
      async () => [await bench.file(listOf(count).trimEnd().split("\n").reverse().join("\n"))],
      /its digest of the targets is/,
    ],
    ["another server", async () => ["", "--base-url", bench.url.replace("127.0.0.1", "localhost")], /its server is/],
  ])("that belongs to another batch: %s", async (_, change, said) => {
    await first();
    const [, ...more] = await change();
    const text = await readFile(audit(), "utf8");
    const base = more.length === 0 ? ["--base-url", bench.url] : more;
    const { env } = bench;
    const ran = await runCli(["batch", bench.path("targets.ndjson"), "--api", "atlas", ...base, ...flags("--resume")], {
      env,
    });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toMatch(said);
    expect(await readFile(audit(), "utf8")).toBe(text);
  });

  test("that exists, without --resume, before anything is asked or sent", async () => {
    await writeFile(audit(), "precious\n");
    const ran = await bench.batch(await bench.file(listOf(2)), ["--results", audit()], {
      terminal: true,
      input: "yes\n",
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("--resume");
    expect(ran.stderr).not.toContain("About to revoke");
    expect(await readFile(audit(), "utf8")).toBe("precious\n");
    expect(bench.deletes()).toBe(0);
    await appendFile(audit(), "");
  });
});
