// Who deletes how fast, and what it costs: all contestants in turn, round after round, each in a process of its own.
import { type Asked, startProcess } from "./commands.js";
import type { Entry } from "./contestants/contestant.js";
import type { ServerCommands } from "./server/serverCommands.js";
import type { WorkerCommands } from "./worker/workerCommands.js";

/** One load that every contestant gets. */
export interface Scenario {
  readonly title: string;
  readonly latencyMs: number;
  readonly concurrency: number;
  readonly deletes: number;
  readonly rounds: number;
  /** Rounds before those that count. */
  readonly warmUps: number;
  /** After this long, no further round begins, so that a busy machine gets fewer rounds and not a run without end. */
  readonly seconds: number;
}

/** What a contestant did in one scenario, one value for each round. */
export interface Speed {
  readonly entry: Entry;
  /** Deletes that the server made, per second. */
  readonly perSecond: number[];
  readonly cpuMicroseconds: number[];
  /** Requests on the wire for each delete that the server made. */
  readonly requests: number[];
  /** Deletes that the contestant did not bring about, over all rounds. */
  failures: number;
  firstFailure: string | undefined;
}

/** A contestant's process, and its name. */
export interface Lane {
  readonly entry: Entry;
  readonly worker: Asked<WorkerCommands>;
}

/** Starts a process for each contestant. */
export function startLanes(entries: readonly Entry[]): Lane[] {
  return entries.map((entry) => ({ entry, worker: startProcess<WorkerCommands>("worker/main.ts") }));
}

/** Runs a scenario: rounds to warm up, then the rounds that count, each beginning with another contestant. */
export async function measureSpeed(
  server: Asked<ServerCommands>,
  lanes: readonly Lane[],
  scenario: Scenario,
): Promise<Speed[]> {
  const speeds: Speed[] = lanes.map(({ entry }) => ({
    entry,
    perSecond: [],
    cpuMicroseconds: [],
    requests: [],
    failures: 0,
    firstFailure: undefined,
  }));
  const end = performance.now() + scenario.seconds * 1000;
  for (let round = -scenario.warmUps; round < scenario.rounds; round += 1) {
    if (round > 0 && performance.now() > end) break;
    for (let turn = 0; turn < lanes.length; turn += 1) {
      const index = (turn + round + scenario.warmUps) % lanes.length;
      const [lane, speed] = [lanes[index], speeds[index]];
      if (lane === undefined || speed === undefined) continue;
      await measureOnce(server, lane, scenario, round < 0 ? undefined : speed);
    }
  }
  return speeds;
}

async function measureOnce(
  server: Asked<ServerCommands>,
  { entry, worker }: Lane,
  { latencyMs, concurrency, deletes }: Scenario,
  speed: Speed | undefined,
): Promise<void> {
  const { origin, nonce } = await server.ask("start", { latencyMs });
  const result = await worker.ask("run", { contestant: entry.name, origin, nonce, deletes, concurrency });
  const counted = await server.ask("count", null);
  if (result.failures !== deletes - counted.deletes) {
    throw new Error(`${entry.name} says ${result.failures} failures, and the server ${counted.deletes} of ${deletes}`);
  }
  if (speed === undefined) return;
  speed.perSecond.push((counted.deletes / result.milliseconds) * 1000);
  speed.cpuMicroseconds.push(result.cpuMicroseconds / counted.deletes);
  speed.requests.push(counted.requests / counted.deletes);
  speed.failures += result.failures;
  speed.firstFailure ??= result.firstFailure;
}
