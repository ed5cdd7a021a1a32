// Makes deletes, so many at a time, and keeps nothing of those that are done.
import type { Contestant, Target } from "../contestants/contestant.js";

const groupId = "32b6e34b3d91647abb20e7b8";
let made = 0;

/** A target with an id that nobody has had yet. */
export function newTarget(): Target {
  made += 1;
  return { groupId, apiKeyId: made.toString(16).padStart(24, "0") };
}

/** Failures of a run. */
export interface Failures {
  count: number;
  first: string | undefined;
}

/** Deletes all targets, `concurrency` at a time; each is asked for only when its turn has come. */
export async function deleteAll(
  contestant: Contestant,
  targets: Iterator<Target>,
  concurrency: number,
): Promise<Failures> {
  const failures: Failures = { count: 0, first: undefined };
  const lane = async (): Promise<void> => {
    for (;;) {
      const target = targets.next();
      if (target.done) return;
      try {
        await contestant.revoke(target.value);
      } catch (error) {
        failures.count += 1;
        failures.first ??= error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return failures;
}
