// Who calls a faulty answer a success? Every contestant gets every answer of the list, each with a new client.
import type { Asked } from "./commands.js";
import type { Entry } from "./contestants/contestant.js";
import { faults, successes } from "./server/faults.js";
import type { ServerCommands } from "./server/serverCommands.js";
import type { Lane } from "./speed.js";

/** Deletes in a row, and how many requests one nonce of the server serves: Jetty's default. */
export const longRun = { deletes: 450, nonceUses: 1024 } as const;

/** What a contestant made of the answers. */
export interface Correctness {
  readonly entry: Entry;
  /** Names of the faulty answers that it called a success. */
  readonly falseSuccesses: readonly string[];
  /** The true successes that it did not see, each with what it said instead. */
  readonly missed: readonly string[];
}

/** Tries the list on every contestant: answer by answer, all contestants at once. */
export async function measureCorrectness(
  server: Asked<ServerCommands>,
  lanes: readonly Lane[],
): Promise<Correctness[]> {
  const found = lanes.map((lane) => ({ lane, falseSuccesses: [] as string[], missed: [] as string[] }));
  for (const [list, expected] of [
    [faults, false],
    [successes, true],
  ] as const) {
    for (const { name } of list) {
      const { origin } = await server.ask("start", { fault: name });
      const asked: Promise<void>[] = [];
      for (const { lane, falseSuccesses, missed } of found) {
        const nonce = await server.ask("nonce", null);
        asked.push(
          lane.worker.ask("single", { contestant: lane.entry.name, origin, nonce }).then(({ success, said }) => {
            if (success && !expected) falseSuccesses.push(name);
            if (!success && expected) missed.push(`${name}: ${said}`);
          }),
        );
      }
      await Promise.all(asked);
    }
  }
  return found.map(({ lane, falseSuccesses, missed }) => ({ entry: lane.entry, falseSuccesses, missed }));
}

/**
 * How many deletes of a long run each contestant did not bring about. For processes that have sent nothing yet: a nonce
 * count that outlives its client would be worn out already.
 */
export async function measureLongRuns(
  server: Asked<ServerCommands>,
  lanes: readonly Lane[],
): Promise<ReadonlyMap<Entry, number>> {
  const { deletes, nonceUses } = longRun;
  const lost = new Map<Entry, number>();
  for (const { entry, worker } of lanes) {
    const { origin, nonce } = await server.ask("start", { nonceUses });
    const { failures } = await worker.ask("run", { contestant: entry.name, origin, nonce, deletes, concurrency: 1 });
    lost.set(entry, failures);
  }
  return lost;
}
