/** The sequence test at full length: every kind of fault, hundreds of times. `SEED=…` repeats a run. */
import { beforeAll, describe, expect, test } from "vitest";
import * as library from "../../src/index.js";
import { faultNames, grantFaultNames } from "./faultNames.js";
import { runSequence, type SequenceReport } from "./sequence.js";

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const exchanges = { memory: 72_000, wire: 48_000 };

describe(`120,000 exchanges with a server that misbehaves (SEED=${seed})`, () => {
  const reports: SequenceReport[] = [];
  beforeAll(async () => {
    for (const transport of ["memory", "wire"] as const) {
      reports.push(await runSequence({ library, seed, transport, exchanges: exchanges[transport], parallel: 32 }));
    }
  }, 1_800_000);
  const total = (pick: (report: SequenceReport) => number): number =>
    reports.reduce((sum, each) => sum + pick(each), 0);

  test("no outcome contradicts the server's record", () => {
    expect(reports.flatMap(({ violations }) => violations).slice(0, 20)).toEqual([]);
  });

  test("at least two exchanges in five are faulted", () => {
    expect(total(({ exchanges: all }) => all)).toBeGreaterThanOrEqual(120_000);
    expect(total(({ faulted }) => faulted) / total(({ exchanges: all }) => all)).toBeGreaterThan(0.4);
  });

  test.each([...faultNames, ...grantFaultNames])("the fault %j happens 500 times", (name) => {
    expect(total(({ byKind }) => byKind.get(name) ?? 0)).toBeGreaterThanOrEqual(500);
  });
});
