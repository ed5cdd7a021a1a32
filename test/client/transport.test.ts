/** Deadline, retries, waits and cancellation: what a call costs, how it ends, and that it leaves nothing behind. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type Auth,
  type CallOptions,
  createClient,
  digest,
  RateLimitError,
  type RevokeEvent,
} from "../../src/index.js";
import { retryAfterMs } from "../../src/transport/retryAfter.js";
import {
  always,
  answer,
  apiError,
  bearer,
  clientOf,
  gone204,
  keyPair,
  lost,
  observedClientOf,
  origin,
  projectKey,
  rejection,
  type Server,
  type Step,
  script,
  silence,
} from "./server.js";

let jitter = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
  jitter = 0;
  vi.spyOn(Math, "random").mockImplementation(() => jitter);
});
afterEach(() => {
  // Nothing that was started outlives its call.
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** Revokes while the clock runs, and tells how long it took by that clock. */
async function timed(server: Server, options: CallOptions = {}, client = clientOf(server, { maxRetries: 2 })) {
  const started = performance.now();
  let ended: number | undefined;
  const settled = client.unassignGroupApiKey(projectKey, options).then(
    (revocation) => ({ revocation, error: undefined }),
    (error: unknown) => ({ revocation: undefined, error }),
  );
  const call = settled.finally(() => {
    ended = performance.now();
  });
  for (let turn = 0; turn < 1_000 && ended === undefined; turn += 1) {
    await vi.advanceTimersToNextTimerAsync();
  }
  return { ...(await call), tookMs: (ended ?? Number.NaN) - started };
}

const wait = (value: string): Record<string, string> => ({ "retry-after": value });

describe("retries", () => {
  test.each([
    ["429", apiError(429)],
    ["502", answer(502)],
    ["503", answer(503, "<html>")],
    ["504", answer(504)],
    ["an enveloped 503", answer(200, { status: 503, content: {} })],
    ["a lost connection", lost()],
    ["a refused connection", lost("ECONNREFUSED", "connect")],
  ])("%s is tried again, as often as maxRetries says", async (_, step) => {
    for (const maxRetries of [0, 1, 3]) {
      const server = always(step);
      const { error } = await timed(server, { maxRetries });
      expect(server.sent.length).toBe(maxRetries + 1);
      expect(error).toMatchObject({ attempts: maxRetries + 1, requests: maxRetries + 1 });
    }
    const { revocation } = await timed(script(step, step, gone204));
    expect(revocation).toMatchObject({ outcome: "revoked", attempts: 3, requests: 3 });
  });

  test.each([400, 401, 402, 403, 404, 405, 408, 409, 410, 425, 500, 501, 505, 302, 202])(
    "%i is not tried again",
    async (status) => {
      const server = always(answer(status));
      await timed(server);
      expect(server.sent.length).toBe(1);
    },
  );

  test("a body that broke off is not tried again: its status is known", async () => {
    const broken: Step = () =>
      new Response(new ReadableStream({ start: (controller) => controller.error(new Error("reset")) }), {
        status: 404,
      });
    const { error } = await timed(always(broken));
    expect(error).toMatchObject({
      code: "NOT_FOUND",
      attempts: 1,
      message: expect.stringContaining("the body broke off or could not be decoded"),
    });
  });

  test("without maxRetries a call is tried three times", async () => {
    const server = always(answer(503));
    const client = createClient({ api: "atlas", auth: bearer, baseUrl: origin, fetch: server.fetch });
    await timed(server, {}, client);
    expect(server.sent.length).toBe(3);
  });
});

describe("waits", () => {
  test("with full jitter they are at most half a second, one, two, four and then eight", async () => {
    jitter = 1;
    const events: RevokeEvent[] = [];
    const server = always(answer(503));
    const client = clientOf(server, { maxRetries: 6, timeoutMs: 60_000, onEvent: (event) => events.push(event) });
    const { tookMs } = await timed(server, {}, client);
    const waits = events.flatMap((event) => (event.type === "wait" ? [[event.waitMs, event.because]] : []));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000].map((ms) => [ms, "status 503"]));
    expect(tookMs).toBe(23_500);
  });

  test("half of the jitter is half of the wait, and a connection says so", async () => {
    jitter = 0.5;
    const { client, events } = observedClientOf(script(lost(), gone204), { maxRetries: 1 });
    await timed(always(gone204), {}, client);
    expect(events.find(({ type }) => type === "wait")).toMatchObject({ waitMs: 250, because: "connection" });
  });

  test("Retry-After is a lower bound, and the jitter comes on top", async () => {
    jitter = 0.5;
    const { tookMs } = await timed(script(answer(429, undefined, wait("3")), gone204));
    expect(tookMs).toBe(3_250);
  });

  test("a date in Retry-After is waited for", async () => {
    vi.setSystemTime(new Date("2026-11-23T12:00:00Z"));
    const { tookMs } = await timed(script(answer(503, undefined, wait("Mon, 23 Nov 2026 12:00:05 GMT")), gone204));
    expect(tookMs).toBe(5_000);
  });

  test("the second parameter of RATE_LIMITED_TOKEN_BUCKET is waited for when there is no header", async () => {
    const limited = (parameters: unknown, errorCode = "RATE_LIMITED_TOKEN_BUCKET") =>
      apiError(429, errorCode, { parameters });
    for (const [step, ms] of [
      [limited(["/path", 4, 500, 250, 60]), 4_000],
      [limited(["/path", "4"]), 4_000],
      [limited(["/path", -4]), 0],
      [limited(["/path", null]), 0],
      [limited(["/path"]), 0],
      [limited({ 1: 4 }), 0],
      [limited(null), 0],
      [limited(["/path", 4], "RATE_LIMITED"), 0],
      [
        answer(200, {
          status: 429,
          content: { error: 429, errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters: ["/", 4] },
        }),
        4_000,
      ],
      [answer(429, "slow down", { "content-type": "text/plain" }), 0],
    ] as const) {
      expect((await timed(script(step, gone204))).tookMs).toBe(ms);
    }
  });

  test("a Retry-After beyond the deadline is a RateLimitError at once, with the wait that was asked", async () => {
    const { error, tookMs } = await timed(always(apiError(429, "RATE_LIMITED", {}, wait("60"))), { timeoutMs: 60_000 });
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({
      retryAfterMs: 60_000,
      attempts: 1,
      outcome: "refused",
      message: expect.stringContaining("Wait as long as Retry-After says"),
    });
    expect(tookMs).toBe(0);
    const { revocation } = await timed(script(apiError(429, "RATE_LIMITED", {}, wait("59")), gone204), {
      timeoutMs: 60_000,
    });
    expect(revocation).toMatchObject({ outcome: "revoked" });
  });

  test("an absurd Retry-After is capped, and no timer overflows into a hot loop", async () => {
    const server = always(apiError(429, "X", {}, wait("99999999999999999999")));
    const { error } = await timed(server, { timeoutMs: 2 ** 31 - 1, maxRetries: 100 });
    expect(error).toMatchObject({ retryAfterMs: 2 ** 31 - 1 });
    expect(server.sent.length).toBe(1);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  test.each([
    [null, undefined],
    ["", undefined],
    ["0", 0],
    [" 7 ", 7_000],
    ["2147483", 2_147_483_000],
    ["2147484", 2 ** 31 - 1],
    ["9".repeat(400), 2 ** 31 - 1],
    ["-5", undefined],
    ["1.5", undefined],
    ["1e3", undefined],
    ["0x10", undefined],
    ["soon", undefined],
    ["5, 6", undefined],
    ["Mon, 23 Nov 2026 12:00:10 GMT", 10_000],
    ["Mon, 23 Nov 2026 11:59:50 GMT", 0],
    ["Mon, 23 Nov 9999 12:00:00 GMT", 2 ** 31 - 1],
    ["Xxx, 99 Xxx 2026 12:00:10 GMT", undefined],
    ["Mon, 23 Nov 2026 12:00:10 GMT+1", undefined],
    ["x Mon, 23 Nov 2026 12:00:10 GMT", undefined],
    ["2026-11-23T12:00:10Z", undefined],
  ])("%j is %j ms", (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms);
  });
});

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
  const challenge = answer(401, undefined, { "www-authenticate": 'Digest realm="r", nonce="n", qop="auth"' });
  const authOf = { auth: digest(keyPair) };
  const silentAuth: Auth = { scheme: "x", authorize: () => new Promise(() => undefined) };

  test.each([
    ["a request without an answer", always(silence), {}, "unknown", 1],
    ["a fetch that ignores its signal", always(deaf), {}, "unknown", 1],
    ["a body that stalls", always(stalled), {}, "unknown", 1],
    ["a probe without an answer", always(silence), authOf, "unknown", 1],
    ["a replay without an answer", script(challenge, silence), authOf, "unknown", 2],
    ["an Auth that never answers", always(gone204), { auth: silentAuth }, "not-sent", 0],
    ["a retry after a 503", script(answer(503), silence), { maxRetries: 9 }, "unknown", 2],
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
    expect(revocation).toMatchObject({ outcome: "revoked" });
  });
});

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
    ["while a 429 is waited out", always(answer(429, undefined, wait("9"))), { maxRetries: 1 }, "refused"],
    ["while a 503 is waited out", always(answer(503, undefined, wait("9"))), { maxRetries: 1 }, "unknown"],
    [
      "while a refused connection is waited out",
      always(lost("ECONNREFUSED", "connect")),
      { maxRetries: 1 },
      "not-sent",
    ],
  ];

  test.each(points)("ends a call %s", async (_, server, options, outcome) => {
    jitter = 0.9;
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
      message: "unassignGroupApiKey was cancelled. No DELETE was sent; the credential is unchanged.",
    });
    expect([server.sent.length, counted.added()]).toEqual([0, 0]);
  });

  test("keeps no listener after a success or an error", async () => {
    const counted = countedSignal();
    const client = clientOf(script(gone204, answer(404), lost()));
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

describe("what a lost connection leaves open", () => {
  const failure =
    (cause: unknown): Step =>
    () => {
      throw new TypeError("fetch failed", { cause });
    };
  const coded = (code: string, syscall?: string) =>
    Object.assign(new Error(code), { code, ...(syscall ? { syscall } : {}) });

  test.each([
    ["refused", coded("ECONNREFUSED", "connect")],
    ["refused, told without the call", coded("ECONNREFUSED")],
    ["no such host", coded("ENOTFOUND", "getaddrinfo")],
    ["no answer of the name server", coded("EAI_AGAIN", "getaddrinfo")],
    ["no route", coded("EHOSTUNREACH", "connect")],
    ["no network", coded("ENETUNREACH", "connect")],
    ["a connection that took too long to make", coded("UND_ERR_CONNECT_TIMEOUT")],
    ["an expired certificate", coded("CERT_HAS_EXPIRED")],
    ["another host's certificate", coded("ERR_TLS_CERT_ALTNAME_INVALID")],
    ["two refused addresses", new AggregateError([coded("ECONNREFUSED", "connect"), coded("ENETUNREACH", "connect")])],
  ])("%s: nothing was sent", async (_, cause) => {
    const error = await rejection(clientOf(script(failure(cause))).unassignGroupApiKey(projectKey));
    expect(error).toMatchObject({
      code: "CONNECTION",
      outcome: "not-sent",
      message: expect.stringMatching(/^The connection could not be made \(.+\)\. No DELETE was sent/),
    });
  });

  test.each([
    ["reset", coded("ECONNRESET", "read")],
    ["a broken pipe", coded("EPIPE", "write")],
    ["a route that vanished", coded("EHOSTUNREACH", "read")],
    ["a route that vanished, told without the call", coded("ENETUNREACH")],
    ["refused, but by a write", coded("ECONNREFUSED", "write")],
    ["closed by the other side", coded("UND_ERR_SOCKET")],
    [
      "one refused address and one reset",
      new AggregateError([coded("ECONNREFUSED", "connect"), coded("ECONNRESET", "read")]),
    ],
    ["an aggregate of nothing", new AggregateError([])],
    ["no cause", undefined],
    ["a cause that is a string", "ECONNREFUSED"],
    ["a code that is no string", Object.assign(new Error("x"), { code: 7 })],
  ])("%s: it may have been revoked", async (_, cause) => {
    const error = await rejection(clientOf(script(failure(cause))).unassignGroupApiKey(projectKey));
    expect(error).toMatchObject({
      code: "CONNECTION",
      outcome: "unknown",
      message: expect.stringMatching(/^The connection failed before the answer was there/),
    });
  });

  test("a refused connection after a 429 keeps the refusal, and after a lost one the doubt", async () => {
    const refusedNow = lost("ECONNREFUSED", "connect");
    const limited = await timed(script(apiError(429), refusedNow), { maxRetries: 1 });
    expect(limited.error).toMatchObject({ code: "CONNECTION", outcome: "refused" });
    const doubtful = await timed(script(lost(), refusedNow), { maxRetries: 1 });
    expect(doubtful.error).toMatchObject({ code: "CONNECTION", outcome: "unknown" });
  });

  test("the code is told, and the platform's text only as a cleaned cause", async () => {
    const error = await rejection(clientOf(script(lost("ECONNRESET"))).unassignGroupApiKey(projectKey));
    expect(error).toMatchObject({
      message:
        "The connection failed before the answer was there (ECONNRESET). It is not known whether the credential is gone; check before you rely on it.",
      cause: { message: "fetch failed" },
      operationId: "unassignGroupApiKey",
      attempts: 1,
      requests: 1,
    });
  });

  test.each([
    ["a string", "broken"],
    ["nothing", undefined],
    ["null", null],
    ["a symbol", Symbol("x")],
    ["a bare object", Object.create(null)],
    ["an odd error", Object.assign(new Error("x"), { name: 5 })],
  ])("a fetch that throws %s is a lost connection", async (_, thrown) => {
    const server = always(() => {
      throw thrown;
    });
    await expect(rejection(clientOf(server).unassignGroupApiKey(projectKey))).resolves.toMatchObject({
      code: "CONNECTION",
      outcome: "unknown",
    });
  });

  test("errors that are each other's cause are read to an end", async () => {
    const [one, two] = [new Error("one"), new Error("two")];
    one.cause = two;
    two.cause = one;
    await expect(rejection(clientOf(script(failure(one))).unassignGroupApiKey(projectKey))).resolves.toMatchObject({
      outcome: "unknown",
    });
  });
});
