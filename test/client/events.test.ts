/** Events: what a call reports beside its outcome, and that nothing is reported once it is over. */
import { describe, expect, test } from "vitest";
import { type Auth, type AuthContext, RevokeError, type RevokeEvent } from "../../src/index.js";
import { always, apiError, gate, gone204, lost, rejection, respond, type Step, script } from "../support/fetch.js";
import { serverOf, auth as tokenAuth } from "../support/tokenServer.js";
import { uncaughtDuring } from "../support/uncaught.js";
import { clientOf, observedClientOf, projectKey } from "../support/world.js";

const call = { api: "atlas", operationId: "unassignGroupApiKey", call: 1 };
const durationMs = expect.any(Number);
const types = (events: readonly RevokeEvent[]) => events.map(({ type }) => type);

test("a call reports each of its steps, in order", async () => {
  const { client, events } = observedClientOf(
    script(respond(503, undefined, { "retry-after": "0" }), respond(200, { status: 204 })),
    { maxRetries: 1 },
  );
  await client.unassignGroupApiKey(projectKey);
  expect(events).toEqual([
    { ...call, type: "attempt", attempt: 1 },
    { ...call, type: "response", status: 503, durationMs },
    { ...call, type: "wait", waitMs: durationMs, because: "status 503" },
    { ...call, type: "attempt", attempt: 2 },
    { ...call, type: "response", status: 200, durationMs },
    { ...call, type: "outcome", outcome: "unassigned", status: 204, attempts: 2, requests: 2, durationMs },
  ]);
  const times = events.flatMap((event) => ("durationMs" in event ? [event.durationMs] : []));
  expect(times.every((ms) => ms >= 0 && ms < 10_000)).toBe(true);
});

test.each([
  ["an error response", apiError(404, "X"), { outcome: "refused", status: 404, code: "NOT_FOUND", requests: 1 }],
  ["a lost connection", lost(), { outcome: "unknown", status: undefined, code: "CONNECTION", requests: 1 }],
  ["a connection that was never up", lost("X", "connect"), { outcome: "not-sent", code: "CONNECTION", requests: 0 }],
])("a call that ended with %s reports that last", async (_, step, expected) => {
  const { client, events } = observedClientOf(script(step));
  await rejection(client.unassignGroupApiKey(projectKey));
  expect(events.at(-1)).toEqual({ ...call, type: "outcome", attempts: 1, durationMs, ...expected });
});

test("a listener that throws changes nothing, and its exception is not swallowed", async () => {
  const own = new Error("listener's own");
  const onEvent = ({ type }: RevokeEvent) => {
    if (type === "outcome") throw own;
  };
  const revoked = clientOf(always(gone204), { onEvent }).unassignGroupApiKey(projectKey);
  const seen = await uncaughtDuring(() => expect(revoked).resolves.toMatchObject({ outcome: "unassigned" }));
  expect(seen).toEqual([own]);
});

describe("an Auth that reports a grant when its call is over is not heard", () => {
  /** A client whose Auth keeps what it was lent, and reports a grant whenever it likes. */
  function talkative(step: Step) {
    const lent: AuthContext[] = [];
    const authorize: Auth["authorize"] = (_, context) => {
      lent.push(context);
      return "Bearer token-of-its-own";
    };
    const { client, events } = observedClientOf(script(step), { auth: { scheme: "own", authorize } });
    return { client, events, report: () => lent[0]?.granted(true, 1) };
  }

  test.each([
    ["a revocation", gone204],
    ["an error", respond(404)],
  ])("after %s", async (_, step) => {
    const { client, events, report } = talkative(step);
    await client.unassignGroupApiKey(projectKey).catch(() => undefined);
    report();
    expect(types(events)).toEqual(["attempt", "response", "outcome"]);
  });

  test("after a request of client.http, whose outcome its caller decides", async () => {
    const { client, events, report } = talkative(gone204);
    await client.http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path: projectKey } });
    report();
    expect(types(events)).toEqual(["attempt", "response"]);
  });

  test("nor is a grant that outlives the call that began it", async () => {
    const held = gate();
    const server = serverOf({ onGrant: async () => void (await held.opened) });
    const { client, events } = observedClientOf(server, tokenAuth());
    const controller = new AbortController();
    const first = rejection(client.unassignGroupApiKey(projectKey, { signal: controller.signal }));
    const second = client.unassignGroupApiKey(projectKey);
    await new Promise((resolve) => setTimeout(resolve, 1));
    controller.abort();
    await first;
    held.open();
    await second;
    expect(types(events.filter((event) => event.call === 1))).toEqual(["outcome"]);
  });
});

test("a call that was cancelled reports one outcome, whatever its fetch does afterwards", async () => {
  const controller = new AbortController();
  const server = always(async () => {
    controller.abort();
    await Promise.resolve();
    return new Response(null, { status: 204 });
  });
  const { client, events } = observedClientOf(server);
  await rejection(client.unassignGroupApiKey(projectKey, { signal: controller.signal }));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(events.filter(({ type }) => type === "outcome")).toMatchObject([{ outcome: "unknown", code: "CANCELLED" }]);
});

describe("what the caller's own code throws where nobody expects it", () => {
  const sealed: Auth = {
    scheme: "own",
    authorize: () => "Bearer token-of-its-own",
    get identity(): never {
      throw new Error("the vault of token-of-its-own is sealed");
    },
  };

  test("becomes an error that says what is known, redacted", async () => {
    const { client, events } = observedClientOf(script(gone204), { auth: sealed });
    const error = await rejection(client.unassignGroupApiKey(projectKey));
    expect(error).toBeInstanceOf(RevokeError);
    expect(error).toMatchObject({
      code: "REVOKE",
      outcome: "unknown",
      operationId: "unassignGroupApiKey",
      attempts: 1,
      requests: 1,
      summary: "unassignGroupApiKey failed: the vault of [redacted] is sealed.",
      cause: { message: "the vault of [redacted] is sealed" },
    });
    expect(events.at(-1)).toMatchObject({ type: "outcome", outcome: "unknown", code: "REVOKE", status: undefined });
  });

  test("does not hide a refusal: who was refused has nothing to look up", async () => {
    const { client } = observedClientOf(script(apiError(403, "X")), { auth: sealed });
    await expect(rejection(client.unassignGroupApiKey(projectKey))).resolves.toMatchObject({ code: "PERMISSION" });
  });
});
