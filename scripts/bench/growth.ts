// What a delete takes when there are many: time, memory kept and memory at the peak, from 10 deletes to 100,000.
import { type Asked, startProcess } from "./commands.js";
import type { Entry } from "./contestants/contestant.js";
import type { ServerCommands } from "./server/serverCommands.js";
import { figure } from "./statistics.js";
import type { WorkerCommands } from "./worker/workerCommands.js";

/** One size of a run; medians over its repetitions. */
export interface GrowthPoint {
  readonly deletes: number;
  readonly microsecondsPerDelete: number;
  readonly cpuMicrosecondsPerDelete: number;
  /** Heap after a collection, once all is done: what a growing list of anything would show. */
  readonly heapMegabytes: number;
  /** The process's largest resident size up to the end of this run. */
  readonly peakMegabytes: number;
}

/** How much is measured. */
export interface GrowthPlan {
  /** Deletes of a run. */
  readonly sizes: readonly number[];
  /** Deletes before the runs that count. */
  readonly warmUp: number;
  /** Deletes after which a size is not repeated any more. */
  readonly enough: number;
}

const megabyte = 1024 * 1024;
const concurrency = 16;

/** Runs each size in a process of its own, which is warm by then. */
export async function measureGrowth(
  server: Asked<ServerCommands>,
  entry: Entry,
  { sizes, warmUp, enough }: GrowthPlan,
): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const deletes of sizes) points.push(await measureSize(server, entry, deletes, warmUp, enough));
  return points;
}

async function measureSize(
  server: Asked<ServerCommands>,
  entry: Entry,
  deletes: number,
  warmUp: number,
  enough: number,
): Promise<GrowthPoint> {
  const worker = startProcess<WorkerCommands>("worker/main.ts");
  try {
    const run = async (count: number) => {
      const { origin, nonce } = await server.ask("start", {});
      const request = { contestant: entry.name, origin, nonce, deletes: count, concurrency, weigh: true };
      const result = await worker.ask("run", request);
      if (result.failures > 0) throw new Error(`${result.failures} of ${count} failed: ${result.firstFailure}`);
      return result;
    };
    await run(warmUp);
    const repetitions = Math.min(21, Math.ceil(enough / deletes));
    const results: Awaited<ReturnType<typeof run>>[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) results.push(await run(deletes));
    const median = (value: (result: (typeof results)[number]) => number): number => figure(results.map(value)).median;
    return {
      deletes,
      microsecondsPerDelete: median(({ milliseconds }) => (milliseconds * 1000) / deletes),
      cpuMicrosecondsPerDelete: median(({ cpuMicroseconds }) => cpuMicroseconds / deletes),
      heapMegabytes: median(({ heapGrowth }) => heapGrowth / megabyte),
      peakMegabytes: median(({ peakBytes }) => peakBytes / megabyte),
    };
  } finally {
    worker.stop();
  }
}
