/** Sends a batch, and counts each target as done once its result is durable. */
import { gatesOf } from "../../bulk/gates.js";
import type { BulkProgress } from "../../bulk/result.js";
import { type RunResult, run } from "../../bulk/run.js";
import { type RevokeClient, sendOneOf } from "../../client.js";
import type { Entry } from "./entries.js";
import type { Results } from "./results.js";

/** What sending needs. */
export interface Sending {
  readonly client: RevokeClient;
  readonly entries: readonly Entry[];
  readonly results: Results;
  readonly concurrency: number;
  readonly missingOk: boolean;
  readonly ownClientId: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BulkProgress) => void;
}

/** Results that may wait for the disk at the same time, for each unit of concurrency. */
const unwrittenPerCall = 4;

/** Sends everything. Rejects when the results can't be kept; every result that came is written or lost by then. */
export async function sendBatch(sending: Sending): Promise<void> {
  const { client, entries, results, concurrency } = sending;
  const sendOne = sendOneOf(client);
  if (sendOne === undefined) throw new TypeError("the client is not this program's own");
  const begun = new Set<Entry>();
  const writing = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;

  function record(result: RunResult<Entry>): void {
    const entry = result.target;
    // What was not begun in this run is known as it was before.
    if (!begun.delete(entry)) return;
    const written = results
      .ended(entry, result)
      .catch((error: unknown) => {
        // The next target's start will fail likewise, and end the run.
        failure ??= { error };
      })
      .finally(() => writing.delete(written));
    writing.add(written);
  }

  const outcomes = run(entries, {
    ...sending,
    sendOne,
    gates: gatesOf(client),
    mayBeGone: ({ known }) => known?.outcome === "started" || known?.outcome === "unknown",
    async beforeSend(entry) {
      await results.started(entry);
      begun.add(entry);
    },
  });
  try {
    for await (const result of outcomes) {
      record(result);
      if (writing.size >= unwrittenPerCall * concurrency) await Promise.race(writing);
    }
  } finally {
    await Promise.all(writing);
  }
  if (failure !== undefined) throw failure.error;
  await results.check();
}
