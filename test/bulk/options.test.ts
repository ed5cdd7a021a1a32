/** What a caller brings along: a client, options and a listener, of whatever quality. */
import { describe, expect, it } from "vitest";
import { type BulkResult, InvalidParameterError, revokeAll } from "../../src/index.js";
import { uncaughtDuring } from "../support/uncaught.js";
import { fakeApi, gone, secret } from "./fakeApi.js";

async function all(results: AsyncIterable<BulkResult>): Promise<BulkResult[]> {
  const collected: BulkResult[] = [];
  for await (const result of results) collected.push(result);
  return collected;
}

describe("revokeAll refuses at once", () => {
  const { client } = fakeApi(() => gone());

  it("a client that is no client of this package, and what can't be iterated", () => {
    expect(() => revokeAll({ ...client }, [])).toThrow(InvalidParameterError);
    expect(() => revokeAll(client, 5 as never)).toThrow(/targets/);
  });

  it.each([
    ["concurrency", { concurrency: 0 }],
    ["concurrency", { concurrency: 1.5 }],
    ["concurrency", { concurrency: 257 }],
    ["concurrency", { concurrency: "4" }],
    ["missingOk", { missingOk: "yes" }],
    ["onProgress", { onProgress: {} }],
    ["signal", { signal: "now" }],
    ["signal", { signal: { aborted: false } }],
    ["signal", { signal: { aborted: "no", addEventListener: String, removeEventListener: String } }],
    ["options", { conc: 1 }],
    ["options", 7],
    ["options", null],
  ])("a wrong %s, and names it: %j", (parameter, wrong) => {
    expect(() => revokeAll(client, [], wrong as never)).toThrow(expect.objectContaining({ parameter }));
    expect(() => revokeAll(client, [], wrong as never)).toThrow(InvalidParameterError);
  });
});

it("an exception of onProgress changes no outcome, and is not swallowed", async () => {
  const own = new Error("listener's own");
  const { client } = fakeApi(() => gone());
  const onProgress = (): void => {
    throw own;
  };
  let results: readonly BulkResult[] = [];
  const seen = await uncaughtDuring(async () => {
    results = await all(revokeAll(client, [secret(1)], { onProgress }));
  });
  expect(results).toMatchObject([{ outcome: "deleted" }]);
  expect(new Set(seen)).toEqual(new Set([own]));
});
