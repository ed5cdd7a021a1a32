/** Deadline and cancellation: they end a call at any point, report what is known, and leave nothing behind. */
import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { type Auth, digest } from "../../src/index.js";
import { digestServer } from "../support/digest.js";
import { fakeTime, timed } from "../support/fakeTime.js";
import {
  always,
  gate,
  gone204,
  lost,
  rejection,
  respond,
  type Server,
  type Step,
  script,
  silence,
} from "../support/fetch.js";
import { serverOf, auth as tokenAuth } from "../support/tokenServer.js";
import { clientOf, keyPair, observedClientOf, projectKey } from "../support/world.js";

const time = fakeTime();
const digestAuth = () => ({ auth: digest(keyPair) });

const wait = (value: string): Record<string, string> => ({ "retry-after": value });

const listeners = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

const silentAuth: Auth = { scheme: "x", authorize: () => new Promise(() => undefined) };
const refused = lost("ECONNREFUSED", "connect");

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
  const authOf = digestAuth();

  test.each([
    ["a request without a response", always(silence), {}, "unknown", 1],
    ["a fetch that ignores its signal", always(deaf), {}, "unknown", 1],
    ["a body that stalls", always(stalled), {}, "unknown", 1],
    ["an unauthenticated request without a response", always(silence), authOf, "not-sent", 1],
    ["a replay without a response", script(challenge, silence), authOf, "unknown", 2],
    ["an Auth that never settles", always(gone204), { auth: silentAuth }, "not-sent", 0],
    ["a retry after a 503", script(respond(503), silence), { maxRetries: 9 }, "unknown", 2],
  ] as const)("ends %s", async (_, server, options, outcome, requests) => {
    const { client, events } = observedClientOf(server, options);
    const { error, tookMs } = await timed(server, { timeoutMs: 1_500 }, client);
    expect(tookMs).toBe(1_500);
    const summary = "unassignGroupApiKey did not finish within 1500 ms.";
    expect(error).toMatchObject({ code: "TIMEOUT", name: "TimeoutError", outcome, requests, summary });
    if (requests > 0) expect(server.sent.at(-1)?.init.signal?.reason).toMatchObject({ name: "TimeoutError" });
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

  test("that passes while the last byte of a response arrives does not lose a confirmation that is there", async () => {
    const { revocation } = await timed(always(gone204), { timeoutMs: 1 });
    expect(revocation).toMatchObject({ outcome: "unassigned" });
  });
});

describe("the caller's signal", () => {
  const controlled = () => {
    const controller = new AbortController();
    return { signal: controller.signal, abort: (reason: unknown) => controller.abort(reason) };
  };
  const slowBody: Step = (_, signal) =>
    new Response(new ReadableStream({ start: (c) => signal.addEventListener("abort", () => c.error(signal.reason)) }), {
      status: 204 + 200,
    });
  const points: [string, Server, object, string][] = [
    ["while the request is out", always(silence), {}, "unknown"],
    ["while the body is out", always(slowBody), {}, "unknown"],
    ["while the Auth thinks", always(gone204), { auth: silentAuth }, "not-sent"],
    ["while a 429 is waited out", always(respond(429, undefined, wait("9"))), { maxRetries: 1 }, "refused"],
    ["while a 503 is waited out", always(respond(503, undefined, wait("9"))), { maxRetries: 1 }, "unknown"],
    ["while a refused connection is waited out", always(refused), { maxRetries: 1 }, "not-sent"],
  ];

  test.each(points)("ends a call %s", async (_, server, options, outcome) => {
    time.jitter = 0.9;
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const controller = new AbortController();
    const call = rejection(clientOf(server, options).unassignGroupApiKey(projectKey, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(1);
    expect(listeners(controller.signal)).toBe(1);
    const cause = new Error("enough");
    controller.abort(cause);
    const summary = "unassignGroupApiKey was cancelled (enough).";
    await expect(call).resolves.toMatchObject({ code: "CANCELLED", name: "CancelledError", outcome, cause, summary });
    expect([listeners(controller.signal), vi.getTimerCount()]).toEqual([0, 0]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sent.length).toBeLessThanOrEqual(1);
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test("that is aborted already sends nothing and adds no listener", async () => {
    const signal = AbortSignal.abort();
    const add = vi.spyOn(signal, "addEventListener");
    const server = always(gone204);
    const error = await rejection(clientOf(server).unassignGroupApiKey(projectKey, { signal }));
    expect(error).toMatchObject({ code: "CANCELLED", outcome: "not-sent", attempts: 0, requests: 0 });
    expect((error as Error).message).toBe(
      "unassignGroupApiKey was cancelled. No authorized DELETE was sent; the credential is unchanged.",
    );
    expect([server.sent.length, add.mock.calls.length]).toEqual([0, 0]);
  });

  test("keeps no listener after a success, an error or a lost connection, nor does the one that fetch got", async () => {
    const { signal } = new AbortController();
    const server = script(respond(200, { status: 204 }), respond(404), lost());
    const client = clientOf(server);
    await client.unassignGroupApiKey(projectKey, { signal, envelope: true });
    await rejection(client.unassignGroupApiKey(projectKey, { signal }));
    await rejection(client.unassignGroupApiKey(projectKey, { signal }));
    const fetched = server.sent.map(({ init }) => init.signal as AbortSignal);
    expect([signal, ...fetched].map(listeners)).toEqual([0, 0, 0, 0]);
    expect(fetched.map(({ aborted }) => aborted)).toEqual([false, false, false]);
  });

  test("may be shared by many calls of each kind: Node warns of no leak", async () => {
    const warned: string[] = [];
    const onWarning = ({ name }: Error): void => void warned.push(name);
    process.on("warning", onWarning);
    const { signal } = new AbortController();
    const held = gate();
    const slow = () => always(async () => held.opened.then(() => new Response(null, { status: 204 })));
    const tokens = serverOf({ onGrant: async () => void (await held.opened) });
    const digests = digestServer({ ...keyPair, authorized: () => new Response(null, { status: 204 }) });
    const [plain, account, key] = [clientOf(slow()), clientOf(tokens, tokenAuth()), clientOf(digests, digestAuth())];
    const waiting = clientOf(
      script(...Array(40).fill(respond(503, undefined, wait("1"))), ...Array(40).fill(gone204)),
      { maxRetries: 1 },
    );
    const path = "/groups/{groupId}/apiKeys/{apiKeyId}";
    const calls = Array.from({ length: 40 }, () => [
      ...[plain, account, key, waiting].map((client) => client.unassignGroupApiKey(projectKey, { signal })),
      plain.http.DELETE(path, { params: { path: projectKey }, signal }),
    ]).flat();
    await vi.advanceTimersByTimeAsync(0);
    held.open();
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all(calls);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", onWarning);
    expect(warned).toEqual([]);
  });

  test.each([
    ["null", null],
    ["a string", "why"],
    ["an error whose message is not a string", Object.assign(new Error(), { message: 5 })],
  ])("may have %s as its reason", async (_, reason) => {
    const controller = new AbortController();
    const call = rejection(clientOf(always(silence)).unassignGroupApiKey(projectKey, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(0);
    controller.abort(reason);
    const error = await call;
    expect(error).toMatchObject({ code: "CANCELLED", outcome: "unknown" });
    expect((error as Error).cause).toBe(reason);
  });

  test("also ends a client.http call", async () => {
    const { signal, abort } = controlled();
    const path = "/groups/{groupId}/apiKeys/{apiKeyId}";
    const call = rejection(clientOf(always(silence)).http.DELETE(path, { params: { path: projectKey }, signal }));
    await vi.advanceTimersByTimeAsync(0);
    abort(new Error("enough"));
    const operationId = "unassignGroupApiKey";
    await expect(call).resolves.toMatchObject({ code: "CANCELLED", outcome: "unknown", operationId });
  });
});
