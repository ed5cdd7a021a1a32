// What the benchmark must show, each with the figure that was measured: met or missed, nothing in between.
import type { Entry } from "./contestants/contestant.js";
import { ours, oursWithServiceAccount } from "./contestants/ours.js";
import { floor } from "./contestants/platform.js";
import type { GrowthPoint } from "./growth.js";
import type { Measurements } from "./measurements.js";
import type { Line } from "./plot.js";
import type { Speed } from "./speed.js";
import { type Figure, figure, ratio } from "./statistics.js";

/** One goal and what was measured. */
export interface Goal {
  readonly text: string;
  readonly measured: string;
  readonly met: boolean;
  /** False where no number of rounds can excuse a miss. */
  readonly ofSpeed: boolean;
}

/** The goals of this benchmark. */
export function goals(measurements: Measurements): Goal[] {
  return [
    ...distanceGoals(measurements),
    cpuGoal(measurements),
    ...startGoals(measurements),
    ...proofGoals(measurements),
  ];
}

/** The rounds of one contestant in the scenario of that latency and concurrency. */
function roundsOf({ speeds }: Measurements, latencyMs: number, concurrency: number, entry: Entry): Speed {
  const found = speeds
    .find(({ scenario }) => scenario.latencyMs === latencyMs && scenario.concurrency === concurrency)
    ?.speeds.find((speed) => speed.entry === entry);
  if (found === undefined) throw new Error(`${entry.name} was not measured at ${latencyMs} ms`);
  return found;
}

function distanceGoals(measurements: Measurements): Goal[] {
  const perSecond = (entry: Entry): number[] => roundsOf(measurements, 20, 1, entry).perSecond;
  const challenged = (measurements.speeds[0]?.speeds ?? []).filter(
    ({ entry, requests }) => entry.auth === "digest" && figure(requests).median > 1.9,
  );
  const leads = challenged.map(({ entry }) => ({
    name: entry.name,
    lead: ratio(perSecond(ours), perSecond(entry)).median,
  }));
  const toFloor = ratio(perSecond(ours), perSecond(floor)).median;
  return [
    {
      text: "20 ms latency, concurrency 1: at least 1.9 times the deletes per second of every digest peer that asks for a challenge each time",
      measured: leads.map(({ name, lead }) => `${lead.toFixed(2)} × ${name}`).join(", "),
      met: leads.length > 0 && leads.every(({ lead }) => lead >= 1.9),
      ofSpeed: true,
    },
    {
      text: "20 ms latency, concurrency 1: within 5 % of the floor",
      measured: `${(toFloor * 100).toFixed(1)} % of its deletes per second`,
      met: toFloor >= 0.95,
      ofSpeed: true,
    },
  ];
}

function cpuGoal(measurements: Measurements): Goal {
  const cpu = (entry: Entry): number[] => roundsOf(measurements, 0, 16, entry).cpuMicroseconds;
  const toFloor = ratio(cpu(ours), cpu(floor));
  return {
    text: "CPU per delete, loopback, concurrency 16: at most 1.35 times the floor's",
    measured: spread(toFloor, 2, " ×"),
    met: toFloor.median <= 1.35,
    ofSpeed: true,
  };
}

function startGoals({ startup }: Measurements): Goal[] {
  const { versionBeyondNode, deleteToBundledScript, deleteToScript } = startup;
  return [
    {
      text: "`--version` within 60 ms of `node -e 0`",
      measured: `${spread(versionBeyondNode, 0, " ms")} beyond it`,
      met: versionBeyondNode.median <= 60,
      ofSpeed: true,
    },
    {
      text: "One delete of the program: at most 1.3 times a bare script's with the same packages and the two requests",
      measured: `${spread(deleteToBundledScript, 2, " ×")} bundled as the program is, ${spread(deleteToScript, 2, " ×")} unbundled`,
      met: Math.max(deleteToBundledScript.median, deleteToScript.median) <= 1.3,
      ofSpeed: true,
    },
  ];
}

function proofGoals({ correctness, growth }: Measurements): Goal[] {
  const own = correctness.filter(({ entry }) => entry === ours || entry === oursWithServiceAccount);
  const believed = own.flatMap(({ falseSuccesses }) => falseSuccesses).length;
  const overlooked = own.flatMap(({ missed }) => missed).length;
  const grown = growth.flatMap(growthOf);
  return [
    {
      text: "Faulty answers called a success by this package: none; true successes overlooked: none",
      measured: `${believed} and ${overlooked}`,
      met: own.length === 2 && believed === 0 && overlooked === 0,
      ofSpeed: false,
    },
    {
      text: "Growth: time and memory per delete stay flat (at most a tenth more time than at 1,000 deletes, at most 64 bytes kept of each)",
      measured: grown.map(({ said }) => said).join("; ") || "not measured beyond 1,000 deletes",
      met: grown.length > 0 && grown.every(({ flat }) => flat),
      ofSpeed: true,
    },
  ];
}

/** The largest size beside 1,000 deletes: below that a new client's first challenges are a large part of the work. */
function growthOf({ name, points }: Line): { readonly said: string; readonly flat: boolean }[] {
  const [small, large] = [points.find(({ deletes }) => deletes === 1000), points.at(-1)];
  if (small === undefined || large === undefined || small === large) return [];
  const times = (value: (point: GrowthPoint) => number): number => value(large) / value(small);
  const wall = times(({ microsecondsPerDelete }) => microsecondsPerDelete);
  const cpu = times(({ cpuMicrosecondsPerDelete }) => cpuMicrosecondsPerDelete);
  const kept = (large.heapMegabytes * 1024 * 1024) / large.deletes;
  const said = `${name}: ${wall.toFixed(2)} × the time and ${cpu.toFixed(2)} × the CPU time, ${kept.toFixed(0)} bytes kept, at ${large.deletes.toLocaleString("en")} deletes`;
  return [{ said, flat: wall <= 1.1 && cpu <= 1.1 && kept <= 64 }];
}

/** A median with its quartiles. */
export function spread({ median, low, high }: Figure, digits: number, unit = ""): string {
  return `${median.toFixed(digits)}${unit} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}
