/** The way into a client that batches take: a call of theirs is one of the client's, with the state of its target. */
import { expect, test, vi } from "vitest";
import { type BulkResult, revokeAll, type Target } from "../../src/index.js";
import { fakeTime } from "../support/fakeTime.js";
import { apiError, gone204, lost, respond, type Step, script } from "../support/fetch.js";
import { observedClientOf, projectKey } from "../support/world.js";

fakeTime();

const target: Target = { operation: "unassignGroupApiKey", ...projectKey };

/** Revokes one target in a batch while the clock runs. */
async function inBatch(...steps: Step[]) {
  const { client, events } = observedClientOf(script(...steps), { maxRetries: 2 });
  const results: BulkResult[] = [];
  let ended = false;
  const run = (async () => {
    for await (const result of revokeAll(client, [target])) results.push(result);
    ended = true;
  })();
  for (let turn = 0; turn < 1_000 && !ended; turn += 1) await vi.advanceTimersToNextTimerAsync();
  await run;
  const reported = events.map(({ call, type, ...rest }) => [call, type, "because" in rest ? rest.because : undefined]);
  return { result: results[0], reported };
}

test("a 429 in a batch comes back at once: it is the batch that waits, and its next call counts on", async () => {
  const { result, reported } = await inBatch(apiError(429, "RATE_LIMITED", {}, { "retry-after": "1" }), gone204);
  expect(result).toMatchObject({ outcome: "unassigned", attempts: 2, requests: 2 });
  expect(reported).toEqual([
    [1, "attempt", undefined],
    [1, "response", undefined],
    [1, "outcome", undefined],
    [2, "attempt", undefined],
    [2, "response", undefined],
    [2, "outcome", undefined],
  ]);
});

test("a 503 in a batch is tried again within its call, as everywhere", async () => {
  const { result, reported } = await inBatch(respond(503), gone204);
  expect(result).toMatchObject({ outcome: "unassigned", attempts: 2 });
  expect(reported.filter(([, type]) => type !== "response")).toEqual([
    [1, "attempt", undefined],
    [1, "wait", "status 503"],
    [1, "attempt", undefined],
    [1, "outcome", undefined],
  ]);
});

test("a doubt that one call of a batch left explains the next call's 'not found'", async () => {
  const notFound = apiError(404, "API_KEY_NOT_FOUND");
  const { result } = await inBatch(lost(), apiError(429, "RATE_LIMITED"), notFound);
  expect(result).toMatchObject({ outcome: "already-gone", attempts: 3 });
});
