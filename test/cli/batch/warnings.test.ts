/** What a batch says about credentials that live on, and which refusals it lets a later run take up. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { targetAt } from "../../support/manySecrets.js";
import type { Fault } from "../../../src/mock/fault.js";
import { onlyJson } from "../runCli.js";
import { type Bench, listOf, startBench } from "./bench.js";

let bench: Bench;
/** Set by a test: what the server answers to a DELETE instead of what it would. */
let refusal: { readonly status: number; readonly errorCode: string } | undefined;
const refusing: Fault = {
  stage: "after authentication",
  strike: () =>
    refusal && {
      status: refusal.status,
      headers: [["Content-Type", "application/json"]],
      body: JSON.stringify({ error: refusal.status, errorCode: refusal.errorCode, detail: "Not now." }),
    },
};

beforeEach(async () => {
  refusal = undefined;
  bench = await startBench(4, { faults: [refusing] });
});
afterEach(async () => {
  await bench.end();
});

describe("a service account that is only taken out of its project", () => {
  const account = { ...targetAt(0), operation: "unassignGroupServiceAccount", secretId: undefined };
  const list = `${JSON.stringify(account)}\n${listOf(1, 2)}`;
  const lives = "1 × Unassign one service account from one project: The service account's credentials stay active";

  test("is warned of in the plan, in the question and at the end", async () => {
    const file = await bench.file(list);
    const words = ({ both }: { readonly both: string }): string => both.replaceAll(/\s+/g, " ");
    expect(words(await bench.batch(file, ["--dry-run"]))).toContain(lives);
    expect(words(await bench.batch(file, [], { terminal: true, input: "no\n" }))).toContain(lives);
    const ran = await bench.batch(file);
    expect(ran.code).toBe(0);
    expect(words(ran)).toContain(lives);
  });

  test("is warned of in JSON, and a batch without one has no warning", async () => {
    const ran = await bench.batch(await bench.file(list), ["--yes", "--json"]);
    expect(onlyJson(ran.stdout)).toMatchObject({ outcome: "done", warnings: [expect.stringContaining(lives)] });
    const other = await bench.batch(await bench.file(listOf(1, 3)), ["--yes", "--json"]);
    expect(onlyJson(other.stdout)).toMatchObject({ outcome: "done", warnings: [] });
  });
});

describe("--resume", () => {
  const flags = (): readonly string[] => ["--yes", "--results", bench.path("audit.ndjson")];

  test.each([
    [402, "ACCOUNT_SUSPENDED"],
    [403, "IP_ADDRESS_NOT_ON_ACCESS_LIST"],
    [405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES"],
    [409, "CONFLICT"],
  ])("takes up what a %i %s refused: it speaks of the hour or of the caller", async (status, errorCode) => {
    refusal = { status, errorCode };
    const file = await bench.file(listOf(4));
    expect((await bench.batch(file, flags())).code).toBe(1);
    expect(bench.state.deletions).toHaveLength(0);
    refusal = undefined;
    expect((await bench.batch(file, [...flags(), "--resume"])).code).toBe(0);
    expect(bench.state.deletions).toHaveLength(4);
  });

  test.each([
    [400, "INVALID_ENUM_VALUE"],
    [403, "USER_UNAUTHORIZED"],
    [404, "RESOURCE_NOT_FOUND"],
  ])("leaves what a %i %s refused: it speaks of the target", async (status, errorCode) => {
    refusal = { status, errorCode };
    const file = await bench.file(listOf(4));
    await bench.batch(file, flags());
    refusal = undefined;
    expect((await bench.batch(file, [...flags(), "--resume"])).code).toBe(1);
    expect(bench.state.deletions).toHaveLength(0);
  });
});
