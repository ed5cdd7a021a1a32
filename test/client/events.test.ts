/** Events and the rate limit: what a call tells beside its outcome. */
import { describe, expect, test } from "vitest";
import type { RevokeEvent } from "../../src/index.js";
import { always, respond, apiError, gone204, lost, rejection, script } from "../support/fetch.js";
import { clientOf, observedClientOf, projectKey } from "../support/world.js";
import { uncaughtDuring } from "../support/uncaught.js";

describe("events", () => {
  const ok = { api: "atlas", operationId: "unassignGroupApiKey", call: 1 };
  test("tell each step of a call, in order", async () => {
    const { client, events } = observedClientOf(
      script(respond(503, undefined, { "retry-after": "0" }), respond(200, { status: 204 })),
      { maxRetries: 1 },
    );
    await client.unassignGroupApiKey(projectKey);
    const duration = expect.any(Number);
    expect(events).toEqual([
      { ...ok, type: "attempt", attempt: 1 },
      { ...ok, type: "response", status: 503, durationMs: duration },
      { ...ok, type: "wait", waitMs: duration, because: "status 503" },
      { ...ok, type: "attempt", attempt: 2 },
      { ...ok, type: "response", status: 200, durationMs: duration },
      { ...ok, type: "outcome", outcome: "unassigned", status: 204, attempts: 2, requests: 2, durationMs: duration },
    ]);
    for (const event of events) if ("durationMs" in event) expect(event.durationMs).toBeLessThan(10_000);
    for (const event of events) if ("durationMs" in event) expect(event.durationMs).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ["an error answer", apiError(404, "X"), { outcome: "refused", status: 404, code: "NOT_FOUND" }],
    ["a lost connection", lost(), { outcome: "unknown", status: undefined, code: "CONNECTION" }],
  ])("tell how a call ended with %s", async (_, step, expected) => {
    const { client, events } = observedClientOf(script(step));
    await rejection(client.unassignGroupApiKey(projectKey));
    expect(events.at(-1)).toEqual({
      ...ok,
      type: "outcome",
      attempts: 1,
      requests: 1,
      durationMs: expect.any(Number),
      ...expected,
    });
  });

  test("whose listener throws change nothing, and the exception is not swallowed", async () => {
    const own = new Error("listener's own");
    const client = clientOf(always(gone204), {
      onEvent: ({ type }: RevokeEvent) => {
        if (type === "outcome") throw own;
      },
    });
    const seen = await uncaughtDuring(() =>
      expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned" }),
    );
    expect(seen).toEqual([own]);
  });
});

test.each([
  [
    { "ratelimit-limit": "500", "ratelimit-remaining": " 0 " },
    { limit: 500, remaining: 0 },
  ],
  [{ "ratelimit-limit": "500" }, undefined],
  [{ "ratelimit-remaining": "5" }, undefined],
  [{ "ratelimit-limit": "x", "ratelimit-remaining": "5" }, undefined],
  [{ "ratelimit-limit": "5x", "ratelimit-remaining": "5" }, undefined],
  [{ "ratelimit-limit": "x5", "ratelimit-remaining": "5" }, undefined],
  [{ "ratelimit-limit": "5", "ratelimit-remaining": "-1" }, undefined],
  [{ "ratelimit-limit": "1234567890", "ratelimit-remaining": "1" }, undefined],
  [{}, undefined],
] as [Record<string, string>, unknown][])("the rate limit in %j is %j", async (headers, rateLimit) => {
  await expect(
    clientOf(script(respond(204, undefined, headers))).unassignGroupApiKey(projectKey),
  ).resolves.toMatchObject({ rateLimit });
});
