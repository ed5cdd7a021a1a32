/** Faults before the server knows who calls: at the challenge, and at the token endpoint. */
import { apiError, deleted, gone, gzipped, head, json, loginPage, text } from "../answers.js";
import { type Conversation, testsOfConversations } from "../conversation.js";
import type { Script } from "../rawServer.js";
import { challenge, challenged, type Expected, granted, type PortableTest } from "../suite.js";

const revoked: Expected = { outcome: "revoked", status: 204 };
const unauthorized = (message?: RegExp): Expected => ({
  error: "AuthenticationError",
  outcome: "refused",
  status: 401,
  ...(message === undefined ? {} : { message }),
});

/** A 401 with a challenge, which may be any text. */
function asks(value: string): Script {
  return [text(401, "", { "WWW-Authenticate": value }), "end"];
}

const stale = asks(challenge.replace("stale=false", "stale=true"));

const challenges: readonly Omit<Conversation, "credential">[] = [
  {
    name: "a lost probe leaves doubt, since a server may not ask who calls",
    answers: [["reset"]],
    expected: { error: "ConnectionError", outcome: "unknown" },
  },
  {
    name: "a lost probe is tried again",
    answers: [["end"], challenged, deleted],
    options: { maxRetries: 1 },
    expected: { ...revoked, attempts: 2 },
  },
  {
    name: "a lost probe never explains that the target is missing",
    answers: [["reset"], challenged, gone],
    options: { maxRetries: 1 },
    expected: { error: "NotFoundError", outcome: "unknown", status: 404, attempts: 2 },
  },
  {
    name: "a silent probe ends at the deadline",
    answers: [["silence"]],
    options: { timeoutMs: 300 },
    expected: { error: "TimeoutError", outcome: "unknown" },
  },
  {
    name: "a challenge whose body drips for too long runs into the deadline",
    answers: [[head(401, { "WWW-Authenticate": challenge }), ...Array.from({ length: 100 }, () => [" ", 10]).flat()]],
    options: { timeoutMs: 300 },
    expected: { error: "TimeoutError", outcome: "unknown" },
  },
  {
    name: "a challenge with a huge body is answered all the same",
    answers: [gzippedChallenge(), deleted],
    expected: revoked,
  },
  {
    name: "a challenge that is cut off is answered all the same",
    answers: [[head(401, { "WWW-Authenticate": challenge, "Content-Length": "99" }), "end"], deleted],
    expected: revoked,
  },
  {
    name: "a Basic challenge is not answered",
    answers: [asks('Basic realm="MMS Public API"')],
    expected: unauthorized(/basic/i),
  },
  {
    name: "a 401 without a challenge is an error",
    answers: [[text(401, loginPage, { "Content-Type": "text/html" }), "end"]],
    expected: unauthorized(/WWW-Authenticate/),
  },
  {
    name: "a malformed challenge is an error",
    answers: [asks('Digest realm="x')],
    expected: unauthorized(/malformed/),
  },
  {
    name: "an unknown algorithm is named",
    answers: [asks(challenge.replace("MD5", "SHA-512-256"))],
    expected: unauthorized(/SHA-512-256/),
  },
  {
    name: "Digest is chosen where Basic stands beside it",
    answers: [
      [
        `HTTP/1.1 401 No\r\nConnection: close\r\nContent-Length: 0\r\nWWW-Authenticate: Basic realm="a, b"\r\nWWW-Authenticate: ${challenge}\r\n\r\n`,
        "end",
      ],
      deleted,
    ],
    expected: revoked,
  },
  { name: "a nonce that is called stale is replaced", answers: [challenged, stale, deleted], expected: revoked },
  {
    name: "a server that calls every nonce stale is given up",
    answers: [challenged, stale, stale, stale],
    expected: unauthorized(/stale/),
  },
  { name: "a key that is rejected is not tried again", answers: [challenged, challenged], expected: unauthorized() },
  {
    name: "a redirect instead of a challenge is not followed",
    answers: (decoy) => [[head(307, { Location: `${decoy}/`, "Content-Length": "0" }), "end"]],
    expected: { error: "UnexpectedResponseError", outcome: "unknown", status: 307 },
  },
  {
    name: "a login page instead of a challenge is no success",
    answers: [[text(200, loginPage, { "Content-Type": "text/html" }), "end"]],
    expected: { error: "UnexpectedResponseError", outcome: "unknown", status: 200 },
  },
];

function gzippedChallenge(): Script {
  const [, body = ""] = gzipped(401, new Uint8Array(8 * 1024 * 1024), "text/html");
  const length = typeof body === "object" ? body.length : 0;
  const fields = { "WWW-Authenticate": challenge, "Content-Encoding": "gzip", "Content-Length": String(length) };
  return [head(401, fields), body, "end"];
}

/** No DELETE was tried. */
function noToken(status?: number, message?: RegExp): Expected {
  return {
    error: "TokenError",
    outcome: "not-sent",
    attempts: 0,
    ...(status === undefined ? {} : { status }),
    ...(message === undefined ? {} : { message }),
  };
}

const grants: readonly Omit<Conversation, "credential">[] = [
  { name: "a lost grant is no reason to send anything", answers: [["reset"]], expected: noToken() },
  {
    name: "a lost grant is tried again",
    answers: [["end"], granted, deleted],
    options: { maxRetries: 1 },
    expected: revoked,
  },
  {
    name: "a silent token endpoint ends at the deadline",
    answers: [["silence"]],
    options: { timeoutMs: 300 },
    expected: { error: "TimeoutError", outcome: "not-sent", attempts: 0 },
  },
  {
    name: "a wrong secret is said",
    answers: [[json(401, { error: "invalid_client" }), "end"]],
    expected: noToken(401, /invalid_client/),
  },
  {
    name: "the token limit is said",
    answers: [[json(403, { error: "access_denied" }), "end"]],
    expected: noToken(403, /100/),
  },
  {
    name: "a limited token endpoint is waited for",
    answers: [[json(429, apiError(429, "RATE_LIMITED"), { "Retry-After": "0" }), "end"], granted, deleted],
    options: { maxRetries: 1 },
    expected: revoked,
  },
  {
    name: "a login page is no token",
    answers: [[text(200, loginPage, { "Content-Type": "text/html" }), "end"]],
    expected: noToken(200),
  },
  {
    name: "a grant that is cut off is no token",
    answers: [[head(200, { "Content-Length": "200" }), '{"access_token":"x",', "end"]],
    expected: noToken(200),
  },
  {
    name: "a gzip bomb is no token",
    answers: [gzipped(200, new Uint8Array(64 * 1024 * 1024).fill(32), "application/json")],
    expected: noToken(200),
  },
  {
    name: "a token that can't stand in a header is none",
    answers: [[json(200, { access_token: "a\r\nb", token_type: "Bearer" }), "end"]],
    expected: noToken(200),
  },
  ...[301, 302, 303, 307, 308].map(
    (status): Omit<Conversation, "credential"> => ({
      name: `a ${status} of the token endpoint is not followed`,
      answers: (decoy) => [[head(status, { Location: `${decoy}/api/oauth/token`, "Content-Length": "0" }), "end"]],
      expected: noToken(status),
    }),
  ),
  {
    name: "a token that is rejected is replaced once",
    answers: [granted, [text(401, ""), "end"], granted, deleted],
    expected: revoked,
  },
  {
    name: "a grant that fails after a rejection leaves the refusal",
    answers: [granted, [text(401, ""), "end"], [json(500, {}), "end"]],
    expected: { error: "TokenError", outcome: "refused", status: 500 },
  },
  {
    name: "a grant that is lost after a lost DELETE leaves the outcome unknown",
    answers: [granted, ["reset"], [text(401, ""), "end"], ["reset"]],
    options: { maxRetries: 1 },
    expected: { error: "TokenError", outcome: "unknown", attempts: 2 },
  },
];

export const authenticationTests: readonly PortableTest[] = testsOfConversations([
  ...challenges.map((each): Conversation => ({ ...each, credential: "digest" })),
  ...grants.map((each): Conversation => ({ ...each, credential: "service account" })),
]);
