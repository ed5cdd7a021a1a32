/** What an answer means, decided one by one; the table of all combinations is tested in outcomeTable.test.ts. */
import { beforeEach, expect, test, vi } from "vitest";
import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  UnexpectedResponseError,
} from "../../src/index.js";
import {
  answer,
  apiError,
  clientOf,
  gone204,
  ids,
  orgSecret,
  projectKey,
  rejection,
  type Step,
  script,
} from "./server.js";

// No jitter: a retry waits for as long as the server asks, which is not at all.
beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});

const json = { "content-type": "application/json" };
const revoke = (step: Step, options = {}) => clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, options);

const classes = [
  [400, BadRequestError, "BAD_REQUEST"],
  [401, AuthenticationError, "AUTHENTICATION"],
  [402, ApiError, "API"],
  [403, PermissionError, "PERMISSION"],
  [404, NotFoundError, "NOT_FOUND"],
  [405, ApiError, "API"],
  [406, ApiError, "API"],
  [409, ApiError, "API"],
  [410, ApiError, "API"],
  [429, RateLimitError, "RATE_LIMIT"],
  [499, ApiError, "API"],
] as const;

test("204 is revoked", async () => {
  await expect(revoke(gone204)).resolves.toMatchObject({ outcome: "revoked", status: 204, attempts: 1, requests: 1 });
});

test("200 with an empty JSON body is revoked", async () => {
  for (const framing of [{ "content-length": "0" }, { "transfer-encoding": "chunked" }]) {
    const framed = answer(200, undefined, { ...json, ...framing });
    await expect(revoke(framed)).resolves.toMatchObject({ outcome: "revoked", status: 200 });
    await expect(revoke(answer(200, undefined, framing))).resolves.toMatchObject({ outcome: "revoked", status: 200 });
  }
  await expect(revoke(answer(200, "", { "content-length": "0", "content-type": "text/html" }))).resolves.toMatchObject({
    outcome: "revoked",
  });
});

test.each([
  ["is a page that was cut off", { "content-type": "text/html" }],
  ["is a page that came in chunks", { "content-type": "text/html", "transfer-encoding": "chunked" }],
  ["was announced with a length, and chunked", { ...json, "content-length": "9", "transfer-encoding": "chunked" }],
  ["was announced with a length", { ...json, "content-length": "120" }],
  ["was to end with its connection", json],
  ["was to end with its connection, and came without any header", {}],
  ["was chunked, and to end with its connection", { ...json, "transfer-encoding": "chunked", connection: "close" }],
  ["was compressed and chunked", { ...json, "transfer-encoding": "chunked", "content-encoding": "gzip" }],
  ["has a coding of its own", { ...json, "transfer-encoding": "gzip" }],
])("200 with a body that %s before its first byte is unknown", async (_, headers) => {
  const error = await rejection(revoke(answer(200, "", headers)));
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ outcome: "unknown", status: 200, message: expect.stringContaining("cut off") });
});

test("200 with an encoded body that decodes to nothing is unknown: a gzip that was cut short does so too", async () => {
  const headers = { ...json, "content-length": "20", "content-encoding": "gzip" };
  await expect(rejection(revoke(answer(200, "", headers)))).resolves.toMatchObject({ outcome: "unknown" });
});

test("an empty 200 where an envelope was asked for is revoked only when its length is told", async () => {
  const asked = { envelope: true };
  await expect(revoke(answer(200, "", { "content-length": "0" }), asked)).resolves.toMatchObject({
    outcome: "revoked",
  });
  for (const headers of [json, { ...json, "transfer-encoding": "chunked" }])
    await expect(rejection(revoke(answer(200, "", headers), asked))).resolves.toMatchObject({ outcome: "unknown" });
  await expect(revoke(gone204, asked)).resolves.toMatchObject({ outcome: "revoked", status: 204 });
});

test.each([
  ['{"status":200}', 200],
  ['{"status":204}', 204],
  ['{"status":204,"content":null}', 204],
  [' {\n"content" : {} , "status" : 204 }\r\n', 204],
  ['{"st\\u0061tus":204,"content":{},"links":[{"status":500}],"locations":[]}', 204],
  ['{"status":204,"links":"https://a.invalid/{b}"}', 204],
  ['{"status":204,"links":"a\\"b\\":[c"}', 204],
  ['{"status":204,"links":[{"href":"a:b","x":"\\"status\\":500"}]}', 204],
])("the envelope %s says revoked", async (body, status) => {
  await expect(revoke(answer(200, body, json), { envelope: true })).resolves.toMatchObject({
    outcome: "revoked",
    status,
  });
});

test.each([
  '{"status":"204"}',
  '{"status":204.5}',
  '{"status":99}',
  '{"status":600}',
  '{"status":null}',
  '{"status":true}',
  '{"status":[204]}',
  '{"status":202}',
  '{"status":201}',
  '{"status":302}',
  '{"status":100}',
  '{"status":204,"content":[]}',
  '{"status":204,"content":""}',
  '{"status":204,"content":0}',
  '{"status":204,"content":false}',
  '{"status":204,"content":{"error":404}}',
  '{"status":204,"content":{"__proto__":{}}}',
  '{"status":404,"status":204}',
  '{"status":204,"status":404}',
  '{"status":404,"st\\u0061tus":204}',
  '{"status":204,"content":{},"content":{}}',
  '{"status":204,"error":null}',
  '{"status":204,"results":[]}',
  '{"__proto__":{"status":204}}',
  '{"status":204',
  '{"status":204}}',
  '[{"status":204}]',
  '"204"',
  "204",
  "null",
  "{}",
  "[]",
  " ",
  "<html>signed out</html>",
])("200 with the body %s is unknown", async (body) => {
  const error = await rejection(revoke(answer(200, body, json), { envelope: true }));
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ outcome: "unknown", status: 200, attempts: 1 });
});

test.each([
  undefined,
  "text/html",
  "text/json",
  "application/jsonx",
  "x application/json",
  "application/json, text/html",
  "application/problem",
  "xapplication/json",
  "application/+json",
])("an envelope of the type %s is not read", async (type) => {
  const headers = type === undefined ? undefined : { "content-type": type };
  const step: Step = () =>
    new Response(new TextEncoder().encode('{"status":204}'), { status: 200, ...(headers ? { headers } : {}) });
  await expect(rejection(revoke(step, { envelope: true }))).resolves.toMatchObject({ outcome: "unknown" });
});

test.each([
  "application/json",
  "Application/JSON;charset=utf-8",
  " application/vnd.atlas.2024-08-05+json;charset=utf-8",
  "application/json ; charset=x",
])("an envelope of the type %s is read", async (type) => {
  const step = answer(200, '{"status":204}', { "content-type": type });
  await expect(revoke(step, { envelope: true })).resolves.toMatchObject({ outcome: "revoked" });
});

test("a body in another charset is read in it, and one of an unknown charset as UTF-8", async () => {
  const utf16 = new Uint8Array([...'{"status":204}'].flatMap((c) => [c.charCodeAt(0), 0]));
  const charset =
    (name: string, bytes: Uint8Array<ArrayBuffer>): Step =>
    () =>
      new Response(bytes, { status: 200, headers: { "content-type": `application/json; charset=${name}` } });
  await expect(revoke(charset("utf-16le", utf16), { envelope: true })).resolves.toMatchObject({ status: 204 });
  await expect(revoke(charset('"UTF-16LE"', utf16), { envelope: true })).resolves.toMatchObject({ status: 204 });
  await expect(rejection(revoke(charset("utf-8", utf16), { envelope: true }))).resolves.toMatchObject({
    outcome: "unknown",
  });
  const latin1 = new Uint8Array([...'{"error":404,"detail":"caf\u00e9"}'].map((c) => c.charCodeAt(0)));
  const step: Step = () =>
    new Response(latin1, { status: 404, headers: { "content-type": "application/json;charset=ISO-8859-1" } });
  await expect(rejection(revoke(step))).resolves.toMatchObject({ detail: "café" });
  const utf8 = new TextEncoder().encode('{"status":204}');
  await expect(revoke(charset("no-such-charset", utf8), { envelope: true })).resolves.toMatchObject({ status: 204 });
});

test.each([201, 202, 203, 205, 206, 299, 300, 301, 302, 303, 304, 307, 308, 399])(
  "HTTP %i is unknown, whatever its envelope says",
  async (status) => {
    const steps = [304, 205].includes(status) ? [answer(status)] : [answer(status), answer(status, { status: 204 })];
    for (const step of steps) {
      const error = await rejection(revoke(step, { envelope: true }));
      expect(error).toBeInstanceOf(UnexpectedResponseError);
      expect(error).toMatchObject({ outcome: "unknown", status });
      if (status >= 300)
        expect(error).toMatchObject({ message: expect.stringContaining("is a redirect, and none is followed") });
    }
  },
);

test("a redirect names what it is, also where the platform hides its status", async () => {
  const opaque = {
    ...new Response(null),
    status: 0,
    headers: new Headers(),
    body: null,
    redirected: false,
  } as Response;
  const error = await rejection(revoke(() => opaque));
  expect(error).toMatchObject({ status: 0, outcome: "unknown", message: expect.stringContaining("redirect") });
});

test.each(classes)(
  "HTTP %i is refused, with and without a body, bare and in an envelope",
  async (status, Class, code) => {
    const error = { error: status, reason: "No", detail: "No such thing", errorCode: "X" };
    const steps = [
      answer(status),
      answer(status, "<html>no</html>", { "content-type": "text/html" }),
      answer(status, error),
      answer(status, { status, content: error }),
      answer(200, { status, content: error }),
      answer(202, { status, content: error }),
    ];
    for (const step of steps) {
      const failure = await rejection(revoke(step, { envelope: true }));
      expect(failure).toBeInstanceOf(Class);
      expect((failure as Error).constructor).toBe(Class);
      expect(failure).toMatchObject({ status, code, outcome: "refused" });
    }
  },
);

test.each([500, 501, 502, 503, 504, 599])("HTTP %i is unknown, bare and in an envelope", async (status) => {
  for (const step of [answer(status), apiError(status, "X"), answer(200, { status, content: { error: status } })]) {
    const failure = await rejection(revoke(step, { envelope: true }));
    expect(failure).toBeInstanceOf(ServerError);
    expect(failure).toMatchObject({ status, code: "SERVER", outcome: "unknown" });
  }
});

test("an error status whose envelope says something else is unknown", async () => {
  for (const inside of [200, 204, 400, 503]) {
    const failure = await rejection(
      revoke(answer(404, { status: inside, content: { error: 404 } }), { envelope: true }),
    );
    expect(failure).toBeInstanceOf(NotFoundError);
    expect(failure).toMatchObject({ outcome: "unknown", status: 404 });
  }
  await expect(rejection(revoke(answer(404, { status: 404, content: {} })))).resolves.toMatchObject({
    outcome: "refused",
  });
});

test("200 with an envelope that says two things is unknown, not refused", async () => {
  const body = '{"status":204,"status":404,"content":{"error":404,"errorCode":"SECRET_NOT_FOUND"}}';
  const failure = await rejection(revoke(answer(200, body, json), { envelope: true, missingOk: true }));
  expect(failure).toBeInstanceOf(UnexpectedResponseError);
  expect(failure).toMatchObject({ outcome: "unknown" });
});

test("statuses that no HTTP has are unknown", async () => {
  for (const status of [100, 199, 600, 999]) {
    const odd = {
      status,
      headers: new Headers(),
      body: null,
      bodyUsed: false,
      redirected: false,
    } as unknown as Response;
    await expect(rejection(revoke(() => odd))).resolves.toMatchObject({
      outcome: "unknown",
      code: "UNEXPECTED_RESPONSE",
      status,
    });
  }
});

test("a revocation tells what was revoked, and how", async () => {
  const headers = { "ratelimit-limit": "1200", "ratelimit-remaining": "1199" };
  const client = clientOf(script(answer(204, undefined, headers)));
  await expect(client.unassignGroupApiKey(projectKey)).resolves.toEqual({
    operationId: "unassignGroupApiKey",
    api: "atlas",
    ids: { groupId: ids.groupId, apiKeyId: ids.apiKeyId },
    outcome: "revoked",
    status: 204,
    attempts: 1,
    requests: 1,
    rateLimit: { limit: 1200, remaining: 1199 },
    warnings: [],
  });
});
