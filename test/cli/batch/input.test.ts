/** What `batch` reads, and what it refuses: one bad line, and nothing is sent. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { targetAt } from "../../support/manySecrets.js";
import { onlyJson } from "../runCli.js";
import { type Bench, listOf, startBench } from "./bench.js";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench(10);
});
afterEach(async () => {
  await bench.end();
});

const secretValue = "mdb_sa_sk_aVeryRealSecretValue0123456789";
const good = listOf(3);
const targets = Array.from({ length: 3 }, (_, n) => targetAt(n) as unknown as Readonly<Record<string, string>>);
const [first = {}] = targets;
const one = JSON.stringify(first);
const with0 = (change: object): string => `${JSON.stringify({ ...first, ...change })}\n`;

/** A table of the three targets, under headings of one's own, with a column for the owner. */
function table(
  mark: string,
  end: string,
  names: readonly string[] = ["operation", "groupId", "clientId", "secretId", "owner"],
): string {
  const [operation = "", groupId = "", clientId = "", secretId = "", owner = ""] = names;
  const rows = targets.map((target) => [
    target.operation,
    target.groupId,
    target.clientId,
    target.secretId,
    'A, B; "C"',
  ]);
  const quoted = (cell: string | undefined): string =>
    /[,;"]/.test(cell ?? "") ? `"${cell?.replaceAll('"', '""')}"` : (cell ?? "");
  return (
    [[operation, groupId, clientId, secretId, owner], ...rows].map((row) => row.map(quoted).join(mark)).join(end) + end
  );
}

/** Everything in quotes, as databases export it. */
function csvOf(rows: readonly (readonly string[])[]): string {
  const all = [["operation", "groupId", "clientId", "secretId"], ...rows];
  return all.map((row) => `${row.map((cell) => `"${cell}"`).join(",")}\n`).join("");
}

describe("a list that is read", () => {
  test.each<[string, string | Uint8Array]>([
    ["NDJSON", good],
    ["NDJSON with CR LF and blank lines", `\r\n${good.replaceAll("\n", "\r\n\r\n")}`],
    ["NDJSON without an end of its last line", good.trimEnd()],
    ["NDJSON with a BOM", `\uFEFF${good}`],
    ["a JSON array", JSON.stringify(targets)],
    ["a JSON array over many lines", `\n${JSON.stringify(targets, undefined, 2)}\n`],
    ["CSV with a comma", table(",", "\n")],
    ["what a spreadsheet saves as CSV UTF-8 where the decimal sign is a comma", `\uFEFF${table(";", "\r\n")}`],
    ["CSV with tabs", table("\t", "\n")],
    ["CSV with CR alone", table(",", "\r")],
    [
      "CSV with headings as people write them",
      table(";", "\n", ["Operation", "Group ID", "client_id", "SECRET-ID", "Owner"]),
    ],
    ["CSV with projectId", table(",", "\n", ["operation", "projectId", "clientId", "secretId", "owner"])],
    ["CSV with quotes around everything", csvOf(targets.map((target) => Object.values(target)))],
    ["CSV padded with empty cells and rows", `${table(";", "\n").replaceAll("\n", ";;\n")};;;;;;\n`],
    ["CSV with a line break in a cell", table(",", "\n").replaceAll("A, B", "A\nB")],
    ["CSV with white space around cells", table(" ; ", "\n")],
    [
      "the program's own command for the operation",
      good.replaceAll("deleteGroupServiceAccountSecret", "project-secret"),
    ],
  ])("%s: all of it is revoked", async (_, content) => {
    const ran = await bench.batch(await bench.file(content), ["--yes", "--json"]);
    expect(onlyJson(ran.stdout)).toMatchObject({ targets: 3, deleted: 3, exitCode: 0 });
    expect(bench.state.deletions.map(({ ids }) => ids)).toHaveLength(3);
  });

  test("other columns are kept in the results: of CSV, of NDJSON", async () => {
    const flags = (name: string): string[] => ["--yes", "--results", bench.path(name)];
    await bench.batch(await bench.file(table(";", "\r\n")), flags("csv.ndjson"));
    const results = (await bench.lines("csv.ndjson")).filter(({ type }) => type === "result");
    expect(results.map((line) => line.columns)).toEqual(Array(3).fill({ owner: 'A, B; "C"' }));
    await bench.batch(await bench.file(with0({ ticket: 7, tags: ["a"] })), [...flags("json.ndjson")]);
    expect((await bench.lines("json.ndjson")).at(-1)?.columns).toEqual({ ticket: 7, tags: ["a"] });
  });

  test("what looks like a key's private part is not kept", async () => {
    const key = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
    const list = await bench.file(with0({ owner: "ops", note: `key ${key}`, [key]: 1 }));
    await bench.batch(list, ["--yes", "--results", bench.path("key.ndjson")]);
    const last = (await bench.lines("key.ndjson")).at(-1);
    expect(JSON.stringify(last)).not.toContain(key);
    expect(last?.columns).toEqual({ owner: "ops", note: "[redacted]", "[redacted]": "[redacted]" });
  });

  test("lines keep their numbers: behind a BOM, blank lines, a cell of two lines, in an array", async () => {
    const lineOf = async (content: string): Promise<unknown> => {
      const ran = await bench.batch(await bench.file(content), ["--yes", "--json"]);
      return (onlyJson(ran.stdout).problems as { line: number }[])[0]?.line;
    };
    const bad = "no-such-operation";
    expect(await lineOf(`\uFEFF\r\n${good.replaceAll("\n", "\r\n")}\r\n${with0({ operation: bad })}`)).toBe(6);
    const cell = `operation;groupId;clientId;secretId;note\n${Object.values(first).join(";")};"two\r\nlines"\n`;
    expect(await lineOf(`${cell}${bad};x;y;z;\n`)).toBe(4);
    expect(await lineOf(`[\n${one},\n\n  ${with0({ operation: bad })}]`)).toBe(4);
  });

  test("folds lines that repeat a target, in whatever words, and reports them", async () => {
    const again = with0({ operation: "project-secret", groupId: undefined, projectId: first.groupId });
    const ran = await bench.batch(await bench.file(`${good}\n${again}`), ["--dry-run"]);
    expect(ran.stdout).toContain("1 line left out: line 5 repeats line 1.");
  });
});

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const bad: readonly (readonly [name: string, content: string | Uint8Array, line: number, said: RegExp])[] = [
  ["an unknown operation", good + with0({ operation: "deleteOrgApiKey" }), 4, /operation must be one of/],
  ["no operation", `${good}{"groupId":"${"a".repeat(24)}"}\n`, 4, /operation must be one of/],
  ["a missing id", `${good}{"operation":"unassignGroupApiKey","groupId":"${"a".repeat(24)}"}\n`, 4, /apiKeyId must be/],
  ["an empty id", good + with0({ secretId: "" }), 4, /secretId must be .*an empty string/],
  ["an upper-case id", good + with0({ secretId: "A".repeat(24) }), 4, /secretId .*upper-case/],
  ["a path for an id", good + with0({ groupId: "../orgs" }), 4, /groupId .*characters of a path/],
  ["a secret's value for its id", good + with0({ secretId: secretValue }), 4, /a secret's value/],
  ["a secret's value for a key", good + with0({ [secretValue]: "x" }), 4, /a secret's value/],
  ["a secret's value in another column", good + with0({ note: `see ${secretValue}` }), 4, /a secret's value/],
  [
    "an API key's private part for its id",
    good + with0({ secretId: "0a1b2c3d-1111-4222-8333-444455556666" }),
    4,
    /private key/,
  ],
  ["an id that is a number", good + with0({ groupId: 7 }), 4, /a number/],
  ["another operation's id beside", good + with0({ apiKeyId: "a".repeat(24) }), 4, /nothing else/],
  ["a key twice", `${good}${one.slice(0, -1)},"secretId":"${"0".repeat(24)}"}\n`, 4, /holds a key twice/],
  [
    "a key twice, once in escapes",
    `${good}${one.slice(0, -1)},"s\\u0065cretId":"${"0".repeat(24)}"}\n`,
    4,
    /holds a key twice/,
  ],
  ["a project under two names", good + with0({ projectId: "b".repeat(24) }), 4, /names groupId twice/],
  ["broken JSON", `${good}${one.slice(0, 40)}\n`, 4, /is not JSON/],
  ["an array for a line", `${good}[]\n`, 4, /must be a JSON object/],
  ["a line nested 8,000 deep", `${good}${nested(8000)}\n`, 4, /nested more than 16 levels/],
  ["an array nested 8,000 deep", `[${one},\n${nested(8000)}]`, 2, /nested more than 16 levels/],
  ["an array that does not end", `[${one},\n${one}\n`, 3, /before the JSON array does/],
  ["something behind an array", `[${one}]\n${one}\n`, 3, /something behind it/],
  ["a binary file", Uint8Array.from({ length: 4096 }, (_, n) => n % 256), 3, /UTF-8/],
  ["bytes that are no UTF-8", Buffer.concat([Buffer.from(good), Buffer.from([0xff, 0xfe, 0x0a])]), 4, /is not UTF-8/],
  ["UTF-16", Buffer.from(`\uFEFF${good}`, "utf16le"), 1, /is UTF-16: save the file as CSV UTF-8/],
  ["NUL bytes", `${good}${one.replace("0", "\0")}\n`, 4, /control characters/],
  ["an empty file", "", 1, /neither JSON nor a CSV header/],
  ["a CSV header alone", "operation,groupId\n", 1, /holds no target/],
  ["a CSV without a header", `unassignGroupApiKey,${"a".repeat(24)}\n`, 1, /neither JSON nor a CSV header/],
  [
    "a CSV with an id twice",
    `${table(",", "\n", ["operation", "groupId", "clientId", "secretId", "secretId"])}`,
    2,
    /one name/,
  ],
  ["a CSV row that is too long", `operation,groupId\nx,y,z\n`, 2, /has 3 cells where the header names 2/],
  ["a CSV row with an open quote", `operation,groupId\n"unassignGroupApiKey,x\n`, 2, /check its quotes/],
  ["a CSV with a secret's value", table(",", "\n").replace(first.secretId ?? "", secretValue), 2, /a secret's value/],
];

describe("an input file with one bad line", () => {
  test.each(bad)("%s: names the line, sends nothing, and ends with 2", async (_, content, line, said) => {
    const ran = await bench.batch(await bench.file(content));
    expect(ran.code).toBe(2);
    expect(ran.stderr.replace(/\s+/g, " ")).toMatch(said);
    expect(ran.stderr).toContain(`line ${line} `);
    expect(ran.both).not.toMatch(/VeryRealSecret|0a1b2c3d/);
    expect(ran.stdout).toBe("");
    expect(bench.deletes()).toBe(0);
    const json = await bench.batch(await bench.file(content), [
      "--yes",
      "--json",
      "--results",
      bench.path("audit.ndjson"),
    ]);
    const { problems } = onlyJson(json.stdout) as { readonly problems: readonly { line: number; text: string }[] };
    expect(problems.find((problem) => problem.line === line)?.text).toMatch(said);
    await expect(bench.lines("audit.ndjson")).rejects.toThrow(/ENOENT/);
  });
});

test("of many bad lines the first twenty are reported, and how many there are", async () => {
  const ran = await bench.batch(await bench.file("{}\n".repeat(5000)));
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("5,000 problems");
  expect(ran.stderr.match(/^ {2}line \d+/gm)).toHaveLength(20);
});

test("who put a secret's value in the list learns what belongs there", async () => {
  const { both } = await bench.batch(await bench.file(with0({ secretId: secretValue })));
  expect(both.replace(/\s+/g, " ")).toContain("A secret is named by its id, which its service account shows");
});

test("an input file that does not exist is named, with 2", async () => {
  const ran = await bench.batch(bench.path("nothing.ndjson"));
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("ENOENT");
});
