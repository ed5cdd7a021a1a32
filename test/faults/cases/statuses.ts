/** Statuses that lead elsewhere or nowhere: redirects of every code, refusals, garbage, headers out of bounds. */
import { apiError, deleted, gone, head, json, loginPage, text } from "../answers.js";
import type { Expected, FaultCase } from "../suite.js";

const lost: Expected = { error: "ConnectionError", outcome: "unknown" };
const unexpected = (status: number): Expected => ({ error: "UnexpectedResponseError", outcome: "unknown", status });
const redirect = (status: number): Expected => ({
  error: "UnexpectedResponseError",
  outcome: "unknown",
  status,
  message: /redirect/,
});

const redirects: readonly FaultCase[] = [300, 301, 302, 303, 304, 305, 306, 307, 308].flatMap((status): FaultCase[] => [
  {
    name: `a ${status} to another origin is not followed`,
    scripts: ({ decoy }) => [[head(status, { Location: `${decoy}/`, "Content-Length": "0" }), "end"]],
    expected: redirect(status),
  },
  {
    name: `a ${status} to the same origin is not followed`,
    scripts: [[head(status, { Location: "/api/atlas/v2/groups", "Content-Length": "0" }), "end"]],
    expected: redirect(status),
  },
  {
    name: `a ${status} without a location is an error`,
    scripts: [[head(status, { "Content-Length": "0" }), "end"]],
    expected: redirect(status),
  },
]);

const refusal = (error: string, status: number): Expected => ({ error, outcome: "refused", status });
const plain = (status: number): FaultCase["scripts"] => [
  [text(status, loginPage, { "Content-Type": "text/html" }), "end"],
];

const refusals: readonly FaultCase[] = [
  { name: "a 400 page is a refusal", scripts: plain(400), expected: refusal("BadRequestError", 400) },
  {
    name: "an empty 401 is a refusal",
    scripts: [[text(401, ""), "end"]],
    credentials: ["digest"],
    expected: refusal("AuthenticationError", 401),
  },
  {
    name: "an empty 401 that comes again with a new token is a refusal",
    scripts: [
      [text(401, ""), "end"],
      [text(401, ""), "end"],
    ],
    credentials: ["service account"],
    expected: { ...refusal("AuthenticationError", 401), deletes: 2, openings: 2 },
  },
  { name: "a 402 is a refusal", scripts: plain(402), expected: refusal("ApiError", 402) },
  { name: "a 403 page is a refusal", scripts: plain(403), expected: refusal("PermissionError", 403) },
  {
    name: "a proxy's 404 page never means already gone",
    scripts: plain(404),
    options: { missingOk: true },
    expected: refusal("NotFoundError", 404),
  },
  {
    name: "an empty 404 never means already gone",
    scripts: [[text(404, ""), "end"]],
    options: { missingOk: true },
    expected: refusal("NotFoundError", 404),
  },
  {
    name: "a 407, which the fetch standard turns into a network error, is no success",
    scripts: plain(407),
    expected: lost,
    elsewhere: { bun: refusal("ApiError", 407), deno: refusal("ApiError", 407) },
  },
  { name: "a 410 is a refusal", scripts: plain(410), options: { missingOk: true }, expected: refusal("ApiError", 410) },
  { name: "not found is a refusal unless missing is fine", scripts: [gone], expected: refusal("NotFoundError", 404) },
  {
    name: "not found is already gone when missing is fine",
    scripts: [gone],
    options: { missingOk: true },
    expected: { outcome: "already-gone", status: 404 },
  },
  ...["GROUP_NOT_FOUND", "ORG_NOT_FOUND", "ATLAS_GROUP", "NOT_ATLAS_GROUP", "INVALID_GROUP_ID", "NOT_HERE", ""].map(
    (code): FaultCase => ({
      name: `a 404 with the code ${JSON.stringify(code)} never means already gone`,
      scripts: [[json(404, apiError(404, code)), "end"]],
      options: { missingOk: true },
      expected: refusal("NotFoundError", 404),
    }),
  ),
  {
    name: "a 404 whose body says 400 never means already gone",
    scripts: [[json(404, apiError(400, "RESOURCE_NOT_FOUND")), "end"]],
    options: { missingOk: true },
    expected: refusal("NotFoundError", 404),
  },
  {
    name: "a 429 and then not found is a refusal",
    scripts: [[json(429, apiError(429, "RATE_LIMITED"), { "Retry-After": "0" }), "end"], gone],
    options: { maxRetries: 1 },
    expected: { ...refusal("NotFoundError", 404), attempts: 2 },
  },
  {
    name: "a 429 and then a 204 is a revocation",
    scripts: [[json(429, apiError(429, "RATE_LIMITED"), { "Retry-After": "0" }), "end"], deleted],
    options: { maxRetries: 1 },
    expected: { outcome: "revoked", status: 204, attempts: 2 },
  },
  {
    name: "a Retry-After beyond the deadline is not waited for",
    scripts: [[json(429, apiError(429, "RATE_LIMITED"), { "Retry-After": "86400" }), "end"]],
    options: { maxRetries: 2 },
    expected: refusal("RateLimitError", 429),
  },
  ...["-5", "1e3", "NaN", "0, 0", "99999999999999999999", "Thu, 01 Jan 1970 00:00:00 GMT"].map(
    (value): FaultCase => ({
      name: `a Retry-After of ${JSON.stringify(value)} makes neither a hot loop nor a hang`,
      scripts: [[json(429, apiError(429, "RATE_LIMITED"), { "Retry-After": value }), "end"], deleted],
      options: { maxRetries: 1 },
      expected: value.startsWith("9999")
        ? refusal("RateLimitError", 429)
        : { outcome: "revoked", status: 204, attempts: 2 },
    }),
  ),
  {
    name: "a 500 is not tried again",
    scripts: plain(500),
    options: { maxRetries: 2 },
    expected: { error: "ServerError", outcome: "unknown", status: 500 },
  },
  {
    name: "a 502, a 503 and a 504 are tried again, and not found then means already gone",
    scripts: [...plainScripts(502), ...plainScripts(503), ...plainScripts(504), gone],
    options: { maxRetries: 3 },
    expected: { outcome: "already-gone", status: 404, attempts: 4 },
  },
  {
    name: "a status beyond 599 is an error",
    scripts: [[text(799, ""), "end"]],
    expected: { error: "UnexpectedResponseError", outcome: "unknown", status: 799 },
  },
];

function plainScripts(status: number): readonly [readonly [string, "end"]] {
  return [[text(status, loginPage, { "Content-Type": "text/html" }), "end"]];
}

const garbage: readonly FaultCase[] = [
  {
    name: "another protocol leaves the outcome unknown",
    scripts: [["SSH-2.0-OpenSSH_9.7\r\n", 20, "end"]],
    expected: lost,
  },
  {
    name: "bytes at random leave the outcome unknown",
    scripts: [[new Uint8Array(512).map((_, index) => (index * 197 + 31) % 256), 20, "end"]],
    expected: lost,
  },
  {
    name: "a status line without a status leaves the outcome unknown",
    scripts: [["HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n", 20, "end"]],
    expected: lost,
  },
  {
    name: "a header line without a colon leaves the outcome unknown",
    scripts: [["HTTP/1.1 204 No Content\r\nno colon here\r\n\r\n", 20, "end"]],
    expected: lost,
  },
  {
    name: "two different lengths leave the outcome unknown",
    scripts: [["HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 14\r\n\r\n", '{"status":404}', 20, "end"]],
    expected: lost,
  },
  {
    name: "a length beside chunks is no success",
    scripts: [
      [
        'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\ne\r\n{"status":404}\r\n0\r\n\r\n',
        20,
        "end",
      ],
    ],
    expected: lost,
    elsewhere: { bun: unexpected(200), deno: unexpected(200) },
  },
  {
    name: "a head larger than the platform reads is no success",
    scripts: [[head(204, { "X-Large": "x".repeat(1024 * 1024) }), "end"]],
    expected: lost,
    // Bun reads on, and finds a whole 204.
    elsewhere: { bun: { outcome: "revoked", status: 204 } },
  },
  {
    name: "a hundred headers do no harm",
    scripts: [[head(204, Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`X-${index}`, "x"]))), "end"]],
    expected: { outcome: "revoked", status: 204 },
    // Deno reads no more than 100.
    elsewhere: { deno: lost },
  },
  {
    name: "a header given twice does no harm",
    scripts: [
      [
        "HTTP/1.1 204 No Content\r\nConnection: close\r\nRateLimit-Limit: 5\r\nRateLimit-Limit: 7\r\nRateLimit-Remaining: 1\r\nDate: a\r\nDate: b\r\n\r\n",
        "end",
      ],
    ],
    expected: { outcome: "revoked", status: 204 },
  },
  {
    name: "a switch of protocols leaves the outcome unknown",
    scripts: [["HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", 20, "end"]],
    expected: lost,
    elsewhere: { deno: unexpected(101) },
  },
];

export const statusCases: readonly FaultCase[] = [...redirects, ...refusals, ...garbage];
