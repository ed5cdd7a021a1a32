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
const one = JSON.stringify(targetAt(0));
const with0 = (change: object): string => `${JSON.stringify({ ...targetAt(0), ...change })}\n`;

const bad: readonly (readonly [name: string, content: string | Uint8Array, line: number, said: RegExp])[] = [
  ["an unknown operation", good + with0({ operation: "deleteOrgApiKey" }), 4, /operation must be one of/],
  ["no operation", `${good}{"groupId":"${"a".repeat(24)}"}\n`, 4, /operation must be one of/],
  ["a missing id", `${good}{"operation":"unassignGroupApiKey","groupId":"${"a".repeat(24)}"}\n`, 4, /apiKeyId must be/],
  ["an empty id", good + with0({ secretId: "" }), 4, /secretId must be .*an empty string/],
  ["an upper-case id", good + with0({ secretId: "A".repeat(24) }), 4, /secretId .*upper-case/],
  ["a path for an id", good + with0({ groupId: "../orgs" }), 4, /groupId .*characters of a path/],
  ["a secret's value for its id", good + with0({ secretId: secretValue }), 4, /looks like a secret's value/],
  [
    "a secret's value for a key",
    `${good}{"operation":"unassignGroupApiKey","${secretValue}":"x"}\n`,
    4,
    /a secret's value/,
  ],
  ["an id that is a number", `${good}{"operation":"unassignGroupApiKey","groupId":7,"apiKeyId":8}\n`, 4, /a number/],
  ["another operation's id beside", good + with0({ apiKeyId: "a".repeat(24) }), 4, /nothing else/],
  ["a key twice", `${good}${one.slice(0, -1)},"secretId":"${"0".repeat(24)}"}\n`, 4, /holds a key twice/],
  ["broken JSON", `${good}${one.slice(0, 40)}\n`, 4, /is not JSON/],
  ["an array", `${good}[]\n`, 4, /must be a JSON object/],
  ["a BOM", `\uFEFF${good}`, 1, /byte order mark/],
  ["CRLF", good.replaceAll("\n", "\r\n"), 1, /CR LF/],
  ["a line of 10 MB", `${good}${"x".repeat(10 * 1024 * 1024)}\n${one}\n`, 4, /longer than 16384 bytes/],
  ["a 10 MB file without a line end", "x".repeat(10 * 1024 * 1024), 1, /longer than 16384 bytes/],
  ["a binary file", Uint8Array.from({ length: 4096 }, (_, n) => n % 256), 1, /control characters|UTF-8/],
  ["bytes that are no UTF-8", Buffer.concat([Buffer.from(good), Buffer.from([0xff, 0xfe, 0x0a])]), 4, /UTF-8/],
  ["NUL bytes", `${good}${one.replace("0", "\0")}\n`, 4, /control characters/],
  ["an empty file", "", 1, /holds no target/],
  ["blank lines only", "\n  \n\n", 1, /holds no target/],
  ["a JSON array of targets", `[${one}]\n`, 1, /neither a JSON object nor a CSV header/],
  ["a CSV without a header", `unassignGroupApiKey,${"a".repeat(24)}\n`, 1, /neither a JSON object nor a CSV header/],
  ["a CSV header with an unknown column", `operation,note\nunassignGroupApiKey,x\n`, 2, /nothing else/],
  ["a CSV header with a column twice", "operation,groupId,groupId\n", 1, /a column twice/],
  [
    "a CSV row that is too short",
    "operation,groupId,apiKeyId\nunassignGroupApiKey,x\n",
    2,
    /has 2 cells where the header names 3/,
  ],
  ["a CSV row with an open quote", `operation,groupId\n"unassignGroupApiKey,x\n`, 2, /check its quotes/],
  [
    "a CSV with CRLF",
    `operation,groupId,apiKeyId\r\nunassignGroupApiKey,${"a".repeat(24)},${"b".repeat(24)}\r\n`,
    1,
    /CR LF/,
  ],
  [
    "a CSV with a secret's value",
    `operation,groupId,clientId,secretId\ndeleteGroupServiceAccountSecret,${"a".repeat(24)},mdb_sa_id_${"1".repeat(24)},${secretValue}\n`,
    2,
    /a secret's value/,
  ],
];

describe("an input file with one bad line", () => {
  test.each(bad)("%s: names the line, sends nothing, and ends with 2", async (_, content, line, said) => {
    const ran = await bench.batch(await bench.file(content));
    expect(ran.code).toBe(2);
    expect(ran.stderr.replace(/\s+/g, " ")).toMatch(said);
    expect(ran.stderr).toContain(`line ${line} `);
    expect(ran.both).not.toContain("VeryRealSecret");
    expect(ran.stdout).toBe("");
    expect(bench.deletes()).toBe(0);
  });

  test.each(bad.filter(([, content]) => typeof content === "string"))(
    "%s on standard input, with --json: the same as data",
    async (_, content, line, said) => {
      const ran = await bench.batch("-", ["--yes", "--json"], { input: content as string });
      expect(ran.code).toBe(2);
      const document = onlyJson(ran.stdout) as { readonly problems: readonly { line: number; text: string }[] };
      expect(document.problems.find((problem) => problem.line === line)?.text).toMatch(said);
      expect(ran.both).not.toContain("VeryRealSecret");
      expect(bench.deletes()).toBe(0);
    },
  );
});

test("of many bad lines the first twenty are told, and how many there are", async () => {
  const ran = await bench.batch(await bench.file("{}\n".repeat(5000)));
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("5,000 problems");
  expect(ran.stderr.match(/^ {2}line \d+/gm)).toHaveLength(20);
  expect(ran.stderr).not.toContain("line 21 ");
});

test("a CRLF file is one problem, whatever its length, beside the problems of its content", async () => {
  const ran = await bench.batch(await bench.file(`${listOf(9)}{}\n`.replaceAll("\n", "\r\n")), ["--yes", "--json"]);
  expect(onlyJson(ran.stdout)).toMatchObject({ problemCount: 2 });
});

test("no results file is left behind by a run that sent nothing", async () => {
  const ran = await bench.batch(await bench.file("{}\n"), ["--yes", "--results", bench.path("audit.ndjson")]);
  expect(ran.code).toBe(2);
  await expect(bench.lines("audit.ndjson")).rejects.toThrow(/ENOENT/);
});

test("an input file that does not exist is named, with 2", async () => {
  const ran = await bench.batch(bench.path("nothing.ndjson"));
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("ENOENT");
});
