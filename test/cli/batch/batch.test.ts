/** What a batch asks, shows, sends and says at its end. */
import { stat, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { groups, targetAt } from "../../support/manySecrets.js";
import { onlyJson, runCli } from "../runCli.js";
import { type Bench, listOf, type Meddle, meddling, startBench } from "./bench.js";

const count = 24;
let bench: Bench;
/** Set by a test. */
let meddle: Meddle | undefined;
beforeEach(async () => {
  meddle = undefined;
  bench = await startBench(count, { faults: [meddling(() => meddle)] });
});
afterEach(() => bench.end());

const audit = (): string => bench.path("audit.ndjson");
const results = (...more: string[]): string[] => ["--yes", "--json", "--results", audit(), ...more];
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken away.
const oneLine = (text: string): string => text.replace(/\u001b\[\d+m/g, "").replace(/\s+/g, " ");
const account = { ...targetAt(0), operation: "unassignGroupServiceAccount", secretId: undefined };
const withAccount = `${JSON.stringify(account)}\n${listOf(2)}`;

describe("batch", () => {
  test("revokes every line, in whatever file or on standard input, and says so", async () => {
    const ran = await bench.batch(await bench.file(listOf(20)));
    expect(ran.code).toBe(0);
    expect(oneLine(ran.stdout)).toContain("DONE. 20 of 20 targets done, confirmed by Atlas at http://127.0.0.1");
    expect(oneLine(ran.stdout)).toContain(
      "deleted 20 already gone 0 refused 0 unknown 0 not sent 0 Signed with proofkey",
    );
    expect((await bench.batch("-", ["--yes"], { input: listOf(4, 20) })).code).toBe(0);
    expect(bench.state.deletions).toHaveLength(count);
  });

  test("deletes a secret, unassigns an account, and never says the one of the other", async () => {
    const ran = await bench.batch(await bench.file(withAccount), ["--yes", "--json"]);
    expect(onlyJson(ran.stdout)).toMatchObject({ outcome: "done", deleted: 2, unassigned: 1, signedBy: "proofkey" });
    expect(bench.state.deletions.at(-1)?.operationId).toBe("unassignGroupServiceAccount");
  });

  test("what stays alive is said in the plan, in the question, at the end and in JSON", async () => {
    const file = await bench.file(withAccount);
    const lives = "1 × Unassign one service account from one project: ";
    expect(oneLine((await bench.batch(file, ["--dry-run"])).both)).toContain(lives);
    expect(oneLine((await bench.batch(file, [], { terminal: true, input: "no\n" })).both)).toContain(lives);
    const ran = await bench.batch(file, results());
    expect(onlyJson(ran.stdout)).toMatchObject({ remains: [expect.stringContaining(lives)] });
    expect(JSON.stringify((await bench.lines("audit.ndjson")).at(-1))).toContain('"remains":"');
  });

  test("--dry-run prints every request by project and sends nothing, without any credential", async () => {
    const env = { MONGODB_ATLAS_PUBLIC_API_KEY: "", MONGODB_ATLAS_PRIVATE_API_KEY: "" };
    const ran = await bench.batch(await bench.file(listOf(8)), ["--dry-run"], { env });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("DRY RUN. 8 targets in 2 projects on Atlas");
    const [first, second] = groups.map((id) => ran.stdout.indexOf(`Project ${id}: 4 targets`));
    expect(second).toBeGreaterThan(first ?? 0);
    expect(
      ran.stdout.match(/^ {2}DELETE \/groups\/\w+\/serviceAccounts\/\w+\/secrets\/\w+ {2}# line \d$/gm),
    ).toHaveLength(8);
    const json = await bench.batch(await bench.file(listOf(8)), ["--dry-run", "--json"], { env });
    const scopes = groups.map((id) => ({ scope: "project", id, targets: { deleteGroupServiceAccountSecret: 4 } }));
    expect(onlyJson(json.stdout)).toMatchObject({ outcome: "dry-run", targets: 8, left: 8, scopes });
    expect(bench.deletes()).toBe(0);
  });

  test("asks with count, places, API and who signs, and sends nothing unless the answer is yes", async () => {
    const file = await bench.file(listOf(8));
    const no = await bench.batch(file, ["--results", audit()], { terminal: true, input: "y\n" });
    expect(no.code).toBe(2);
    for (const fact of [
      "8 targets in 2 projects",
      "8 × Delete one project",
      "Atlas at http://127",
      "Signed with proofkey",
    ]) {
      expect(oneLine(no.stderr)).toContain(fact);
    }
    expect(bench.deletes()).toBe(0);
    await expect(stat(audit())).rejects.toThrow(/ENOENT/);
    expect((await bench.batch(file, [], { terminal: true, input: "yes\n" })).code).toBe(0);
    expect((await bench.batch(file, [])).code).toBe(2);
    expect(bench.state.deletions).toHaveLength(8);
  });

  test("warns before the question when the account that signs is among the targets, and sends it last", async () => {
    const { clientId, clientSecret } = bench.credentials.serviceAccount;
    const env = { MONGODB_ATLAS_CLIENT_ID: clientId, MONGODB_ATLAS_CLIENT_SECRET: clientSecret };
    const own = { operation: "unassignGroupServiceAccount", groupId: groups[0], clientId };
    const file = await bench.file(`${JSON.stringify(own)}\n${withAccount}`);
    const flags = ["--auth", "service-account"];
    const asked = await bench.batch(file, flags, { env, terminal: true, input: "no\n" });
    expect(oneLine(asked.stderr)).toContain("1 target belong to the service account that signs: they are sent last.");
    await bench.batch(file, [...flags, "--yes"], { env });
    expect(
      bench
        .log()
        .filter((line) => line.includes("DELETE"))
        .at(-1),
    ).toContain(clientId);
  });

  test("shows something at once and at each wait, counts apart, and leaves no bar behind", async () => {
    let limited = 1;
    const list = await bench.file(listOf(4) + listOf(1, count));
    const seen: string[] = [];
    const ran = await bench.batch(list, ["--yes"], {
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (response.status !== 204 || limited-- <= 0) return response;
        return new Response(null, { status: 429, headers: { "retry-after": "2" } });
      },
      onStderr: (text) => seen.push(text),
    });
    expect(seen.find((text) => text.includes("0 of 5"))).not.toContain("deleted");
    expect(ran.stderr).toMatch(/of 5 · waiting [12] s \(rate limit\)/);
    expect(ran.stderr.trimEnd().split("\n").at(-1)).toMatch(/^5 of 5 · \d deleted.* · \d refused/);
    const shown = await bench.batch(list, ["--yes"], { terminal: true, columns: 40 });
    const drawn = shown.stderr.split("\r\u001b[K");
    expect(drawn.length).toBeGreaterThan(1);
    for (const line of drawn.slice(1, -1)) expect(line.length).toBeLessThan(40);
    expect(shown.stderr.endsWith("\r\u001b[K")).toBe(true);
  });

  test("an interrupt lets what is under way finish, counts the rest as not sent, and ends with 130", async () => {
    let [interrupt, seen] = [(): void => undefined, 0];
    const ran = await bench.batch(await bench.file(listOf(count)), results(), {
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
    const { deleted, notSent, outcome } = onlyJson(ran.stdout);
    expect([outcome, Number(deleted) + Number(notSent)]).toEqual(["interrupted", count]);
    expect(deleted).toBe(bench.state.deletions.length);
    expect(deleted).toBeLessThan(count);
    const again = await bench.batch(bench.path("targets.ndjson"), results("--resume"));
    expect(onlyJson(again.stdout)).toMatchObject({ deleted: count, exitCode: 0 });
  });
});

describe("the end", () => {
  test.each<[code: number, name: string, status: number, errorCode: string, counts: object]>([
    [1, "refused", 404, "RESOURCE_NOT_FOUND", { refused: 2, deleted: 1 }],
    [3, "unknown", 500, "UNEXPECTED_ERROR", { unknown: 2, deleted: 1 }],
  ])("with %i says once why targets are %s, and in which lines", async (code, outcome, status, errorCode, counts) => {
    meddle = (target) => (target.includes(groups[0]) ? { status, errorCode } : undefined);
    const file = await bench.file(listOf(3));
    const ran = await bench.batch(file, ["--yes", "--json", "--max-retries", "0"]);
    const reason = { outcome, reason: `HTTP ${status} ${errorCode}`, count: 2, lines: [1, 2] };
    expect(onlyJson(ran.stdout)).toMatchObject({ ...counts, exitCode: code, reasons: [reason] });
    const text = await bench.batch(await bench.file(listOf(3, 4)), ["--yes", "--max-retries", "0"]);
    expect(text.stdout.match(new RegExp(errorCode, "g"))?.length).toBeLessThanOrEqual(2);
    expect(oneLine(text.stdout)).toMatch(new RegExp(`${outcome} 2 × HTTP ${status} ${errorCode}, lines 1, 2\\.`));
  });

  test("an unknown outcome beats a refused one: 3", async () => {
    meddle = (target) => (target.includes(groups[0]) ? { status: 500 } : undefined);
    const ran = await bench.batch(await bench.file(listOf(1) + listOf(1, count + 2)), results("--max-retries", "0"));
    expect(onlyJson(ran.stdout)).toMatchObject({ unknown: 1, refused: 1, exitCode: 3 });
  });

  test("nothing can be reached: 2, and everything is not sent", async () => {
    const cause = Object.assign(new Error("x"), { code: "ECONNREFUSED", syscall: "connect" });
    const ran = await bench.batch(await bench.file(listOf(3)), results("--max-retries", "0"), {
      fetch: () => Promise.reject(Object.assign(new TypeError("x"), { cause })),
    });
    expect(onlyJson(ran.stdout)).toMatchObject({ notSent: 3, deleted: 0, exitCode: 2 });
  });

  test("no secret stands anywhere, whatever the server says", async () => {
    const { privateKey } = bench.credentials.apiKey;
    const detail = `no: ${privateKey} mdb_sa_sk_abcdefghijklmnop`;
    const ran = await bench.batch(await bench.file(listOf(2)), results(), {
      fetch: async () =>
        Response.json({ error: 403, errorCode: "FORBIDDEN", detail, parameters: [privateKey] }, { status: 403 }),
    });
    const text = JSON.stringify(await bench.lines("audit.ndjson")) + ran.both;
    expect(text).toContain("FORBIDDEN");
    expect(text).not.toContain(privateKey);
    expect(text).not.toContain("mdb_sa_sk_abcdefghijklmnop");
  });

  test("control characters in file names reach no terminal", async () => {
    const name = "evil\u001b[2J\u202e\r.ndjson";
    const list = await bench.file(listOf(2), name);
    const ran = await bench.batch(list, ["--yes", "--results", bench.path(`results-${name}`)], { terminal: true });
    expect(ran.code).toBe(0);
    const missing = await bench.batch(`${list}-not`, ["--yes"], { terminal: true });
    expect(missing.code).toBe(2);
    for (const text of [ran.stdout, missing.both])
      for (const bad of ["\u001b[2J", "\u202e"]) expect(text).not.toContain(bad);
  });

  test.each([
    [["--concurrency", "0"], "--concurrency must be"],
    [["--concurrency", "65"], "--concurrency must be"],
    [["--resume"], "--resume needs --results"],
    [["--credentials-file", "-"], "can't both come on standard input"],
    [["--outcome", "refused"], "takes its targets from one file"],
    [["--from-results", "x", "--outcome", "refused"], "takes its targets from one file"],
  ])("refuses %j, and sends nothing", async (flags, said) => {
    const ran = await bench.batch("-", ["--yes", ...flags], { input: listOf(1) });
    expect(ran.code).toBe(2);
    expect(oneLine(ran.stderr)).toContain(said);
    expect(bench.deletes()).toBe(0);
  });
});

describe("a run that its breaker stopped", () => {
  test.each<[string, { status: number; errorCode?: string }, RegExp]>([
    ["a dead key", { status: 401 }, /Check the key or secret itself.*--resume/],
    ["the wrong API", { status: 404, errorCode: "ATLAS_GROUP" }, /Atlas.*--resume/],
    ["an address off the list", { status: 403, errorCode: "IP_ADDRESS_NOT_ON_ACCESS_LIST" }, /access list.*--resume/],
  ])("by %s says so once, with 1 and what to do, and --resume finishes the rest", async (_, found, advice) => {
    meddle = () => found;
    const ran = await bench.batch(await bench.file(listOf(count)), ["--yes", "--results", audit()]);
    expect(ran.code).toBe(1);
    expect(bench.deletes()).toBeLessThanOrEqual(24);
    expect(oneLine(ran.stdout)).toMatch(/Stopped Not sent: the last 10 results spoke of the caller/);
    expect(oneLine(ran.stdout)).toMatch(advice);
    meddle = undefined;
    const again = await bench.batch(bench.path("targets.ndjson"), results("--resume"));
    expect(onlyJson(again.stdout)).toMatchObject({ deleted: count, refused: 0, notSent: 0, exitCode: 0 });
  });

  test("by the wrong --api is taken up with the right one, as nothing was revoked on the wrong one", async () => {
    const { env } = bench;
    const file = await bench.file(listOf(count));
    const fetchAs = async (url: string, init: RequestInit): Promise<Response> =>
      url.includes("/api/public")
        ? Response.json({ error: 404, errorCode: "ATLAS_GROUP" }, { status: 404 })
        : await fetch(url, init);
    const wrong = ["batch", file, "--api", "cloud-manager", "--base-url", bench.url, ...results()];
    expect((await runCli(wrong, { env, fetch: fetchAs })).code).toBe(1);
    const right = await bench.batch(file, results("--resume"));
    expect(onlyJson(right.stdout)).toMatchObject({ deleted: count, exitCode: 0 });
    const back = await runCli([...wrong, "--resume"], { env, fetch: fetchAs });
    expect(back.code).toBe(2);
    expect(back.stdout).toContain("its API is atlas, this run's is cloud-manager");
  });
});

test("--from-results makes a batch of what ended in one way, and keeps its other columns", async () => {
  const rows = Array.from({ length: 4 }, (_, n) => JSON.stringify({ ...targetAt(count - 2 + n), owner: `o${n}` }));
  await bench.batch(await bench.file(rows.join("\n")), results());
  const again = bench.path("again.ndjson");
  const from = ["--from-results", audit(), "--outcome", "refused", "--api", "atlas", "--base-url", bench.url];
  const { env } = bench;
  const ran = await runCli(["batch", ...from, "--yes", "--json", "--results", again], { env });
  expect(onlyJson(ran.stdout)).toMatchObject({ targets: 2, refused: 2 });
  const lines = (await bench.lines("again.ndjson")).filter(({ type }) => type === "result");
  expect(lines.map(({ columns }) => columns)).toEqual([{ owner: "o2" }, { owner: "o3" }]);
  await writeFile(bench.path("torn.ndjson"), "diary\n", { mode: 0o600 });
  const bad = await runCli(["batch", ...from.with(1, bench.path("torn.ndjson")), "--dry-run"], { env });
  expect(bad.stderr).toContain("is not a results file");
});
