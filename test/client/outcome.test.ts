/** What a response means, one by one; docs/outcomes.md's table of all combinations is in outcomeTable.test.ts. */
import { expect, test } from "vitest";
import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  digest,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  UnexpectedResponseError,
} from "../../src/index.js";
import { apiError, gone204, rejection, respond, type Step, script } from "../support/fetch.js";
import { clientOf, ids, keyPair, orgSecret, projectAccount, projectKey, projectSecret } from "../support/world.js";

const json = { "content-type": "application/json" };
const revoke = (step: Step, options = {}) => clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, options);
const unexpected = async (step: Step) => {
  const error = await rejection(revoke(step, { envelope: true, missingOk: true }));
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  return error as UnexpectedResponseError;
};
/** A response that no platform's constructor makes, but that a server or a `fetch` of the caller's own may bring. */
const odd =
  (status: number, text?: string, headers = {}): Step =>
  () =>
    ({
      status,
      headers: new Headers(headers),
      body: text === undefined ? null : new Response(text).body,
      bodyUsed: false,
      redirected: false,
    }) as Response;

test("204 is the operation's own effect: a secret is deleted, a key or an account is unassigned and stays alive", async () => {
  const client = () => clientOf(script(gone204));
  const deleted = { outcome: "deleted", status: 204, remains: undefined, warnings: [] };
  await expect(client().deleteOrgServiceAccountSecret(orgSecret)).resolves.toMatchObject(deleted);
  await expect(client().deleteGroupServiceAccountSecret(projectSecret)).resolves.toMatchObject(deleted);
  const account = await client().unassignGroupServiceAccount(projectAccount);
  expect(account).toMatchObject({ outcome: "unassigned", remains: expect.stringMatching(/stay/) });
  const key = await client().unassignGroupApiKey(projectKey);
  expect(key).toMatchObject({
    outcome: "unassigned",
    remains: expect.stringContaining("DELETE /orgs/{orgId}/apiKeys/"),
  });
});

test("a revocation holds what was revoked, how, and when it was confirmed", async () => {
  const headers = { "ratelimit-limit": "1200", "ratelimit-remaining": " 1199 " };
  const before = new Date().toISOString();
  const revocation = await clientOf(script(respond(204, undefined, headers))).unassignGroupApiKey(projectKey);
  expect(revocation).toEqual({
    operationId: "unassignGroupApiKey",
    api: "atlas",
    ids: { groupId: ids.groupId, apiKeyId: ids.apiKeyId },
    outcome: "unassigned",
    status: 204,
    remains: expect.any(String),
    confirmedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    attempts: 1,
    requests: 1,
    rateLimit: { limit: 1200, remaining: 1199 },
    warnings: [],
  });
  expect(revocation.confirmedAt >= before && revocation.confirmedAt <= new Date().toISOString()).toBe(true);
});

test.each([
  {},
  { "ratelimit-limit": "500" },
  { "ratelimit-remaining": "5" },
  { "ratelimit-limit": "5x", "ratelimit-remaining": "5" },
  { "ratelimit-limit": "5", "ratelimit-remaining": "-1" },
  { "ratelimit-limit": "1234567890", "ratelimit-remaining": "1" },
] as Record<string, string>[])("the headers %j hold no rate limit", async (headers) => {
  await expect(revoke(respond(204, undefined, headers))).resolves.toMatchObject({ rateLimit: undefined });
});

test.each([201, 202, 203, 205, 206, 299, 300, 301, 302, 303, 304, 307, 308, 399])(
  "HTTP %i is unknown, whatever its envelope says",
  async (status) => {
    const bodiless = [304, 205].includes(status);
    for (const step of bodiless ? [respond(status)] : [respond(status), respond(status, { status: 204 })]) {
      const error = await unexpected(step);
      expect(error).toMatchObject({ outcome: "unknown", status });
      if (status >= 300) expect(error.summary).toContain("is a redirect, and none is followed");
    }
  },
);

test.each([
  ["204 with a body", odd(204, "<html>"), 204, "is not a response that the document knows|has a body"],
  [
    "HTTP 199 with an error in an envelope",
    odd(199, '{"status":404,"content":{"error":404}}', json),
    199,
    "(status 404)",
  ],
  ["a redirect that the platform hides", odd(0), 0, "is a redirect, and none is followed"],
  ["HTTP 100", odd(100), 100, "is not a response that the document knows"],
  ["HTTP 600", odd(600), 600, "is not a response that the document knows"],
  ["HTTP 999", odd(999), 999, "is not a response that the document knows"],
  ["200 without a length", respond(200), 200, "has an empty body that may have been cut off"],
  ["a page", respond(200, "<html>", { "content-type": "text/html" }), 200, "is not JSON, as the API's responses are"],
  ["a text without a type", odd(200, "signed out"), 200, "has a body that is neither empty nor an envelope"],
  ["a bare error inside a 200", respond(200, { error: 404, errorCode: "X" }), 200, "neither empty nor an envelope"],
  ["an envelope with status 202", respond(200, { status: 202 }), 200, "does not plainly say 200 or 204 (status 202)"],
  ["204 from a cache", respond(204, undefined, { age: "0" }), 204, "comes from a cache and not from the API"],
  ["204 as a page", respond(204, undefined, { "content-type": "text/html" }), 204, "is not JSON"],
  ["204 as plain text", respond(204, undefined, { "content-type": "text/plain; charset=utf-8" }), 204, "is not JSON"],
  ["204 with an empty type", respond(204, undefined, { "content-type": "" }), 204, "is not JSON"],
  ["an envelope from a cache", respond(200, { status: 204 }, { age: "12" }), 200, "comes from a cache"],
])("%s is unknown, and the summary says why", async (_, step, status, why) => {
  const error = await unexpected(step);
  expect(error).toMatchObject({ outcome: "unknown", status, attempts: 1 });
  expect(why.split("|").some((words) => error.summary.includes(words))).toBe(true);
  expect(error.nextStep).toBe("Check the base URL and what stands between you and the server.");
});

test("an envelope with status 599 is the API's error, the last that there is, and 600 is none", async () => {
  await expect(rejection(revoke(respond(200, { status: 599 })))).resolves.toMatchObject({
    code: "SERVER",
    status: 599,
  });
  await unexpected(respond(200, { status: 600 }));
});

test.each([
  [400, BadRequestError, "BAD_REQUEST"],
  [401, AuthenticationError, "AUTHENTICATION"],
  [402, ApiError, "API"],
  [403, PermissionError, "PERMISSION"],
  [404, NotFoundError, "NOT_FOUND"],
  [405, ApiError, "API"],
  [409, ApiError, "API"],
  [410, ApiError, "API"],
  [429, RateLimitError, "RATE_LIMIT"],
  [499, ApiError, "API"],
  [500, ServerError, "SERVER"],
  [503, ServerError, "SERVER"],
  [599, ServerError, "SERVER"],
] as const)(
  "HTTP %i is an error of its class, with and without a body, bare and enveloped",
  async (status, Class, code) => {
    const error = { error: status, reason: "No", detail: "No such thing", errorCode: "X" };
    const steps = [
      respond(status),
      respond(status, "<html>no</html>", { "content-type": "text/html" }),
      respond(status, error),
      respond(status, { status, content: error }),
      respond(200, { status, content: error }),
      respond(202, { status, content: error }),
      respond(299, { status, content: error }),
    ];
    for (const step of steps) {
      const failure = await rejection(revoke(step, { envelope: true }));
      expect((failure as Error).constructor).toBe(Class);
      expect(failure).toMatchObject({ status, code, outcome: status < 500 ? "refused" : "unknown" });
    }
  },
);

const noCredentials = { scheme: "none", authorize: () => undefined };
test.each([
  ["204", gone204],
  ["an empty 200", respond(200, "", { "content-length": "0" })],
  ["an envelope of 204", respond(200, { status: 204 })],
  ["a redirect", respond(302)],
  ["a page", respond(200, "<html>", { "content-type": "text/html" })],
])("%s to a request without credentials is unknown: no server of MongoDB's lets that in", async (_, step) => {
  for (const auth of [digest(keyPair), noCredentials]) {
    const call = clientOf(script(step), { auth }).deleteOrgServiceAccountSecret(orgSecret, { envelope: true });
    const error = await rejection(call);
    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", outcome: "unknown", requests: 1 });
  }
});

test("a 404 or a 500 to a request without credentials proves nothing: refused, or not sent", async () => {
  const missing = apiError(404, "SECRET_NOT_FOUND");
  for (const step of [missing, respond(500), respond(404)]) {
    const call = clientOf(script(step), { auth: digest(keyPair) }).deleteOrgServiceAccountSecret(orgSecret, {
      missingOk: true,
    });
    const error = await rejection(call);
    expect(error).toBeInstanceOf(ApiError);
    expect(["refused", "not-sent"]).toContain((error as ApiError).outcome);
  }
});

test.each(["mdb%5Fsa%5Fsk%5F", "mdb%5fsa%5fsk%5f", "MDB_SA_SK_"])(
  "a secret that is quoted as %s… is not shown",
  async (form) => {
    const error = await rejection(revoke(apiError(403, "X", { detail: `Bad secret ${form}ABCDEFGH%5F1234.` })));
    expect(String(error)).toContain("Bad secret [redacted].");
  },
);
