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
import { respond, apiError, gone204, rejection, type Step, script } from "../support/fetch.js";
import { clientOf, ids, orgSecret, projectKey } from "../support/world.js";

// No jitter: a retry waits for as long as the server asks, which is not at all.
beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});

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
  await expect(revoke(gone204)).resolves.toMatchObject({ outcome: "deleted", status: 204, attempts: 1, requests: 1 });
});

test.each([201, 202, 203, 205, 206, 299, 300, 301, 302, 303, 304, 307, 308, 399])(
  "HTTP %i is unknown, whatever its envelope says",
  async (status) => {
    const steps = [304, 205].includes(status) ? [respond(status)] : [respond(status), respond(status, { status: 204 })];
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
      respond(status),
      respond(status, "<html>no</html>", { "content-type": "text/html" }),
      respond(status, error),
      respond(status, { status, content: error }),
      respond(200, { status, content: error }),
      respond(202, { status, content: error }),
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
  for (const step of [respond(status), apiError(status, "X"), respond(200, { status, content: { error: status } })]) {
    const failure = await rejection(revoke(step, { envelope: true }));
    expect(failure).toBeInstanceOf(ServerError);
    expect(failure).toMatchObject({ status, code: "SERVER", outcome: "unknown" });
  }
});

test("an error status whose envelope says something else is unknown", async () => {
  for (const inside of [200, 204, 400, 503]) {
    const failure = await rejection(
      revoke(respond(404, { status: inside, content: { error: 404 } }), { envelope: true }),
    );
    expect(failure).toBeInstanceOf(NotFoundError);
    expect(failure).toMatchObject({ outcome: "unknown", status: 404 });
  }
  await expect(rejection(revoke(respond(404, { status: 404, content: {} })))).resolves.toMatchObject({
    outcome: "refused",
  });
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
  const client = clientOf(script(respond(204, undefined, headers)));
  await expect(client.unassignGroupApiKey(projectKey)).resolves.toEqual({
    operationId: "unassignGroupApiKey",
    api: "atlas",
    ids: { groupId: ids.groupId, apiKeyId: ids.apiKeyId },
    outcome: "deleted",
    status: 204,
    attempts: 1,
    requests: 1,
    rateLimit: { limit: 1200, remaining: 1199 },
    warnings: [expect.stringContaining("stays alive in its organization")],
  });
});
