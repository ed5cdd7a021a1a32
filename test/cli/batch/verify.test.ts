/** `batch --verify`: one read for each project, at the end; what it finds is kept, and decides what was in doubt. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../../src/mock/fault.js";
import { targetAt } from "../../support/manySecrets.js";
import { onlyJson } from "../runCli.js";
import { type Bench, listOf, startBench } from "./bench.js";

const count = 12;
let bench: Bench;
/** Set by a test: what a DELETE does, and what a read gets. */
let deleting: "loses its response" | "lies" | undefined;
let reading: { readonly status: number; readonly body?: object } | undefined;
const meddling: Fault = {
  stage: "after authentication",
  strike({ operation, ids }, proceed) {
    const body = JSON.stringify(reading?.body ?? { error: reading?.status, errorCode: "FORBIDDEN" });
    if (/^(get|list)/.test(operation) && reading !== undefined) {
      return { status: reading.status, headers: [["Content-Type", "application/json"]], body };
    }
    if (!operation.startsWith("delete") || ids.secretId !== Reflect.get(targetAt(0), "secretId")) return undefined;
    if (deleting === "lies") return { status: 204, headers: [], body: "" };
    if (deleting === undefined) return undefined;
    proceed();
    return "connection lost";
  },
};
beforeEach(async () => {
  [deleting, reading] = [undefined, undefined];
  bench = await startBench(count, { faults: [meddling] });
});
afterEach(() => bench.end());

const reads = (): number => bench.log().filter((line) => line.includes("GET")).length;
const verified = async (...more: string[]) => {
  const results = bench.path("audit.ndjson");
  const flags = ["--yes", "--json", "--verify", "--max-retries", "0", "--results", results, ...more];
  return await bench.batch(await bench.file(listOf(count)), flags);
};
const lastOf = async (n: number) => (await bench.lines("audit.ndjson")).findLast((line) => line.n === n);

test("reads once for each project, and keeps for each target that it is no longer listed", async () => {
  const ran = await verified();
  expect(onlyJson(ran.stdout)).toMatchObject({
    deleted: count,
    looked: { absent: count, present: 0, unread: 0 },
    exitCode: 0,
  });
  expect(reads()).toBeLessThanOrEqual(2 + 4);
  for (let n = 1; n <= count; n += 1) {
    expect(await lastOf(n)).toMatchObject({ outcome: "deleted", evidence: { after: "absent" }, ...targetAt(n - 1) });
  }
});

test("what is listed after a success is unknown, with 3, and says so", async () => {
  deleting = "lies";
  const ran = await verified();
  expect(onlyJson(ran.stdout)).toMatchObject({
    deleted: count - 1,
    unknown: 1,
    looked: { present: 1 },
    exitCode: 3,
    reasons: [{ reason: "STILL_LISTED", lines: [1] }],
  });
  expect(await lastOf(1)).toMatchObject({ outcome: "unknown", evidence: { after: "present" } });
}, 20_000);

test("what is listed in capitals is listed", async () => {
  const { clientId, secretId } = targetAt(10) as unknown as Readonly<Record<string, string>>;
  const account = { clientId, secrets: [{ id: secretId?.toUpperCase() }] };
  reading = { status: 200, body: { ...account, results: [account], links: [{ rel: "self", href: "x" }] } };
  expect(onlyJson((await verified()).stdout)).toMatchObject({ unknown: 1, looked: { present: 1 }, exitCode: 3 });
}, 20_000);

describe("what is in doubt", () => {
  test("is already gone where it is no longer listed", async () => {
    deleting = "loses its response";
    expect(onlyJson((await verified()).stdout)).toMatchObject({
      deleted: count - 1,
      alreadyGone: 1,
      unknown: 0,
      exitCode: 0,
    });
  });

  test.each([403, 404, 500])("stays in doubt where the look gets %i, and no outcome changes", async (status) => {
    deleting = "loses its response";
    reading = { status };
    const ran = await verified();
    expect(onlyJson(ran.stdout)).toMatchObject({
      deleted: count - 1,
      unknown: 1,
      looked: { unread: count },
      exitCode: 3,
    });
    expect(await lastOf(2)).not.toHaveProperty("evidence");
  });
});

test("--dry-run --verify looks, sends nothing, and names what does not exist", async () => {
  const list = await bench.file(listOf(3, count - 2));
  const ran = await bench.batch(list, ["--dry-run", "--verify"]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain("Looked: 2 listed, 0 not listed, 1 could not be read.");
  expect(ran.stdout).toMatch(/# line 1 {2}listed/);
  const json = await bench.batch(list, ["--dry-run", "--verify", "--json"]);
  expect(onlyJson(json.stdout)).toMatchObject({ looked: { present: 2, unread: [3] } });
  expect(bench.state.deletions).toEqual([]);
});

test("a secret whose account is not on the list that was read is not proved absent", async () => {
  const list = await bench.file(listOf(1, 8) + listOf(1, count));
  const json = await bench.batch(list, ["--dry-run", "--verify", "--json"]);
  expect(onlyJson(json.stdout)).toMatchObject({ looked: { present: 1, absent: [], unread: [2] } });
});
