/** Every response, cut after every byte. */
import { expect, test } from "vitest";
import * as library from "../../src/index.js";
import { sweepCuts } from "./cutSweep.js";

test("no cut is a success that the whole response would not have been", async () => {
  const report = await sweepCuts(library, () => true);
  console.info(JSON.stringify(report));
  expect(report.false).toEqual([]);
}, 1_800_000);
