/** Lost connections: which failures leave the outcome open, and which prove that nothing was sent. */
import { describe, expect, test } from "vitest";
import { fakeTime, timed } from "../support/fakeTime.js";
import { always, apiError, lost, rejection, type Step, script } from "../support/fetch.js";
import { clientOf, projectKey } from "../support/world.js";

fakeTime();

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
      message: expect.stringMatching(/^The connection could not be made \(.+\)\. No authorized DELETE was sent/),
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
      message: expect.stringMatching(/^The connection failed before the response was there/),
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
        "The connection failed before the response was there (ECONNRESET). It is not known whether the credential is gone; check before you rely on it.",
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

  test("errors within errors are read to the sixth, and no deeper", async () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? coded("ECONNREFUSED", "connect") : new Error("outer", { cause: nested(depth - 1) });
    // The TypeError around them is the first.
    for (const [depth, outcome] of [
      [4, "not-sent"],
      [5, "unknown"],
    ] as const) {
      const error = await rejection(clientOf(script(failure(nested(depth)))).unassignGroupApiKey(projectKey));
      expect(error).toMatchObject({ code: "CONNECTION", outcome });
    }
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
