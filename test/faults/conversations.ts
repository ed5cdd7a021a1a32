/** Conversations of several requests: retries, cancellations, challenges, grants, connections that are kept. */

import type { Script } from "../support/rawServer.js";
import { apiError, gzipped, head, json, loginPage, page, text } from "./bytes.js";
import { ownGone } from "./catalogue/entry.js";
import { grantFaults } from "./catalogue/grants.js";
import { type Conversation, challenge, challenged, type Expected, granted, opening, platform } from "./suite.js";

type Responses = Conversation["responses"];
type Response = ReturnType<Responses>[number];
type Given = Responses | readonly Response[];
type Options = Conversation["options"];

const of = (given: Given): Responses => (typeof given === "function" ? given : () => given);
const done: Expected = { outcome: "confirmed", status: 204 };
const failed = (outcome: Expected["outcome"], error: string, status?: number): Expected => ({ outcome, error, status });
const deleted: Script = [head(204), "end"];
const limited = (fields: Readonly<Record<string, string>>): Script => [
  json(429, apiError(429, "RATE_LIMITED"), fields),
  "end",
];
const down: Script = [page(503, { "Retry-After": "0" }), "end"];
const forbidden: Script = [json(403, apiError(403, "FORBIDDEN")), "end"];
const refusedGrant: Script = [text(401), "end"];

/** Stands for the "not found" with the code of the operation's own target. */
const gone = "gone";
const named =
  (given: readonly (Response | typeof gone)[]): Responses =>
  ({ sceneOf }) =>
    given.map((each) => (each === gone ? (request) => [json(404, ownGone(sceneOf(request))), "end"] : each));

/** After the opening, what each DELETE with credentials gets; the credentials in turn. */
const retries: readonly (readonly [string, readonly (Response | typeof gone)[], Expected, Options?])[] = [
  ["a lost response is tried again", [["reset"], deleted], { ...done, attempts: 2 }, { maxRetries: 1 }],
  // Where the platform does not report what it wrote, the bytes may not have left.
  ["a lost response and then not found means already gone", [["end"], gone], afterLoss(2), { maxRetries: 1 }],
  [
    "a lost response and then a refusal leaves the outcome unknown",
    [["reset"], forbidden],
    { ...failed("unknown", "PermissionError", 403), attempts: 2 },
    { maxRetries: 1 },
  ],
  [
    "a lost response and then another kind of not found leaves the outcome unknown",
    [["reset"], [json(404, apiError(404, "NOT_HERE")), "end"]],
    { ...failed("unknown", "NotFoundError", 404), attempts: 2 },
    { maxRetries: 1 },
  ],
  [
    "responses that stay lost end after the last retry",
    [["reset"], ["end"], ["reset"]],
    { ...failed("unknown", "ConnectionError"), attempts: 3 },
    { maxRetries: 2 },
  ],
  [
    "a 502, a 503 and a 504 are tried again, and not found then means already gone",
    [[page(502), "end"], [page(503), "end"], [page(504), "end"], gone],
    { outcome: "already-gone", status: 404, attempts: 4 },
    { maxRetries: 3 },
  ],
  [
    "a 503, a lost response and then not found means already gone",
    [down, ["reset"], gone],
    { outcome: "already-gone", status: 404, attempts: 3 },
    { maxRetries: 2 },
  ],
  ["not found alone is a refusal", [gone], failed("refused", "NotFoundError", 404), { maxRetries: 2 }],
  [
    "not found is already gone when missing is fine",
    [gone],
    { outcome: "already-gone", status: 404 },
    { missingOk: true },
  ],
  ["a 500 is not tried again", [[page(500), "end"]], failed("unknown", "ServerError", 500), { maxRetries: 2 }],
  [
    "a body that broke off after a 200 is not tried again",
    [[head(200, { "Content-Length": "9" }), 20, "end"]],
    failed("unknown", "UnexpectedResponseError", 200),
    { maxRetries: 2 },
  ],
  [
    "an enveloped 503 is tried again",
    [
      [json(200, { status: 503 }), "end"],
      [json(200, { status: 204 }), "end"],
    ],
    { ...done, attempts: 2 },
    { maxRetries: 1, envelope: true },
  ],
  [
    "a 429 and then not found is a refusal",
    [limited({ "Retry-After": "0" }), gone],
    { ...failed("refused", "NotFoundError", 404), attempts: 2 },
    { maxRetries: 1 },
  ],
  ...["0", "-5", "1e3", "NaN", "0, 0", "Thu, 01 Jan 1970 00:00:00 GMT"].map(
    (value) =>
      [
        `a Retry-After of ${JSON.stringify(value)} makes neither a hot loop nor a hang`,
        [limited({ "Retry-After": value }), deleted],
        { ...done, attempts: 2 },
        { maxRetries: 1 },
      ] as const,
  ),
  ...["86400", "99999999999999999999"].map(
    (value) =>
      [
        `a Retry-After of ${value} s, beyond the deadline, is not waited for`,
        [limited({ "Retry-After": value })],
        failed("refused", "RateLimitError", 429),
        { maxRetries: 2 },
      ] as const,
  ),
];

function afterLoss(attempts: number): Expected {
  return platform === "node"
    ? { outcome: "already-gone", status: 404, attempts }
    : { ...failed("unknown", "NotFoundError", 404), attempts };
}

const aborts: readonly (readonly [string, (abort: () => void) => Script, Expected["outcome"]])[] = [
  ["during silence leaves the outcome unknown", (abort) => [20, abort, "silence"], "unknown"],
  ["within the headers leaves the outcome unknown", (abort) => ["HTTP/1.1 204 X\r\n", 20, abort, "silence"], "unknown"],
  [
    "within the body leaves the outcome unknown",
    (abort) => [`${head(200, { "Content-Length": "14" })}{`, 20, abort, "silence"],
    "unknown",
  ],
  [
    "while waiting after a 429 leaves a refusal",
    (abort) => [page(429, { "Retry-After": "3" }), 40, abort, "end"],
    "refused",
  ],
  [
    "while waiting after a 503 leaves the outcome unknown",
    (abort) => [page(503, { "Retry-After": "3" }), 40, abort, "end"],
    "unknown",
  ],
];

const asks = (value: string): Script => [text(401, "", { "WWW-Authenticate": value }), "end"];
const stale = asks(challenge.replace("stale=false", "stale=true"));
const unauthorized = (message?: RegExp): Expected => ({
  ...failed("refused", "AuthenticationError", 401),
  ...(message !== undefined && { message }),
});

/** Before anybody is known to ask: nothing that was sent could revoke. */
const challenges: readonly (readonly [string, Given, Expected, Options?])[] = [
  ["a lost first request is not sent", [["reset"]], failed("not-sent", "ConnectionError")],
  ["a lost first request is tried again", [["end"], challenged, deleted], { ...done, attempts: 2 }, { maxRetries: 1 }],
  [
    "a lost first request never explains that the target is missing",
    named([["reset"], challenged, gone]),
    { ...failed("refused", "NotFoundError", 404), attempts: 2 },
    { maxRetries: 1 },
  ],
  [
    "a silent first request ends at the deadline",
    [["silence"]],
    failed("not-sent", "TimeoutError"),
    { timeoutMs: 300 },
  ],
  [
    "a challenge whose body drips for too long runs into the deadline",
    [[head(401, { "WWW-Authenticate": challenge }), ...Array.from({ length: 100 }, () => [" ", 10]).flat()]],
    failed("not-sent", "TimeoutError"),
    { timeoutMs: 300 },
  ],
  [
    "a challenge with a huge body is met all the same",
    [[...gzipped(401, new Uint8Array(8 << 20), { "WWW-Authenticate": challenge }), "end"], deleted],
    done,
  ],
  [
    "a challenge that is cut off is met all the same",
    [[head(401, { "WWW-Authenticate": challenge, "Content-Length": "99" }), "end"], deleted],
    done,
  ],
  [
    "a 204 to a request without credentials is not a success",
    [deleted],
    failed("unknown", "UnexpectedResponseError", 204),
  ],
  ["a Basic challenge is not met", [asks('Basic realm="MMS Public API"')], unauthorized(/basic/i)],
  ["a 401 without a challenge is an error", [[page(401), "end"]], unauthorized(/WWW-Authenticate/)],
  ["a malformed challenge is an error", [asks('Digest realm="x')], unauthorized(/malformed/)],
  ["an unknown algorithm is named", [asks(challenge.replace("MD5", "SHA-512-256"))], unauthorized(/SHA-512-256/)],
  [
    "Digest is chosen where Basic stands beside it",
    [[text(401, "", { "WWW-Authenticate": 'Basic realm="a, b"', "www-authenticate": challenge }), "end"], deleted],
    done,
  ],
  ["a nonce that is called stale is replaced", [challenged, stale, deleted], done],
  ["a server that calls every nonce stale is given up", [challenged, stale, stale, stale], unauthorized(/stale/)],
  ["a key that is rejected is not tried again", [challenged, challenged], unauthorized()],
  [
    "a redirect instead of a challenge is not followed",
    ({ decoy }) => [[text(307, "", { Location: `${decoy}/` }), "end"]],
    failed("unknown", "UnexpectedResponseError", 307),
  ],
  [
    "a login page instead of a challenge is not a success",
    [[text(200, loginPage, { "Content-Type": "text/html" }), "end"]],
    failed("unknown", "UnexpectedResponseError", 200),
  ],
];

const grants: readonly (readonly [string, Given, Expected, Options?])[] = [
  ["a lost grant is tried again", [["end"], granted, deleted], done, { maxRetries: 1 }],
  [
    "a limited token endpoint is waited for",
    [limited({ "Retry-After": "0" }), granted, deleted],
    done,
    { maxRetries: 1 },
  ],
  ["a token that is rejected is replaced once", [granted, refusedGrant, granted, deleted], done],
  [
    "an empty 401 that comes again with a new token is a refusal",
    [granted, refusedGrant, granted, refusedGrant],
    unauthorized(),
  ],
  [
    "a grant that fails after a rejection leaves the refusal",
    [granted, refusedGrant, [json(500, {}), "end"]],
    failed("refused", "TokenError", 500),
  ],
  [
    "a grant that is lost after a lost DELETE leaves the outcome unknown",
    [granted, ["reset"], refusedGrant, ["reset"]],
    { ...failed("unknown", "TokenError"), attempts: 2 },
    { maxRetries: 1 },
  ],
];

const kept = { Connection: "keep-alive" };
const keptOpening: Script = [json(401, {}, { ...kept, "WWW-Authenticate": challenge })];
const keptDeleted: Script = [head(204, kept)];
/** The second of two calls on one connection. On Deno each DELETE has a connection of its own. */
const keptConnections: readonly (readonly [string, readonly (Response | typeof gone)[], Expected])[] = [
  ["closed between two calls costs nothing", [[...keptDeleted, 5, "end"], keptDeleted], done],
  ["reset between two calls costs nothing", [[...keptDeleted, 5, "reset"], keptDeleted], done],
  ["dropped as the DELETE comes is tried again", [keptDeleted, ["end"], keptDeleted], { ...done, attempts: 2 }],
  ["dropped after the deletion means already gone", [keptDeleted, ["reset"], gone], afterLoss(2)],
];

const credentials = ["digest", "service account"] as const;

export const conversations: Readonly<Record<string, readonly Conversation[]>> = {
  "a call is tried again": retries.map(([name, given, expected, options], index) => {
    const credential = credentials[index % 2] ?? "digest";
    const responses = named([opening(credential), ...given]);
    return { name, credential, expected, responses, ...(options && { options }) };
  }),
  "the caller aborts": aborts.map(([when, script, outcome], index) => {
    const credential = credentials[index % 2] ?? "digest";
    return {
      name: `an abort ${when}`,
      credential,
      responses: ({ abort }) => [opening(credential), script(abort)],
      options: { maxRetries: 1 },
      expected: failed(outcome, "CancelledError"),
    };
  }),
  "the server asks who calls": challenges.map(([name, given, expected, options]) => {
    return { name, credential: "digest", expected, responses: of(given), ...(options && { options }) };
  }),
  "the token endpoint brings no token": Object.entries(grantFaults).map(([name, { status, script, stalls }]) => ({
    name: `${name} sends nothing`,
    credential: "service account",
    responses: ({ decoy, sceneOf }) => [
      (request) =>
        typeof script === "function"
          ? script({ decoy, secrets: sceneOf(request).authorization + request.body })
          : script,
    ],
    ...(stalls && { options: { timeoutMs: 300 } }),
    expected: { ...failed("not-sent", stalls ? "TimeoutError" : "TokenError", status), attempts: 0 },
  })),
  "the token endpoint fails in between": grants.map(([name, given, expected, options]) => {
    return { name, credential: "service account", expected, responses: of(given), ...(options && { options }) };
  }),
  "the connection is kept": keptConnections.map(([name, given, expected]) => ({
    name: `a kept connection ${name}`,
    credential: "digest",
    before: 1,
    options: { maxRetries: 1 },
    responses: named([keptOpening, ...given]),
    expected,
  })),
};
