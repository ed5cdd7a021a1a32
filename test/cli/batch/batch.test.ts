import { createHash } from "node:crypto";
import { appendFile, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { groups, targetAt } from "../../support/manySecrets.js";
import type { Fault } from "../../../src/mock/fault.js";
import { onlyJson } from "../runCli.js";
import { type Bench, listOf, startBench } from "./bench.js";

let bench: Bench;
const count = 24;
/** Set by a test: what the server does with a path instead of what it would do. */
let meddle: ((target: string) => "lose answer" | "lose request" | "fail" | undefined) | undefined;
const meddling: Fault = {
  stage: "after authentication",
  strike({ target }, proceed) {
    const what = meddle?.(target);
    if (what === "lose answer") proceed();
    if (what === "fail") return { status: 500, headers: [["Content-Type", "application/json"]], body: '{"error":500}' };
    return what === undefined ? undefined : "connection lost";
  },
};

beforeEach(async () => {
  meddle = undefined;
  bench = await startBench(count, { faults: [meddling] });
});
afterEach(async () => {
  await bench.end();
});

const results = (): readonly string[] => ["--yes", "--results", bench.path("audit.ndjson")];
const deleted = (): number => bench.state.deletions.length;

describe("batch", () => {
  test("revokes every line of NDJSON, and says so", async () => {
    const ran = await bench.batch(await bench.file(listOf(count)));
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(`DONE. ${count} of ${count} targets done`);
    expect(deleted()).toBe(count);
  });

  test("reads CSV with its columns in any order, quotes and empty cells", async () => {
    const rows = Array.from({ length: 3 }, (_, n) => {
      const target = targetAt(n);
      if (target.operation !== "deleteGroupServiceAccountSecret") throw new Error("another operation");
      return `"${target.secretId}",${target.groupId},"${target.operation}",${target.clientId},`;
    });
    const csv = `secretId,groupId,operation,clientId,apiKeyId\n${rows.join("\n")}`;
    const ran = await bench.batch(await bench.file(csv, "targets.csv"));
    expect(ran.code).toBe(0);
    expect(deleted()).toBe(3);
  });

  test("reads standard input", async () => {
    const ran = await bench.batch("-", ["--yes"], { input: listOf(5) });
    expect(ran.code).toBe(0);
    expect(deleted()).toBe(5);
  });

  test("folds lines that repeat a target, and reports them", async () => {
    const ran = await bench.batch(await bench.file(`${listOf(3)}\n${listOf(2)}`), ["--yes", "--json"]);
    expect(onlyJson(ran.stdout)).toMatchObject({ outcome: "done", exitCode: 0, targets: 3, duplicates: 2, deleted: 3 });
    const told = await bench.batch(await bench.file(`${listOf(3)}\n${listOf(2)}`), ["--dry-run"]);
    expect(told.stdout).toContain("2 lines left out: line 5 repeats line 1, line 6 repeats line 2.");
    expect(deleted()).toBe(3);
  });

  test("--dry-run prints every request by project and sends nothing, without any credential", async () => {
    const ran = await bench.batch(await bench.file(listOf(8)), ["--dry-run"], {
      env: { MONGODB_ATLAS_PUBLIC_API_KEY: "", MONGODB_ATLAS_PRIVATE_API_KEY: "" },
    });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("DRY RUN. 8 targets in 2 projects on Atlas");
    const [first, second] = groups.map((id) => ran.stdout.indexOf(`Project ${id}: 4 targets`));
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first ?? 0);
    expect(ran.stdout.match(/^ {2}DELETE \/groups\//gm)).toHaveLength(8);
    expect(bench.deletes()).toBe(0);
  });

  test("--dry-run --json counts by project and operation", async () => {
    const ran = await bench.batch(await bench.file(listOf(8)), ["--dry-run", "--json"]);
    expect(onlyJson(ran.stdout)).toMatchObject({
      outcome: "dry-run",
      targets: 8,
      scopes: groups.map((id) => ({ scope: "project", id, targets: { deleteGroupServiceAccountSecret: 4 } })),
    });
  });

  test("asks with count, places, API and credential, and sends nothing unless the answer is yes", async () => {
    const file = await bench.file(listOf(8));
    const no = await bench.batch(file, ["--results", bench.path("audit.ndjson")], { terminal: true, input: "y\n" });
    expect(no.code).toBe(2);
    const question = no.stderr.replace(/\s+/g, " ");
    for (const fact of [
      "8 targets in 2 projects",
      "8 × Delete one project",
      "Atlas at http://127",
      "API key from the environment",
    ]) {
      expect(question).toContain(fact);
    }
    expect(bench.deletes()).toBe(0);
    await expect(stat(bench.path("audit.ndjson"))).rejects.toThrow(/ENOENT/);
    const yes = await bench.batch(file, [], { terminal: true, input: "yes\n" });
    expect(yes.code).toBe(0);
    expect(deleted()).toBe(8);
  });

  test("without a terminal and without --yes it sends nothing: 2", async () => {
    const ran = await bench.batch(await bench.file(listOf(2)), []);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("--yes");
    expect(bench.deletes()).toBe(0);
  });

  test("shows a bar with rate and remaining time on a terminal, and plain lines elsewhere", async () => {
    const shown = await bench.batch(await bench.file(listOf(12)), ["--yes"], { terminal: true });
    expect(shown.stderr).toMatch(/[█░]{10}/);
    expect(shown.stderr).toContain("12/12");
    const plain = await bench.batch(await bench.file(listOf(12, 12)), ["--yes"]);
    expect(plain.stderr).not.toMatch(/[█░]/);
    expect(plain.stderr).toContain("12/12");
  });

  test("what does not exist is refused by its reason: 1, or already gone with --missing-ok: 0", async () => {
    const file = await bench.file(listOf(3, count - 1));
    const refused = await bench.batch(file, ["--yes", "--json"]);
    expect(refused.code).toBe(1);
    expect(onlyJson(refused.stdout)).toMatchObject({
      outcome: "incomplete",
      deleted: 1,
      refused: 2,
      refusedBy: { "HTTP 404 RESOURCE_NOT_FOUND": 2 },
    });
    const taken = await bench.batch(file, ["--yes", "--json", "--missing-ok"]);
    expect(onlyJson(taken.stdout)).toMatchObject({ outcome: "done", alreadyGone: 3 });
    expect(taken.code).toBe(0);
  });

  test("an unknown outcome beats a refused one: 3", async () => {
    meddle = (target) => (target.includes(targetSecret(1)) ? "fail" : undefined);
    const ran = await bench.batch(await bench.file(listOf(3) + listOf(1, count)), ["--yes"]);
    expect(ran.code).toBe(3);
    expect(ran.stdout).toMatch(/unknown +1\n/);
    expect(ran.stdout).toMatch(/refused +1: 1 HTTP 404/);
  });

  test("nothing can be reached: 2, and everything is not-sent", async () => {
    const file = await bench.file(listOf(3));
    const ran = await bench.batch(file, ["--yes", "--json", "--max-retries", "0"], {
      fetch: () =>
        Promise.reject(
          Object.assign(new TypeError("x"), { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) }),
        ),
    });
    expect(ran.code).toBe(2);
    expect(onlyJson(ran.stdout)).toMatchObject({ notSent: 3, deleted: 0 });
  });

  test("an interrupt lets what is under way finish, counts the rest as not sent, and ends with 130", async () => {
    let interrupt: () => void = () => undefined;
    let seen = 0;
    const ran = await bench.batch(await bench.file(listOf(count)), [...results(), "--json"], {
      onListening: (listener) => {
        interrupt = listener;
      },
      fetch: async (url, init) => {
        seen += 1;
        if (seen === 8) interrupt();
        return await fetch(url, init);
      },
    });
    expect(ran).toMatchObject({ code: 130, listeners: 0 });
    const { deleted: removed, notSent, outcome } = onlyJson(ran.stdout);
    expect(outcome).toBe("interrupted");
    expect(removed).toBe(deleted());
    expect(Number(removed) + Number(notSent)).toBe(count);
    expect(deleted()).toBeLessThan(count);
    const again = await bench.batch(await bench.file(listOf(count)), [...results(), "--resume"]);
    expect(again.code).toBe(0);
    expect(deleted()).toBe(count);
  });

  test("what takes the ground from under others comes after them", async () => {
    const own = targetAt(0);
    const account = {
      operation: "unassignGroupServiceAccount",
      groupId: own.operation === "deleteGroupServiceAccountSecret" ? own.groupId : "",
      clientId: "clientId" in own ? own.clientId : "",
    };
    const ran = await bench.batch(await bench.file(`${JSON.stringify(account)}\n${listOf(2)}`));
    expect(ran.code).toBe(0);
    expect(bench.state.deletions.at(-1)?.operationId).toBe("unassignGroupServiceAccount");
  });
});

describe("--results", () => {
  test("holds a header, and for each target one start and one result, readable by its owner alone", async () => {
    const ran = await bench.batch(await bench.file(listOf(count)), results());
    expect(ran.code).toBe(0);
    const lines = await bench.lines("audit.ndjson");
    const packed = Array.from({ length: count }, (_, n) => `${Object.values(targetAt(n)).join("\t")}\n`).join("");
    const sha256 = createHash("sha256").update(packed).digest("hex");
    expect(lines[0]).toMatchObject({
      type: "batch",
      version: 1,
      api: "atlas",
      host: bench.url,
      targets: count,
      sha256,
    });
    for (const type of ["started", "result"]) {
      const places = lines.filter((line) => line.type === type).map(({ n }) => n);
      expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
    }
    for (let n = 1; n <= count; n += 1) {
      const [start, end] = ["started", "result"].map((type) =>
        lines.findIndex((line) => line.type === type && line.n === n),
      );
      expect(start).toBeLessThan(end ?? 0);
      expect(lines[end ?? 0]).toMatchObject({
        outcome: "deleted",
        ...targetAt(n - 1),
        line: n,
        status: 204,
        attempts: 1,
      });
    }
    expect((await stat(bench.path("audit.ndjson"))).mode & 0o777).toBe(0o600);
  });

  test("has the start of a target on the disk before its DELETE leaves, and its result before it counts", async () => {
    const path = bench.path("audit.ndjson");
    const missing: string[] = [];
    const ran = await bench.batch(await bench.file(listOf(6)), results(), {
      fetch: async (url, init) => {
        const n = 1 + Array.from({ length: 6 }, (_, at) => targetSecret(at)).findIndex((id) => url.includes(id));
        if (!(await readFile(path, "utf8")).includes(`{"type":"started","n":${n},`)) missing.push(url);
        return await fetch(url, init);
      },
    });
    expect(ran.code).toBe(0);
    expect(missing).toEqual([]);
  });

  test("never holds a secret, whatever the server says", async () => {
    const { privateKey } = bench.credentials.apiKey;
    const ran = await bench.batch(await bench.file(listOf(2)), results(), {
      fetch: async () =>
        Response.json(
          {
            error: 403,
            errorCode: "FORBIDDEN",
            detail: `no: ${privateKey} mdb_sa_sk_abcdefghijklmnop`,
            parameters: [privateKey],
          },
          { status: 403 },
        ),
    });
    expect(ran.code).toBe(1);
    const text = await readFile(bench.path("audit.ndjson"), "utf8");
    expect(text).toContain("FORBIDDEN");
    expect(text + ran.both).not.toContain(privateKey);
    expect(text + ran.both).not.toContain("mdb_sa_sk_abcdefghijklmnop");
  });

  test("an existing file is refused without --resume, before anything is asked or sent", async () => {
    await writeFile(bench.path("audit.ndjson"), "precious\n");
    const ran = await bench.batch(await bench.file(listOf(2)), results());
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("--resume");
    expect(await readFile(bench.path("audit.ndjson"), "utf8")).toBe("precious\n");
    expect(bench.deletes()).toBe(0);
  });

  test("a file in use by another run is refused, and nothing is sent", async () => {
    await writeFile(`${bench.path("audit.ndjson")}.lock`, "");
    const ran = await bench.batch(await bench.file(listOf(2)), results());
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("in use");
    expect(bench.deletes()).toBe(0);
  });

  test("its lock is gone after the run", async () => {
    expect((await bench.batch(await bench.file(listOf(2)), results())).code).toBe(0);
    await expect(stat(`${bench.path("audit.ndjson")}.lock`)).rejects.toThrow(/ENOENT/);
  });
});

describe("--resume", () => {
  /** Runs the batch, and cuts the results file after so many lines, as a crash would have. */
  async function crashAfter(lines: number, torn = ""): Promise<void> {
    await bench.batch(await bench.file(listOf(count)), results());
    const path = bench.path("audit.ndjson");
    const kept = (await readFile(path, "utf8")).split("\n").slice(0, lines);
    await writeFile(path, `${kept.join("\n")}\n${torn}`);
  }

  test.each([
    ["nothing", ""],
    ["half a line", '{"type":"result","n":3,"line":3,"outcome":"revo'],
    [
      "half a line in the middle of a character",
      Buffer.from('{"type":"result","n":3,"x":"\u00e9').subarray(0, -1).toString("latin1"),
    ],
    ["zeros, as some file systems leave", "\0".repeat(4096)],
    ["a line that is no longer JSON, and one behind it", '{"type":"res\0\0\0\n{"type":"started","n":24}\n'],
  ])(
    "after a crash that left %s at the end: every target once, none refused for being our own work",
    async (_, torn) => {
      await crashAfter(15, torn);
      const asked = bench.deletes();
      const known =
        (await readFile(bench.path("audit.ndjson"), "utf8")).match(
          /"type":"result","n":\d+,"line":\d+,"outcome":"deleted"/g,
        )?.length ?? 0;
      const ran = await bench.batch(await bench.file(listOf(count)), [...results(), "--resume", "--json"]);
      // Those that the crash forgot have been deleted by the first run: those with a start are known to be our own work.
      const { deleted: removed, alreadyGone, refused, unknown, notSent } = onlyJson(ran.stdout);
      expect([removed, unknown, notSent]).toEqual([known, 0, 0]);
      expect(Number(alreadyGone) + Number(refused)).toBe(count - known);
      expect(alreadyGone).toBeGreaterThan(0);
      expect(bench.deletes() - asked).toBeLessThanOrEqual(count - known + 4);
      const ends = (await bench.lines("audit.ndjson")).filter(({ type }) => type === "result").map(({ n }) => n);
      expect(ends.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (__, n) => n + 1));
    },
  );

  test("repeats nothing that is known, and needs nothing when all is known", async () => {
    await bench.batch(await bench.file(listOf(count)), results());
    const asked = bench.deletes();
    const ran = await bench.batch(await bench.file(listOf(count)), [...results(), "--resume"], {
      fetch: () => Promise.reject(new Error("no")),
    });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain(`${count} targets settled by earlier runs; 0 targets left.`);
    expect(bench.deletes()).toBe(asked);
  });

  test("settles what was unknown: what is missing then was our own work", async () => {
    const lost = targetSecret(2);
    meddle = (target) => (target.includes(lost) ? "lose answer" : undefined);
    const file = await bench.file(listOf(4));
    const first = await bench.batch(file, [...results(), "--json", "--max-retries", "0"]);
    expect(first.code).toBe(3);
    expect(onlyJson(first.stdout)).toMatchObject({ deleted: 3, unknown: 1 });
    meddle = undefined;
    const second = await bench.batch(file, [...results(), "--resume", "--json"]);
    expect(onlyJson(second.stdout)).toMatchObject({ exitCode: 0, deleted: 3, alreadyGone: 1, unknown: 0 });
  });

  test("what was unknown and is forbidden now stays unknown", async () => {
    meddle = (target) => (target.includes(targetSecret(0)) ? "lose answer" : undefined);
    const file = await bench.file(listOf(1));
    await bench.batch(file, [...results(), "--max-retries", "0"]);
    const second = await bench.batch(file, [...results(), "--resume", "--json"], {
      fetch: async () => Response.json({ error: 403, errorCode: "FORBIDDEN" }, { status: 403 }),
    });
    expect(second.code).toBe(3);
    expect(onlyJson(second.stdout)).toMatchObject({ unknown: 1, refused: 0 });
  });

  test("sends again what never left, and a missing id among it is refused, not gone", async () => {
    const file = await bench.file(listOf(2, count - 1));
    const first = await bench.batch(file, [...results(), "--max-retries", "0"], {
      fetch: () =>
        Promise.reject(
          Object.assign(new TypeError("x"), { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) }),
        ),
    });
    expect(first.code).toBe(2);
    const second = await bench.batch(file, [...results(), "--resume", "--json"]);
    expect(onlyJson(second.stdout)).toMatchObject({ exitCode: 1, deleted: 1, refused: 1 });
  });

  test("does not try a refused target again", async () => {
    const file = await bench.file(listOf(2, count - 1));
    await bench.batch(file, results());
    const asked = bench.deletes();
    const ran = await bench.batch(file, [...results(), "--resume", "--json"]);
    expect(onlyJson(ran.stdout)).toMatchObject({
      exitCode: 1,
      deleted: 1,
      refused: 1,
      refusedBy: { "HTTP 404 RESOURCE_NOT_FOUND": 1 },
    });
    expect(bench.deletes()).toBe(asked);
  });

  test("starts from a header that was torn, and from an empty file", async () => {
    for (const torn of ["", '{"type":"batch","vers']) {
      await writeFile(bench.path("audit.ndjson"), torn);
      const ran = await bench.batch(await bench.file(listOf(1)), [...results(), "--resume", "--missing-ok"]);
      expect(ran.code).toBe(0);
      expect((await bench.lines("audit.ndjson"))[0]?.type).toBe("batch");
    }
  });

  test.each<[string, (path: string) => Promise<void>, RegExp]>([
    [
      "another list of targets",
      async () => void (await bench.file(listOf(count - 1))),
      /belongs to another batch: its number of targets is 24, this run.s is 23/,
    ],
    [
      "as many other targets",
      async () => void (await bench.file(listOf(count, 1))),
      /belongs to another batch: it lists other targets/,
    ],
    ["a file that is something else", async (path) => await writeFile(path, "diary\n"), /is no results file/],
    ["a result that was written twice", async (path) => await repeatLast(path), /a second result for one target/],
    ["damage in the middle", async (path) => await damage(path), /is damaged after line 1/],
    ["a result under another target's ids", async (path) => await swapIds(path), /damaged after|is no results file/],
  ])("refuses %s, changes nothing and sends nothing", async (_, change, said) => {
    await crashAfter(31);
    const path = bench.path("audit.ndjson");
    await change(path);
    const before = await readFile(path, "utf8");
    const asked = bench.deletes();
    const ran = await bench.batch(bench.path("targets.ndjson"), [...results(), "--resume"]);
    expect(ran.code).toBe(2);
    expect(ran.stderr.replace(/\s+/g, " ")).toMatch(said);
    expect(await readFile(path, "utf8")).toBe(before);
    expect(bench.deletes()).toBe(asked);
  });

  test("--dry-run --resume shows what is left and changes nothing", async () => {
    await crashAfter(15, '{"type":"resu');
    const before = await readFile(bench.path("audit.ndjson"), "utf8");
    const known = before.match(/"type":"result"/g)?.length ?? 0;
    const ran = await bench.batch(await bench.file(listOf(count)), [...results(), "--resume", "--dry-run"]);
    expect(ran.stdout).toContain(`DRY RUN. ${count - known} targets`);
    expect(await readFile(bench.path("audit.ndjson"), "utf8")).toBe(before);
  });

  test("needs a file to go on from", async () => {
    const ran = await bench.batch(await bench.file(listOf(1)), [...results(), "--resume"]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("does not exist");
    expect((await bench.batch(await bench.file(listOf(1)), ["--yes", "--resume"])).code).toBe(2);
  });
});

function targetSecret(n: number): string {
  const target = targetAt(n);
  return "secretId" in target ? target.secretId : "";
}

async function repeatLast(path: string): Promise<void> {
  const line = (await readFile(path, "utf8")).split("\n").findLast((text) => text.includes('"result"'));
  await appendFile(path, `${line}\n`);
}

/** More than a crash can tear. */
async function damage(path: string): Promise<void> {
  const text = await readFile(path, "utf8");
  const [header = "", ...rest] = text.split("\n");
  await writeFile(path, `${header}\nXX${"x".repeat(64 * 1024)}\n${rest.join("\n")}`);
}

async function swapIds(path: string): Promise<void> {
  const text = await readFile(path, "utf8");
  const [header = ""] = text.split("\n");
  const swapped = text
    .split("\n")
    .filter((line) => line.includes('"result"'))
    .map((line) => line.replace(/"n":\d+/, '"n":20'));
  const filler = Array.from({ length: 2000 }, () => swapped[0]);
  await writeFile(path, `${[header, ...filler].join("\n")}\n`);
  await truncate(path, (await stat(path)).size);
}
