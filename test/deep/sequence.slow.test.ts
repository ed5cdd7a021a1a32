/** The randomized run at full length: every fault of the catalogue, hundreds of times. `SEED` and `EXCHANGES` change it. */
import { beforeAll, describe, expect, test } from "vitest";
import * as library from "../../src/index.js";
import { deleteMoves, tokenMoves } from "./moves.js";
import { sabotages } from "./sabotages.js";
import { runSequence, type SequenceReport } from "./sequence.js";

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const exchanges = Number(process.env.EXCHANGES ?? 120_000);
const promises = ["false success", "unexpected request|another origin", "leak|secret", "hang", "unhandled"];

describe(`${exchanges} exchanges with a server that misbehaves (SEED=${seed})`, () => {
  let report: SequenceReport;
  beforeAll(async () => {
    report = await runSequence({ library, seed, exchanges, parallel: 32 });
    console.info(JSON.stringify({ ...report, byMove: undefined, endings: Object.fromEntries(report.endings) }));
  }, 3_600_000);

  test.each(promises)("no violation of the kind: %s", (kind) => {
    expect(report.violations.filter((violation) => new RegExp(kind).test(violation)).slice(0, 5)).toEqual([]);
  });

  test("no outcome contradicts the server's record in any other way", () => {
    expect(report.violations.slice(0, 20)).toEqual([]);
    expect(report.exchanges).toBeGreaterThanOrEqual(exchanges);
  });

  test("two exchanges in five are faulted, and every fault happens", () => {
    expect(report.faulted / report.exchanges).toBeGreaterThan(0.4);
    const rare = [...deleteMoves, ...tokenMoves].filter((move) => (report.byMove.get(move) ?? 0) < exchanges / 3_000);
    expect(rare).toEqual([]);
  });
});

test.each(Object.entries(sabotages))("the run notices a client where %s", async (_, sabotage) => {
  const options = { library: sabotage(library), seed: 11, exchanges: 6_000, parallel: 16, stopAtViolation: true };
  expect((await runSequence(options)).violations).not.toEqual([]);
});
