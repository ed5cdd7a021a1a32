/** Retries and waits: what is tried again, how often, and after how long. */
import { describe, expect, test, vi } from "vitest";
import { createClient, RateLimitError, type RevokeEvent } from "../../src/index.js";
import { fakeTime, timed } from "../support/fakeTime.js";
import { always, apiError, gone204, lost, respond, script } from "../support/fetch.js";
import { bearer, clientOf, observedClientOf, origin } from "../support/world.js";

const time = fakeTime();

const wait = (value: string): Record<string, string> => ({ "retry-after": value });

describe("retries", () => {
  test("a refused connection is tried again, and is not a request", async () => {
    const refused = lost("ECONNREFUSED", "connect");
    const { error } = await timed(always(refused), { maxRetries: 3 });
    expect(error).toMatchObject({ attempts: 4, requests: 0, outcome: "not-sent" });
    expect((await timed(script(refused, refused, gone204))).revocation).toMatchObject({ attempts: 3, requests: 1 });
  });

  test.each([
    ["429", apiError(429)],
    ["502", respond(502)],
    ["503", respond(503, "<html>")],
    ["504", respond(504)],
    ["an enveloped 503", respond(200, { status: 503, content: {} })],
    ["a lost connection", lost()],
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

  test.each([202, 302, 400, 401, 403, 404, 408, 409, 425, 500, 501, 505])("%i is not tried again", async (status) => {
    const server = always(respond(status));
    await timed(server);
    expect(server.sent.length).toBe(1);
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

  test("half of the jitter is half of the wait, and a lost connection is its reason", async () => {
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

  test.each([
    ["0", 0],
    [" 7 ", 7_000],
    ["007", 7_000],
    ["Mon, 23 Nov 2026 12:00:05 GMT", 5_000],
    ["Monday, 23-Nov-26 12:00:06 GMT", 6_000],
    ["Wednesday, 23-Nov-26 12:00:06 GMT", 6_000],
    ["Mon Nov 23 12:00:07 2026", 7_000],
    ["Mon, 23 Nov 2026 11:59:50 GMT", 0],
    ["Monday, 23-Nov-77 12:00:00 GMT", 0],
    ["Sun Nov  1 12:00:00 2026", 0],
    ...["", "-5", "1.5", "1e3", "0x10", "soon", "5, 6", "2026-11-23T12:00:10Z"].map((value) => [value, 0] as const),
    ["Xxx, 99 Xxx 2026 12:00:10 GMT", 0],
    ["Mon, 23 Nov 2026 12:00:10 GMT+1", 0],
    ["x Mon, 23 Nov 2026 12:00:10 GMT", 0],
    ["Mon Nov 23 12:00:10 2026 GMT", 0],
    ["Mon, 23-Nov-26 12:00:10 GMT", 0],
  ] as const)("Retry-After %j is waited for %i ms, in each of RFC 9110's forms of a date", async (value, ms) => {
    vi.setSystemTime(new Date("2026-11-23T12:00:00Z"));
    expect((await timed(script(respond(503, undefined, wait(value)), gone204))).tookMs).toBe(ms);
  });

  test.each([
    ["Wed, 01 Dec 2027 00:00:00 GMT", Date.parse("2027-12-01T00:00:00Z") - Date.parse("2027-11-23T12:00:00Z")],
    ["Saturday, 04-Dec-27 00:00:00 GMT", Date.parse("2027-12-04T00:00:00Z") - Date.parse("2027-11-23T12:00:00Z")],
    ["Sat Dec  4 00:00:00 2027", Date.parse("2027-12-04T00:00:00Z") - Date.parse("2027-11-23T12:00:00Z")],
    ["Tuesday, 23-Nov-77 12:00:00 GMT", 2 ** 31 - 1],
    ["Mon, 23 Nov 9999 12:00:00 GMT", 2 ** 31 - 1],
    ["2147483", 2_147_483_000],
    ["2147484", 2 ** 31 - 1],
    ["9".repeat(400), 2 ** 31 - 1],
  ] as const)("Retry-After %j is reported as %i ms when the deadline comes first", async (value, retryAfterMs) => {
    vi.setSystemTime(new Date("2027-11-23T12:00:00Z"));
    const { error, tookMs } = await timed(always(apiError(429, "X", {}, wait(value))));
    expect(error).toMatchObject({ code: "RATE_LIMIT", retryAfterMs, attempts: 1 });
    expect(tookMs).toBe(0);
  });

  test("the second parameter of RATE_LIMITED_TOKEN_BUCKET is waited for where there is no header", async () => {
    const limited = (parameters: unknown, errorCode = "RATE_LIMITED_TOKEN_BUCKET") =>
      apiError(429, errorCode, { parameters });
    for (const [step, ms] of [
      [limited(["/path", 4, 500, 250, 60]), 4_000],
      [limited(["/path", "4"]), 4_000],
      [limited(["/path", -4]), 0],
      [limited(["/path"]), 0],
      [limited(["/path", { toString: 4 }]), 0],
      [limited({ 1: 4 }), 0],
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

  test("a Retry-After beyond the deadline is a RateLimitError at once, with the wait that the server asked for", async () => {
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
