/** A short randomized run, and the proof that it notices a client that breaks a promise. `SEED` and `EXCHANGES` change it. */
import { describe, expect, test } from "vitest";
import * as library from "../../src/index.js";
import { sabotages } from "./sabotages.js";
import { runSequence } from "./sequence.js";

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const exchanges = Number(process.env.EXCHANGES ?? 600);

describe(`randomized run (SEED=${seed})`, () => {
  test("no outcome contradicts the record of a server that misbehaves", async () => {
    const report = await runSequence({ library, seed, exchanges, parallel: 32 });
    expect(report.violations.slice(0, 20)).toEqual([]);
    expect(report.faulted / report.exchanges).toBeGreaterThan(0.35);
    // A run in which nothing succeeds would prove nothing.
    expect(report.endings.get("deleted")).toBeGreaterThan(0);
    expect(report.endings.get("unassigned")).toBeGreaterThan(0);
    expect(report.endings.get("already-gone")).toBeGreaterThan(0);
  }, 60_000);

  test.each(Object.entries(sabotages))(
    "a client is caught if %s",
    async (_, sabotage) => {
      const options = { library: sabotage(library), seed, exchanges: 6_000, parallel: 16, stopAtViolation: true };
      expect((await runSequence(options)).violations).not.toEqual([]);
    },
    60_000,
  );
});
