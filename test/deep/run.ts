/**
 * `npm run test:deep`: the sequence test at full length, and the proof that it catches a sabotaged client.
 * `SEED=…` repeats a run, `EXCHANGES=…` changes its length.
 */
import * as library from "../../src/index.js";
import { faultNames, grantFaultNames } from "./faultNames.js";
import { loadSabotaged } from "./sabotagedBuild.js";
import { sabotages } from "./sabotages.js";
import { runSequence, type SequenceReport } from "./sequence.js";

const seed = wholeNumber("SEED") ?? Math.floor(Math.random() * 2 ** 31);
const exchanges = wholeNumber("EXCHANGES") ?? 120_000;
const wireShare = 0.4;
const sabotageLimit = 5_000;
const results: boolean[] = [];

function wholeNumber(name: string): number | undefined {
  const value = process.env[name];
  if (value === undefined || value === "") return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new RangeError(`${name} must be a whole number of at most 9 digits.`);
  return Number(value);
}

/** Prints a line with its verdict, and counts it. */
function check(what: string, ok: boolean): void {
  results.push(ok);
  console.log(`${ok ? "ok  " : "FAIL"} ${what}`);
}

function violationsOf(reports: readonly SequenceReport[], kind: RegExp): number {
  return reports.flatMap(({ violations }) => violations).filter((violation) => kind.test(violation)).length;
}

async function runSequences(): Promise<void> {
  const started = performance.now();
  const reports: SequenceReport[] = [];
  for (const transport of ["memory", "wire"] as const) {
    const share = transport === "wire" ? wireShare : 1 - wireShare;
    const options = { library, seed, transport, exchanges: Math.ceil(exchanges * share), parallel: 32 };
    const report = await runSequence(options);
    reports.push(report);
    console.log(`     ${transport}: ${report.exchanges} exchanges, ${report.faulted} faulted, ${report.calls} calls`);
  }
  const total = (pick: (report: SequenceReport) => number): number =>
    reports.reduce((sum, each) => sum + pick(each), 0);
  const all = total((report) => report.exchanges);
  const faulted = total((report) => report.faulted);
  const kinds = [...faultNames, ...grantFaultNames].map((name) => ({
    name,
    times: total(({ byKind }) => byKind.get(name) ?? 0),
  }));
  const rarest = kinds.reduce((least, kind) => (kind.times < least.times ? kind : least));
  console.table(kinds);
  const endings = new Map<string, number>();
  for (const report of reports) {
    for (const [ending, times] of report.endings) endings.set(ending, (endings.get(ending) ?? 0) + times);
  }
  console.table([...endings].sort(([a], [b]) => a.localeCompare(b)).map(([ending, calls]) => ({ ending, calls })));
  check(`${all} exchanges, at least ${exchanges}`, all >= exchanges);
  check(`${((100 * faulted) / all).toFixed(1)} % of them faulted, at least 40 %`, faulted / all >= 0.4);
  // A shorter run expects less than its share: chance weighs more there.
  const rare = exchanges >= 100_000 ? 500 : Math.floor(exchanges / 400);
  check(
    `${kinds.length} kinds of fault, each at least ${rare} times; the rarest, "${rarest.name}", ${rarest.times}`,
    rarest.times >= rare,
  );
  const classes: Readonly<Record<string, RegExp>> = {
    "false successes": /false success/,
    "wrong targets": /unexpected request|another origin/,
    leaks: /leak|secret stood|was sent as|console/,
    hangs: /hang|did not end|took \d/,
    "unhandled rejections": /unhandled rejection/,
  };
  for (const [name, kind] of Object.entries(classes)) {
    const times = violationsOf(reports, kind);
    check(`${times} ${name}`, times === 0);
  }
  const violations = reports.flatMap((report) => report.violations);
  check(`${violations.length} violations of any kind`, violations.length === 0);
  for (const violation of violations.slice(0, 20)) console.log(`     ${violation}`);
  console.log(`     took ${Math.round((performance.now() - started) / 1000)} s`);
}

async function runSabotages(): Promise<void> {
  const rows: { sabotage: string; "caught within": number | string; by: string }[] = [];
  for (const sabotage of sabotages) {
    const sabotaged = await loadSabotaged(sabotage);
    const report = await runSequence({
      library: sabotaged,
      seed,
      exchanges: sabotageLimit,
      transport: "memory",
      parallel: 8,
      stopAtViolation: true,
    });
    const [first] = report.violations;
    const by = first?.replace(/^seed.*?\): /, "").slice(0, 90) ?? "";
    rows.push({ sabotage: sabotage.name, "caught within": first === undefined ? "not caught" : report.exchanges, by });
    results.push(first !== undefined && report.exchanges <= sabotageLimit);
  }
  console.table(rows);
}

console.log(`Sequence test, seed ${seed} (repeat with SEED=${seed} npm run test:deep)`);
await runSequences();
console.log(`Sabotages, each to be caught within ${sabotageLimit} exchanges`);
await runSabotages();
const passed = results.filter(Boolean).length;
console.log(`${passed} passed, ${results.length - passed} failed`);
process.exitCode = passed === results.length ? 0 : 1;
