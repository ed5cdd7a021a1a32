/** A grant that is refused: a TokenError that says why and what to do, and no DELETE. */
import { describe, expect, test, vi } from "vitest";
import { TokenError } from "../../src/index.js";
import { fakeTime } from "../support/fakeTime.js";
import { always, lost, rejection, type Sent } from "../support/fetch.js";
import { auth, serverOf } from "../support/tokenServer.js";
import { clientOf, projectKey } from "../support/world.js";

fakeTime();

describe("a grant that is refused", () => {
  const refused = async (step: (request: Sent) => Response, maxRetries = 0) => {
    const server = serverOf({ onGrant: (request) => step(request) });
    const error = await rejection(clientOf(server, { ...auth(), maxRetries }).unassignGroupApiKey(projectKey));
    expect(error).toBeInstanceOf(TokenError);
    expect(server.deletes()).toEqual([]);
    expect(error).toMatchObject({
      outcome: "not-sent",
      attempts: 0,
      message: expect.stringMatching(/No authorized DELETE was sent; the credential is unchanged\.$/),
    });
    return { error, server };
  };
  const json =
    (status: number, body: unknown, headers = {}) =>
    () =>
      Response.json(body, { status, headers });
  const oauth = (status: number, error: string, error_description?: string) =>
    json(status, { error, error_description });

  test.each([
    [
      "a wrong secret",
      oauth(401, "invalid_client", "bad secret."),
      { status: 401, error: "invalid_client" },
      "No access token: HTTP 401, invalid_client: bad secret. Check the client id and the secret's value",
    ],
    [
      "an invalid_client with 400",
      oauth(400, "invalid_client"),
      { status: 400 },
      "Check the client id and the secret's value",
    ],
    [
      "a 401 without a body",
      () => new Response(null, { status: 401 }),
      { status: 401, error: undefined },
      "No access token: HTTP 401. Check the client id",
    ],
    [
      "the 101st token",
      oauth(403, "access_denied", "too many"),
      { status: 403, error: "access_denied" },
      "at most 100 live tokens",
    ],
    [
      "an address that is not listed",
      json(403, { error: 403, errorCode: "IP_ADDRESS_NOT_ON_ACCESS_LIST", detail: "1.2.3.4" }),
      { status: 403, error: "IP_ADDRESS_NOT_ON_ACCESS_LIST" },
      "IP_ADDRESS_NOT_ON_ACCESS_LIST: 1.2.3.4. Add this machine's public address to the access list of the service account.",
    ],
    [
      "a 429 like the API's",
      json(429, { error: 429, errorCode: "RATE_LIMITED", detail: "slow" }, { "retry-after": "7" }),
      { status: 429, error: "RATE_LIMITED", retryAfterMs: 7_000 },
      "RATE_LIMITED: slow. Too many token requests",
    ],
    [
      "a 429 like OAuth's",
      oauth(429, "slow_down"),
      { status: 429, error: "slow_down", retryAfterMs: undefined },
      "slow_down. Too many token requests",
    ],
    ["a 500", () => new Response("<html>", { status: 500 }), { status: 500 }, "The token endpoint failed; try again."],
    [
      "a 599",
      () => new Response("{", { status: 599 }),
      { status: 599 },
      "No access token: HTTP 599. The token endpoint failed",
    ],
    ["a 404", json(404, ["x"]), { status: 404 }, "Check that the base URL is that of MongoDB Cloud."],
    [
      "a redirect",
      () => new Response(null, { status: 302, headers: { location: "https://evil.invalid" } }),
      { status: 302 },
      "Check that the base URL",
    ],
    ["an empty 200", () => new Response(null), { status: 200 }, "holds no usable access_token"],
    ["a 200 page", () => new Response("<html>"), { status: 200 }, "holds no usable access_token"],
    ["a 200 list", json(200, []), { status: 200 }, "holds no usable access_token"],
    ["a null", json(200, null), { status: 200 }, "holds no usable access_token"],
    [
      "a token that is no string",
      json(200, { access_token: 5, token_type: "Bearer" }),
      { status: 200 },
      "holds no usable access_token",
    ],
    [
      "an empty token",
      json(200, { access_token: "", token_type: "Bearer" }),
      { status: 200 },
      "holds no usable access_token",
    ],
    [
      "a token that breaks the header",
      json(200, { access_token: "a\r\nX: y", token_type: "Bearer" }),
      { status: 200 },
      "holds no usable access_token",
    ],
    [
      "a token with a space",
      json(200, { access_token: "a b", token_type: "Bearer" }),
      { status: 200 },
      "holds no usable access_token",
    ],
    [
      "a token out of a prototype",
      () => new Response('{"__proto__":{"access_token":"a","token_type":"Bearer"}}'),
      { status: 200 },
      "holds no usable access_token",
    ],
    [
      "another type of token",
      json(200, { access_token: "a", token_type: "DPoP" }),
      { status: 200 },
      "another token_type than Bearer",
    ],
    ["a token without a type", json(200, { access_token: "a" }), { status: 200 }, "another token_type than Bearer"],
    [
      "a body that is too long",
      () => new Response(" ".repeat(1024 * 1024 + 1)),
      { status: 200 },
      "holds no usable access_token",
    ],
  ])("%s is a TokenError that says what to do", async (_, step, facts, message) => {
    const { error } = await refused(step);
    expect(error).toMatchObject({ ...facts, message: expect.stringContaining(message) });
  });

  test("the next step stands by itself too, and an Auth's own is redacted like its message", async () => {
    const { error } = await refused(oauth(401, "invalid_client"));
    const nextStep = "Check the client id and the secret's value: it may be expired, deleted or of another account.";
    expect(error).toMatchObject({ nextStep, message: expect.stringContaining(nextStep) });
    const own = {
      scheme: "bearer",
      redact: (text: string) => text.replaceAll("hunter2", "***"),
      authorize: () => {
        throw new TokenError("No hunter2.", { outcome: "not-sent", nextStep: "Ask for another hunter2." });
      },
    };
    const failed = await rejection(clientOf(always(json(204, {})), { auth: own }).unassignGroupApiKey(projectKey));
    expect(failed).toMatchObject({ nextStep: "Ask for another ***." });
  });

  test("what an Auth of the user's own says is freed of secrets, control characters and excess, the next step too", async () => {
    const words = `mdb_sa_sk_hunter2\u001b[31m${"x".repeat(9_000)}`;
    const own = {
      scheme: "bearer",
      authorize: () => {
        throw new TokenError(words, { outcome: "not-sent", nextStep: words });
      },
    };
    const failed = await rejection(clientOf(always(json(204, {})), { auth: own }).unassignGroupApiKey(projectKey));
    const said = JSON.stringify(failed);
    expect(said).not.toMatch(/hunter2|\\u001b/);
    expect(failed).toMatchObject({
      nextStep: `[redacted] [31m${"x".repeat(485)}…`,
      message: `[redacted] [31m${"x".repeat(1_485)}… No authorized DELETE was sent; the credential is unchanged.`,
    });
  });

  test("bearer in any case, and a token of every allowed character, are taken", async () => {
    const token = "aZ09-._~+/==";
    const server = serverOf({
      onGrant: json(200, { access_token: token, token_type: "bEARER" }),
      onDelete: () => new Response(null, { status: 204 }),
    });
    await clientOf(server, auth()).unassignGroupApiKey(projectKey);
    expect(server.deletes()[0]?.headers.get("authorization")).toBe(`Bearer ${token}`);
  });

  test.each([429, 502, 503, 504])("%i is tried again inside the deadline, as long as retries last", async (status) => {
    const promise = refused(json(status, {}, { "retry-after": "0" }), 3);
    await vi.advanceTimersByTimeAsync(10);
    const { error, server } = await promise;
    expect(server.grants()).toBe(4);
    expect(error).toMatchObject({ status, requests: 4 });
  });

  test.each([400, 401, 403, 500])("%i is not tried again", async (status) => {
    expect((await refused(json(status, {}), 3)).server.grants()).toBe(1);
  });

  test("a token endpoint that can't be reached is tried again, and then said so", async () => {
    const server = always(lost("ECONNREFUSED", "connect"));
    const promise = rejection(clientOf(server, { ...auth(), maxRetries: 2 }).unassignGroupApiKey(projectKey));
    await vi.advanceTimersByTimeAsync(10);
    const error = await promise;
    expect(error).toMatchObject({
      code: "TOKEN",
      outcome: "not-sent",
      requests: 3,
      message: "The token endpoint can't be reached. No authorized DELETE was sent; the credential is unchanged.",
      cause: { code: "CONNECTION", outcome: "not-sent", message: expect.stringContaining("ECONNREFUSED") },
    });
  });

  test("a grant whose answer was lost says nothing of a doubt: no DELETE had left", async () => {
    const error = await rejection(clientOf(always(lost()), auth()).unassignGroupApiKey(projectKey));
    expect(error).toMatchObject({ code: "TOKEN", outcome: "not-sent", cause: { outcome: "not-sent" } });
  });

  test("after an attempt in doubt, a grant that fails leaves the doubt", async () => {
    const server = serverOf({
      onGrant: (_, count) => (count === 1 ? undefined : new Response(null, { status: 401 })),
      expiresIn: 0.001,
      onDelete: () => new Response(null, { status: 503, headers: { "retry-after": "1" } }),
    });
    const promise = rejection(clientOf(server, { ...auth(), maxRetries: 1 }).unassignGroupApiKey(projectKey));
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(promise).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "unknown",
      message: expect.stringContaining("not known whether"),
    });
  });
});
