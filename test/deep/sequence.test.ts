/** A short randomized run; sequence.slow.test.ts is the long one. `SEED` and `EXCHANGES` change it. */
import { expect, test } from "vitest";
import * as library from "../../src/index.js";
import { runSequence } from "./sequence.js";

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const exchanges = Number(process.env.EXCHANGES ?? 600);

test(`no outcome contradicts the record of a server that misbehaves (SEED=${seed})`, async () => {
  const report = await runSequence({ library, seed, exchanges, parallel: 32 });
  expect(report.violations.slice(0, 20)).toEqual([]);
  expect(report.faulted / report.exchanges).toBeGreaterThan(0.35);
  // A run in which nothing succeeds would prove nothing.
  expect(report.endings.get("deleted")).toBeGreaterThan(0);
  expect(report.endings.get("unassigned")).toBeGreaterThan(0);
  expect(report.endings.get("already-gone")).toBeGreaterThan(0);
}, 60_000);
