/** Failed connections: which ones prove that nothing was sent, and what a later "not found" can mean after each. */
import { describe, expect, test } from "vitest";
import { ConnectionError, digest, NotFoundError } from "../../src/index.js";
import { fakeTime, timed } from "../support/fakeTime.js";
import { apiError, lost, rejection, respond, type Step, script } from "../support/fetch.js";
import { clientOf, keyPair, projectKey } from "../support/world.js";

fakeTime();

const failed =
  (error: unknown): Step =>
  () => {
    throw error;
  };
const because = (cause: unknown): Step => failed(new TypeError("fetch failed", { cause }));
const coded = (code: string, fields: object = {}) => Object.assign(new Error(code), { code, ...fields });
const call = (...steps: Step[]) => rejection(clientOf(script(...steps)).unassignGroupApiKey(projectKey));
const missing = apiError(404, "API_KEY_NOT_FOUND");
/** One lost attempt, and then a "not found" that names the target. */
const thenMissing = (first: Step) => timed(script(first, missing), { maxRetries: 1 });

const tlsPeerClosed = coded("ECONNRESET", { host: "api.invalid", port: 443, localAddress: undefined });

describe("before a connection is up", () => {
  test.each([
    ["a refused connection", coded("ECONNREFUSED", { syscall: "connect" })],
    ["a refused connection without a syscall", coded("ECONNREFUSED")],
    ["Bun's refused connection", coded("ConnectionRefused")],
    ["a connection that timed out", coded("ETIMEDOUT", { syscall: "connect" })],
    ["a connection that the peer reset", coded("ECONNRESET", { syscall: "connect" })],
    ["an unknown host", coded("ENOTFOUND", { syscall: "getaddrinfo" })],
    ["a host name that is too long", coded("EINVAL", { syscall: "getaddrinfo" })],
    ["a name server that does not respond", coded("ETIMEOUT", { syscall: "queryA" })],
    ["a missing route", coded("EHOSTUNREACH", { syscall: "connect" })],
    ["a port that could not be bound", coded("EACCES", { syscall: "bind" })],
    ["no descriptor left", coded("EMFILE")],
    ["no local port left", coded("EADDRNOTAVAIL")],
    ["undici's connect timeout", coded("UND_ERR_CONNECT_TIMEOUT")],
    ["an expired certificate", coded("CERT_HAS_EXPIRED")],
    ["another host's certificate", coded("ERR_TLS_CERT_ALTNAME_INVALID")],
    ["an issuer that is unknown", coded("UNABLE_TO_GET_ISSUER_CERT_LOCALLY")],
    ["a plain HTTP port", coded("ERR_SSL_WRONG_VERSION_NUMBER")],
    ["a certificate signed by itself", coded("DEPTH_ZERO_SELF_SIGNED_CERT")],
    ["an alert in the handshake", coded("ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE")],
    ["a SOCKS proxy's refusal", coded("UND_ERR_SOCKS5_REPLY")],
    ["a proxy's certificate", coded("UND_ERR_PRX_TLS")],
    ["a firewall's rejection", coded("EPERM", { syscall: "connect" })],
    ["a handshake that failed", coded("EPROTO", { syscall: "write" })],
    ["a peer that closed in the TLS handshake", tlsPeerClosed],
    ["a CONNECT that the proxy refused", coded("UND_ERR_ABORTED")],
    [
      "two refused addresses",
      new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH", { syscall: "connect" })]),
    ],
    ["undici 6: a proxy's 407", Object.assign(new Error("cancelled"), { cause: coded("UND_ERR_ABORTED") })],
  ])("%s sends nothing: not-sent, no request, and a 404 after it is a refusal", async (_, cause) => {
    expect(await call(because(cause))).toMatchObject({
      code: "CONNECTION",
      outcome: "not-sent",
      attempts: 1,
      requests: 0,
      summary: expect.stringMatching(/^The connection could not be made \(.+\)\.$/),
    });
    const { error } = await thenMissing(because(cause));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ outcome: "refused", attempts: 2, requests: 1 });
  });
});

test.each(["ConnectionRefused", "FailedToOpenSocket", "ECONNREFUSED", "DEPTH_ZERO_SELF_SIGNED_CERT"])(
  "Bun's %s, which nothing is wrapped around, sends nothing",
  async (code) => {
    const step = failed(Object.assign(new TypeError(code), { code, errno: 0 }));
    expect(await call(step)).toMatchObject({ code: "CONNECTION", outcome: "not-sent", requests: 0 });
    expect((await thenMissing(step)).error).toMatchObject({ outcome: "refused", requests: 1 });
  },
);

describe("after bytes were written or read", () => {
  test.each([
    ["a reset read", coded("ECONNRESET", { syscall: "read" })],
    ["a broken pipe", coded("EPIPE", { syscall: "write" })],
    ["a route that vanished", coded("EHOSTUNREACH", { syscall: "read" })],
    ["a connection that timed out in use", coded("ETIMEDOUT", { syscall: "read" })],
    ["a write that was refused", coded("ECONNREFUSED", { syscall: "write" })],
    ["a socket that had written", coded("UND_ERR_SOCKET", { socket: { bytesWritten: 412, bytesRead: 0 } })],
    ["a reset socket that had written", coded("ECONNRESET", { host: "h", port: 1, socket: { bytesWritten: 1 } })],
    ["headers that never came", coded("UND_ERR_HEADERS_TIMEOUT")],
    ["a response that can't be parsed", coded("HPE_INVALID_CONSTANT")],
    [
      "one refused address and one reset read",
      new AggregateError([coded("ECONNREFUSED"), coded("X", { syscall: "read" })]),
    ],
  ])("%s leaves the outcome unknown, and a 404 after it is already-gone", async (_, cause) => {
    expect(await call(because(cause))).toMatchObject({
      code: "CONNECTION",
      outcome: "unknown",
      attempts: 1,
      requests: 1,
      summary: expect.stringMatching(/^The connection failed before the response was there/),
    });
    const { revocation } = await thenMissing(because(cause));
    expect(revocation).toMatchObject({ outcome: "already-gone", status: 404, attempts: 2, requests: 2 });
  });
});

describe("where the platform does not say whether bytes were written", () => {
  const itself = new TypeError("fetch failed");
  itself.cause = itself;
  const deep = (depth: number): unknown =>
    depth === 0 ? coded("ECONNREFUSED", { syscall: "connect" }) : new Error("outer", { cause: deep(depth - 1) });
  test.each([
    ["a closed socket", because(coded("UND_ERR_SOCKET")), " (UND_ERR_SOCKET)"],
    ["a reset without a syscall", because(coded("ECONNRESET")), " (ECONNRESET)"],
    [
      "a socket that had written nothing",
      because(coded("UND_ERR_SOCKET", { socket: { bytesWritten: 0 } })),
      " (UND_ERR_SOCKET)",
    ],
    [
      "a damaged TLS record",
      because(coded("ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC")),
      " (ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC)",
    ],
    [
      "a request that was aborted, outside of fetch's own error",
      failed(coded("UND_ERR_ABORTED")),
      " (UND_ERR_ABORTED)",
    ],
    ["a read of a client of node:https", failed(coded("ECONNRESET", { syscall: "read" })), " (ECONNRESET)"],
    [
      "a refused record of that client",
      failed(coded("ERR_SSL_WRONG_VERSION_NUMBER")),
      " (ERR_SSL_WRONG_VERSION_NUMBER)",
    ],
    ["Bun's damaged record", failed(coded("EPROTO", { errno: 0 })), " (EPROTO)"],
    [
      "the end of a TLS connection",
      because(coded("ERR_SSL_UNEXPECTED_EOF_WHILE_READING")),
      " (ERR_SSL_UNEXPECTED_EOF_WHILE_READING)",
    ],
    [
      "a TLS connection that was shut down",
      because(coded("ERR_SSL_PROTOCOL_IS_SHUTDOWN")),
      " (ERR_SSL_PROTOCOL_IS_SHUTDOWN)",
    ],
    ["an empty aggregate", because(new AggregateError([])), " (AggregateError)"],
    [
      "an error in two address families",
      because({ errors: [{ code: "ECONNRESET" }, { code: "EPIPE" }] }),
      " (ECONNRESET, EPIPE)",
    ],
    ["a cause that is a string", because("ECONNREFUSED"), " (TypeError)"],
    ["a code that is not a string", because({ code: 5, name: "Odd" }), " (Odd)"],
    ["an error without a name or code", because({ code: 5, name: 5 }), ""],
    ["an error that is its own cause", failed(itself), " (TypeError)"],
    ["errors that are nested too deeply", because(deep(5)), ""],
    ["a thrown string", failed("broken"), ""],
    ["nothing", failed(undefined), ""],
    ["a symbol", failed(Symbol("x")), ""],
    ["a bare object", failed(Object.create(null)), ""],
  ])("%s leaves the outcome unknown, and a 404 after it too", async (_, step, name) => {
    const error = await call(step);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      outcome: "unknown",
      requests: 1,
      summary: `The connection failed before the response was there${name}.`,
    });
    expect((await thenMissing(step)).error).toMatchObject({ code: "NOT_FOUND", outcome: "unknown", attempts: 2 });
  });
});

test("an error of a failed connection holds its code, and the platform's text only as a redacted cause", async () => {
  const quoting = Object.assign(new TypeError("bad Bearer test-token-0123456789"), {
    code: "ECONNRESET",
    syscall: "read",
  });
  const error = await call(failed(quoting));
  expect(error).toMatchObject({ cause: { message: "bad [redacted]" }, operationId: "unassignGroupApiKey" });
  expect((error as Error).message).toBe(
    "The connection failed before the response was there (ECONNRESET). It is not known whether the credential is gone; check before you rely on it. Check the network and the base URL, then call again.",
  );
});

test("a refused connection keeps an earlier refusal, and an earlier doubt", async () => {
  const refusedNow = lost("ECONNREFUSED", "connect");
  const limited = await timed(script(apiError(429), refusedNow), { maxRetries: 1 });
  expect(limited.error).toMatchObject({ code: "CONNECTION", outcome: "refused", attempts: 2, requests: 1 });
  const doubtful = await timed(script(lost(), refusedNow), { maxRetries: 1 });
  expect(doubtful.error).toMatchObject({ code: "CONNECTION", outcome: "unknown", attempts: 2, requests: 1 });
  const resolved = await timed(script(lost(), refusedNow, missing), { maxRetries: 2 });
  expect(resolved.revocation).toMatchObject({ outcome: "already-gone", attempts: 3, requests: 2 });
});

describe("an unauthenticated request", () => {
  const challenge = respond(401, undefined, { "www-authenticate": 'Digest realm="r", nonce="n", qop="auth"' });
  const withDigest = (...steps: Step[]) =>
    timed(script(...steps), {}, clientOf(script(...steps), { auth: digest(keyPair), maxRetries: steps.length - 1 }));

  test("that is lost has sent no DELETE with credentials: not-sent, and a 404 after it is a refusal", async () => {
    expect((await withDigest(lost())).error).toMatchObject({ outcome: "not-sent", attempts: 1, requests: 1 });
    expect((await withDigest(because(coded("UND_ERR_SOCKET")))).error).toMatchObject({ outcome: "not-sent" });
    expect((await withDigest(lost(), challenge, missing)).error).toMatchObject({
      code: "NOT_FOUND",
      outcome: "refused",
    });
    expect((await withDigest(respond(503), challenge, missing)).error).toMatchObject({ outcome: "refused" });
  });

  test("is not the one in doubt when its authorized replay is lost", async () => {
    const client = (...steps: Step[]) => clientOf(script(...steps), { auth: digest(keyPair) });
    const replay = (step: Step) => rejection(client(challenge, step).unassignGroupApiKey(projectKey));
    expect(await replay(lost())).toMatchObject({ outcome: "unknown", requests: 2 });
    expect(await replay(lost("ECONNREFUSED", "connect"))).toMatchObject({ outcome: "not-sent", requests: 1 });
  });
});
