/** Deadline and cancellation: they end a call at any point, say what is known, and leave nothing behind. */
import { describe, expect, test, vi } from "vitest";
import { type Auth, digest } from "../../src/index.js";
import { fakeTime, timed } from "../support/fakeTime.js";
import { always, respond, gone204, lost, rejection, type Server, type Step, script, silence } from "../support/fetch.js";
import { clientOf, keyPair, observedClientOf, projectKey } from "../support/world.js";

const time = fakeTime();

const wait = (value: string): Record<string, string> => ({ "retry-after": value });

/** A signal that counts its listeners. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  let added = 0;
  vi.spyOn(signal, "addEventListener").mockImplementation((type, listener, options) => {
    added += 1;
    listeners.add(listener);
    EventTarget.prototype.addEventListener.call(signal, type, listener, options);
  });
  vi.spyOn(signal, "removeEventListener").mockImplementation((type, listener, options) => {
    listeners.delete(listener);
    EventTarget.prototype.removeEventListener.call(signal, type, listener, options);
  });
  return { controller, signal, open: () => listeners.size, added: () => added };
}

describe("the deadline", () => {
  const stalled: Step = (_, signal) =>
    new Response(
      new ReadableStream({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode("{"));
          signal.addEventListener("abort", () => controller.error(signal.reason));
        },
      }),
      { status: 200 },
    );
  const deaf: Step = () => new Promise(() => undefined);
  const challenge = respond(401, undefined, { "www-authenticate": 'Digest realm="r", nonce="n", qop="auth"' });
  const authOf = { auth: digest(keyPair) };
  const silentAuth: Auth = { scheme: "x", authorize: () => new Promise(() => undefined) };

  test.each([
    ["a request without an answer", always(silence), {}, "unknown", 1],
    ["a fetch that ignores its signal", always(deaf), {}, "unknown", 1],
    ["a body that stalls", always(stalled), {}, "unknown", 1],
    ["a probe without an answer", always(silence), authOf, "unknown", 1],
    ["a replay without an answer", script(challenge, silence), authOf, "unknown", 2],
    ["an Auth that never answers", always(gone204), { auth: silentAuth }, "not-sent", 0],
    ["a retry after a 503", script(respond(503), silence), { maxRetries: 9 }, "unknown", 2],
  ] as const)("ends %s", async (_, server, options, outcome, requests) => {
    const { client, events } = observedClientOf(server, options);
    const { error, tookMs } = await timed(server, { timeoutMs: 1_500 }, client);
    expect(tookMs).toBe(1_500);
    expect(error).toMatchObject({
      code: "TIMEOUT",
      name: "TimeoutError",
      outcome,
      requests,
      message: expect.stringContaining("did not finish within 1500 ms"),
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.sent.length).toBe(requests);
    expect(events.at(-1)).toMatchObject({ type: "outcome", outcome, code: "TIMEOUT" });
  });

  test("of a call wins over the client's, and without either it is 30 seconds", async () => {
    const server = always(silence);
    expect((await timed(server, { timeoutMs: 700 }, clientOf(server, { timeoutMs: 5_000 }))).tookMs).toBe(700);
    expect((await timed(server, {}, clientOf(server, { timeoutMs: 5_000 }))).tookMs).toBe(5_000);
    expect((await timed(server)).tookMs).toBe(30_000);
  });

  test("that passes while the answer's last byte arrives does not lose a confirmation that is there", async () => {
    const { revocation } = await timed(always(gone204), { timeoutMs: 1 });
    expect(revocation).toMatchObject({ outcome: "unassigned" });
  });
});

describe("the caller's signal", () => {
  const slowBody: Step = (_, signal) =>
    new Response(new ReadableStream({ start: (c) => signal.addEventListener("abort", () => c.error(signal.reason)) }), {
      status: 204 + 200,
    });
  const points: [string, Server, object, string][] = [
    ["while the request is out", always(silence), {}, "unknown"],
    ["while the body is out", always(slowBody), {}, "unknown"],
    [
      "while the Auth thinks",
      always(gone204),
      { auth: { scheme: "x", authorize: () => new Promise(() => undefined) } },
      "not-sent",
    ],
    ["while a 429 is waited out", always(respond(429, undefined, wait("9"))), { maxRetries: 1 }, "refused"],
    ["while a 503 is waited out", always(respond(503, undefined, wait("9"))), { maxRetries: 1 }, "unknown"],
    [
      "while a refused connection is waited out",
      always(lost("ECONNREFUSED", "connect")),
      { maxRetries: 1 },
      "not-sent",
    ],
  ];

  test.each(points)("ends a call %s", async (_, server, options, outcome) => {
    time.jitter = 0.9;
    const counted = countedSignal();
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const call = rejection(clientOf(server, options).unassignGroupApiKey(projectKey, { signal: counted.signal }));
    await vi.advanceTimersByTimeAsync(1);
    expect(counted.open()).toBe(1);
    const reason = new Error("enough");
    counted.controller.abort(reason);
    const error = await call;
    expect(error).toMatchObject({
      code: "CANCELLED",
      name: "CancelledError",
      outcome,
      cause: reason,
      message: expect.stringContaining("was cancelled (enough)."),
    });
    expect([counted.open(), vi.getTimerCount()]).toEqual([0, 0]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sent.length).toBeLessThanOrEqual(1);
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test("that is aborted already sends nothing and adds no listener", async () => {
    const counted = countedSignal();
    counted.controller.abort();
    const server = always(gone204);
    const error = await rejection(clientOf(server).unassignGroupApiKey(projectKey, { signal: counted.signal }));
    expect(error).toMatchObject({
      code: "CANCELLED",
      outcome: "not-sent",
      attempts: 0,
      requests: 0,
      message: "unassignGroupApiKey was cancelled. No authorized DELETE was sent; the credential is unchanged.",
    });
    expect([server.sent.length, counted.added()]).toEqual([0, 0]);
  });

  test("keeps no listener after a success or an error", async () => {
    const counted = countedSignal();
    const client = clientOf(script(gone204, respond(404), lost()));
    await client.unassignGroupApiKey(projectKey, { signal: counted.signal });
    await rejection(client.unassignGroupApiKey(projectKey, { signal: counted.signal }));
    await rejection(client.unassignGroupApiKey(projectKey, { signal: counted.signal }));
    expect([counted.open(), counted.added()]).toEqual([0, 3]);
  });

  test.each([
    ["null", null],
    ["NaN", Number.NaN],
    ["a string", "why"],
    ["an object", {}],
  ])("may carry %s as its reason", async (_, reason) => {
    const controller = new AbortController();
    const call = rejection(clientOf(always(silence)).unassignGroupApiKey(projectKey, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(0);
    controller.abort(reason);
    const error = await call;
    expect(error).toMatchObject({ code: "CANCELLED", outcome: "unknown" });
    expect((error as Error).cause).toBe(reason);
  });

  test("also ends a client.http call", async () => {
    const controller = new AbortController();
    const client = clientOf(always(silence));
    const call = rejection(
      client.http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", {
        params: { path: projectKey },
        signal: controller.signal,
      }),
    );
    await vi.advanceTimersByTimeAsync(0);
    controller.abort(new Error("enough"));
    await expect(call).resolves.toMatchObject({
      code: "CANCELLED",
      outcome: "unknown",
      operationId: "unassignGroupApiKey",
    });
  });
});
