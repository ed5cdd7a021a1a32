/** A batch signed with a wrong key ends early; what the server says of targets does not end it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "../../../src/mock/fault.js";
import { onlyJson } from "../runCli.js";
import { type Bench, listOf, startBench } from "./bench.js";

const count = 60;
/** Set by a test: how many requests get a 401 with a code. */
let coded: { code: string; left: number } | undefined;
const coding: Fault = {
  stage: "after authentication",
  strike() {
    if (coded === undefined || coded.left === 0) return undefined;
    coded.left -= 1;
    const body = JSON.stringify({ error: 401, reason: "Unauthorized", detail: "No.", errorCode: coded.code });
    return { status: 401, headers: [["Content-Type", "application/json"]], body };
  },
};

let bench: Bench;
beforeEach(async () => {
  coded = undefined;
  bench = await startBench(count, { faults: [coding] });
});
afterEach(() => bench.end());

const wrong = { env: { MONGODB_ATLAS_PRIVATE_API_KEY: "not-the-key" } };
const results = (...more: string[]): string[] => ["--yes", "--json", "--results", bench.path("audit.ndjson"), ...more];

test("after five targets whose credential is refused the rest is not sent, with 1 and the reason", async () => {
  const ran = await bench.batch(await bench.file(listOf(count)), results("--concurrency", "1"), wrong);
  expect(ran.code).toBe(1);
  const summary = onlyJson(ran.stdout);
  expect(summary).toMatchObject({ deleted: 0, refused: 5, unknown: 0, notSent: count - 5, exitCode: 1 });
  expect(summary.stopped).toMatch(/refused the credential for each of the first 5 targets \(HTTP 401\)/);
  expect(bench.state.deletions).toEqual([]);
});

test("with eight calls under way no more than those are sent", async () => {
  const ran = await bench.batch(await bench.file(listOf(count)), results("--concurrency", "8"), wrong);
  const { refused, notSent } = onlyJson(ran.stdout);
  expect(Number(refused) + Number(notSent)).toBe(count);
  expect(Number(refused)).toBeLessThanOrEqual(5 + 2 * 8);
});

test("--resume with the right key revokes everything, the refused ones too", async () => {
  await bench.batch(await bench.file(listOf(count)), results(), wrong);
  const ran = await bench.batch(bench.path("targets.ndjson"), results("--resume"));
  expect(onlyJson(ran.stdout)).toMatchObject({ deleted: count, refused: 0, notSent: 0, exitCode: 0 });
  expect(bench.state.deletions).toHaveLength(count);
});

test.each(["NOT_IN_GROUP", "USER_UNAUTHORIZED", "NOT_ORG_OWNER"])(
  "a 401 with %s speaks of the target: the others are sent, and it stays refused",
  async (code) => {
    coded = { code, left: 20 };
    const ran = await bench.batch(await bench.file(listOf(count)), results("--concurrency", "1"));
    expect(onlyJson(ran.stdout)).toMatchObject({ deleted: count - 20, refused: 20, notSent: 0, exitCode: 1 });
  },
);

test("one success before them, and refused credentials end nothing", async () => {
  coded = { code: "UNEXPECTED_ERROR", left: 0 };
  let asked = 0;
  const late: Fault = {
    stage: "after authentication",
    strike() {
      asked += 1;
      if (asked === 2 && coded !== undefined) coded.left = 20;
      return undefined;
    },
  };
  await bench.end();
  bench = await startBench(count, { faults: [late, coding] });
  const ran = await bench.batch(await bench.file(listOf(count)), results("--concurrency", "1"));
  const { deleted: removed, refused, notSent } = onlyJson(ran.stdout);
  expect([Number(removed) + Number(refused), notSent]).toEqual([count, 0]);
  expect(Number(removed)).toBeGreaterThan(20);
});
