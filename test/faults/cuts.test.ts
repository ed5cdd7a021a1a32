/** A sample of the cuts; cuts.slow.test.ts makes all of them. */
import { expect, test } from "vitest";
import * as library from "../../src/index.js";
import { sweepCuts } from "./cutSweep.js";

test("of every 47th cut, none is a success that the whole response would not have been", async () => {
  const report = await sweepCuts(library, (length, whole) => (length + whole) % 47 === 0);
  expect(report.false).toEqual([]);
  expect(report.responses).toBeGreaterThanOrEqual(100);
  expect(report.cuts).toBeGreaterThan(1_000);
  // A client that believes nothing would prove nothing.
  expect(report.successes).toBeGreaterThan(100);
}, 60_000);
