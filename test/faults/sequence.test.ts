/** A short run of the sequence test; deep.slow.test.ts runs it at full length. */
import { expect, it } from "vitest";
import * as library from "../../src/index.js";
import { runSequence } from "../deep/sequence.js";

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

it.each([
  ["memory", 2_500],
  ["wire", 1_000],
] as const)(
  "no outcome over %s contradicts the record of a server that misbehaves",
  async (transport, exchanges) => {
    const report = await runSequence({ library, seed, exchanges, transport, parallel: 32 });
    expect(report.violations, `repeat with SEED=${seed} npx vitest run test/faults/sequence.test.ts`).toEqual([]);
    expect(report.exchanges).toBeGreaterThanOrEqual(exchanges);
    expect(report.faulted / report.exchanges).toBeGreaterThan(0.4);
    // A run in which nothing succeeds would prove nothing.
    expect(report.endings.get("revoked")).toBeGreaterThan(report.calls / 10);
    expect(report.endings.get("already-gone")).toBeGreaterThan(0);
  },
  60_000,
);
