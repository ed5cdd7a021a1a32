/** Retries and waits: what is tried again, how often, and after how long. */
import { describe, expect, test, vi } from "vitest";
import { createClient, RateLimitError, type RevokeEvent } from "../../src/index.js";
import { retryAfterMs } from "../../src/internal/retryAfter.js";
import { fakeTime, timed } from "../support/fakeTime.js";
import { always, respond, apiError, gone204, lost, type Step, script } from "../support/fetch.js";
import { bearer, clientOf, observedClientOf, origin } from "../support/world.js";

const time = fakeTime();

const wait = (value: string): Record<string, string> => ({ "retry-after": value });

describe("retries", () => {
  test.each([
    ["429", apiError(429)],
    ["502", respond(502)],
    ["503", respond(503, "<html>")],
    ["504", respond(504)],
    ["an enveloped 503", respond(200, { status: 503, content: {} })],
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
    expect(revocation).toMatchObject({ outcome: "unassigned", attempts: 3, requests: 3 });
  });

  test.each([400, 401, 402, 403, 404, 405, 408, 409, 410, 425, 500, 501, 505, 302, 202])(
    "%i is not tried again",
    async (status) => {
      const server = always(respond(status));
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
    const server = always(respond(503));
    const client = createClient({ api: "atlas", auth: bearer, baseUrl: origin, fetch: server.fetch });
    await timed(server, {}, client);
    expect(server.sent.length).toBe(3);
  });
});

describe("waits", () => {
  test("with full jitter they are at most half a second, one, two, four and then eight", async () => {
    time.jitter = 1;
    const events: RevokeEvent[] = [];
    const server = always(respond(503));
    const client = clientOf(server, { maxRetries: 6, timeoutMs: 60_000, onEvent: (event) => events.push(event) });
    const { tookMs } = await timed(server, {}, client);
    const waits = events.flatMap((event) => (event.type === "wait" ? [[event.waitMs, event.because]] : []));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000].map((ms) => [ms, "status 503"]));
    expect(tookMs).toBe(23_500);
  });

  test("half of the jitter is half of the wait, and a connection says so", async () => {
    time.jitter = 0.5;
    const { client, events } = observedClientOf(script(lost(), gone204), { maxRetries: 1 });
    await timed(always(gone204), {}, client);
    expect(events.find(({ type }) => type === "wait")).toMatchObject({ waitMs: 250, because: "connection" });
  });

  test("Retry-After is a lower bound, and the jitter comes on top", async () => {
    time.jitter = 0.5;
    const { tookMs } = await timed(script(respond(429, undefined, wait("3")), gone204));
    expect(tookMs).toBe(3_250);
  });

  test("a date in Retry-After is waited for", async () => {
    vi.setSystemTime(new Date("2026-11-23T12:00:00Z"));
    const { tookMs } = await timed(script(respond(503, undefined, wait("Mon, 23 Nov 2026 12:00:05 GMT")), gone204));
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
      [limited(["/path", [4]]), 0],
      [limited(["/path", { toString: 4 }]), 0],
      [limited({ 1: 4 }), 0],
      [limited(null), 0],
      [limited(["/path", 4], "RATE_LIMITED"), 0],
      [
        respond(200, {
          status: 429,
          content: { error: 429, errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters: ["/", 4] },
        }),
        4_000,
      ],
      [respond(429, "slow down", { "content-type": "text/plain" }), 0],
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
    expect(revocation).toMatchObject({ outcome: "unassigned" });
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
