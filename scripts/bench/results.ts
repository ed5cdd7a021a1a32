// Writes what was measured as results.md, for people who doubt.

import { floor } from "./contestants/platform.js";
import type { Correctness } from "./correctness.js";
import { longRun } from "./correctness.js";
import { type Goal, goals, spread } from "./goals.js";
import type { Measurements } from "./measurements.js";
import { faults, successes } from "./server/faults.js";
import type { Scenario, Speed } from "./speed.js";
import { figure, ratio } from "./statistics.js";

type Row = readonly (string | number)[];

/** A table in Markdown. */
export function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** The whole of results.md. */
export function resultsPage(measurements: Measurements): string {
  const { circumstances, speeds, startup, sizes, profiles } = measurements;
  return `# Benchmark

Written by \`npm run bench${circumstances.quick ? ":quick" : ""}\` on ${circumstances.date}. Do not edit; repeat it with that command (it installs what it compares
with from \`scripts/bench/package-lock.json\`, and talks to loopback only).

- Machine: ${circumstances.machine}; Node ${circumstances.node}; the run took ${Math.round(circumstances.seconds)} s.
- Load average (1 minute) before and after the rounds: ${circumstances.load.map((load) => load.toFixed(1)).join(" and ")}. On a busy machine the absolute
  figures are too low for everyone; ratios are taken round by round, between neighbours in time.
- Versions: ${circumstances.versions.join(", ")}.
- Every figure is a median over rounds; the quartiles stand in parentheses.

## What it must show

${table(
  ["goal", "measured", ""],
  goals(measurements).map((goal) => [goal.text, goal.measured, verdict(goal, circumstances.quick)]),
)}

## The same DELETE, against the same server

The server is a process of its own. It checks every field of a digest answer, takes each nonce count once, and deletes each id once; its count of
deletes is what is divided by the time. Each contestant has a process of its own, all take turns in one run, each round begins with
another one, and each run begins with a new client that knows no nonce and no token.

${speeds.map(({ scenario, speeds: rows }) => speedTable(scenario, rows)).join("\n\n")}

${speeds[0]?.speeds.map(({ entry }) => `- **${entry.name}**: ${entry.remark}`).join("\n")}

## Who believes a faulty answer

${faults.length} answers that do not say that the credential is gone, and ${successes.length} that do, each given to an authorized DELETE of a new client. "Lost in a
row" counts what ${longRun.deletes} deletes one after the other did not bring about on a server whose nonces serve ${longRun.nonceUses} requests each, as Jetty's do: whoever
prints the nonce count in decimal is refused for good from its 400th request on.

${table(
  ["", "called a success", "true successes missed", `lost in a row, of ${longRun.deletes}`],
  measurements.correctness.map(({ entry, falseSuccesses, missed }) => [
    entry.name,
    `${falseSuccesses.length} of ${faults.length}`,
    `${missed.length} of ${successes.length}`,
    measurements.longRuns.get(entry) ?? "",
  ]),
)}

${overlooked(measurements.correctness)}${faultTable(measurements.correctness)}

## Start, import, size

${table(
  ["start of a process", "milliseconds"],
  startup.processes.map(({ name, milliseconds }) => [name, spread(milliseconds, 0)]),
)}

${table(
  ["import of the library", "milliseconds"],
  startup.imports.map(({ name, milliseconds }) => [name, spread(milliseconds, 1)]),
)}

${table(
  ["bundle for Node", "minified, KB", "gzip, KB"],
  sizes.map(({ name, minified, gzip }) => [name, (minified / 1000).toFixed(1), (gzip / 1000).toFixed(1)]),
)}

## Growth

![CPU time and memory over the number of deletes](growth.svg)

Concurrency 16, loopback, each size in a process of its own that was warmed up. "Heap more" is the heap after a collection, minus that before the run.

${measurements.growth
  .map(({ name, points }) =>
    table(
      [name, "µs per delete", "CPU µs per delete", "heap more, MB", "peak of the process, MB"],
      points.map((point) => [
        point.deletes.toLocaleString("en"),
        point.microsecondsPerDelete.toFixed(0),
        point.cpuMicrosecondsPerDelete.toFixed(0),
        point.heapMegabytes.toFixed(2),
        point.peakMegabytes.toFixed(0),
      ]),
    ),
  )
  .join("\n\n")}

## Where the time goes

The five functions with the largest self time, by V8's sampling profiler, concurrency 16, loopback, idle time left out.

${profiles
  .map(({ name, hot }) =>
    table(
      [name, "share"],
      hot.map(({ name: place, share }) => [place, `${(share * 100).toFixed(1)} %`]),
    ),
  )
  .join("\n\n")}
`;
}

function verdict({ met, ofSpeed }: Goal, quick: boolean): string {
  if (met) return "met";
  return quick && ofSpeed ? "too few rounds to judge" : "**missed**";
}

function speedTable({ title, deletes }: Scenario, speeds: readonly Speed[]): string {
  const base = speeds.find(({ entry }) => entry === floor);
  if (base === undefined) throw new Error("the floor is missing");
  const rows = speeds.map(
    (speed): Row => [
      speed.entry.name,
      speed.entry.auth,
      spread(figure(speed.perSecond), 0),
      figure(speed.requests).median.toFixed(2),
      spread(figure(speed.cpuMicroseconds), 0),
      spread(ratio(speed.cpuMicroseconds, base.cpuMicroseconds), 2),
      speed.failures === 0 ? "0" : `${speed.failures} (${speed.firstFailure})`,
    ],
  );
  const head = ["", "credentials", "deletes/s", "requests each", "CPU µs each", "CPU to the floor", "not deleted"];
  return `### ${title}\n\n${deletes} deletes in each of ${base.perSecond.length} rounds.\n\n${table(head, rows)}`;
}

/** Why somebody did not see a success: it may be the benchmark's own mistake. */
function overlooked(correctness: readonly Correctness[]): string {
  const lines = correctness.flatMap(({ entry, missed }) => missed.map((said) => `- ${entry.name} missed ${said}`));
  return lines.length === 0 ? "" : `${lines.join("\n")}\n\n`;
}

function faultTable(correctness: readonly Correctness[]): string {
  const rows = faults.map(({ name }): Row => {
    const believers = correctness.filter(({ falseSuccesses }) => falseSuccesses.includes(name));
    return [name, believers.length === 0 ? "nobody" : believers.map(({ entry }) => entry.name).join("; ")];
  });
  return table(["faulty answer", "called a success by"], rows);
}
