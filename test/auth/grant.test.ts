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
      message: expect.stringContaining("No authorized DELETE was sent; the credential is unchanged."),
    });
    return { error, server };
  };
  const json =
    (status: number, body: unknown, headers = {}) =>
    () =>
      Response.json(body, { status, headers });
  const oauth = (status: number, error: string, error_description?: string) =>
    json(status, { error, error_description });

  const secret = "Check the client id and the secret's value: it may be expired, deleted or of another account.";
  const full =
    "A service account holds at most 100 live tokens; revoke some, close clients when done, or wait until they expire within the hour. Also check its access list.";
  const slow = "Too many token requests (50 a minute for an address and client); wait, then try again.";
  const listed = "Add this machine's public address to the access list of the service account.";
  const elsewhere = "Check that the base URL is that of MongoDB Cloud.";
  const again = "The token endpoint failed; try again.";
  const forbidden = { error: 403, errorCode: "IP_ADDRESS_NOT_ON_ACCESS_LIST", detail: "1.2.3.4" };
  const limited = json(429, { error: 429, errorCode: "RATE_LIMITED", detail: "slow" }, { "retry-after": "7" });
  test.each<[string, (request: Sent) => Response, string, string | undefined, object]>([
    [
      "a wrong secret",
      oauth(401, "invalid_client", "bad."),
      "401, invalid_client: bad.",
      secret,
      { error: "invalid_client" },
    ],
    ["invalid_client with 400", oauth(400, "invalid_client"), "400, invalid_client.", secret, { status: 400 }],
    ["a 401 without a body", () => new Response(null, { status: 401 }), "401.", secret, { error: undefined }],
    [
      "the 101st token",
      oauth(403, "access_denied", "too many"),
      "403, access_denied: too many.",
      full,
      { status: 403 },
    ],
    [
      "an address that is not listed",
      json(403, forbidden),
      "403, IP_ADDRESS_NOT_ON_ACCESS_LIST: 1.2.3.4.",
      listed,
      { error: forbidden.errorCode },
    ],
    ["a 429 like the API's", limited, "429, RATE_LIMITED: slow.", slow, { error: "RATE_LIMITED", retryAfterMs: 7_000 }],
    ["a 429 like OAuth's", oauth(429, "slow_down"), "429, slow_down.", slow, { retryAfterMs: undefined }],
    ["a 500 page", () => new Response("<html>", { status: 500 }), "500.", again, { status: 500 }],
    ["a 599", () => new Response("{", { status: 599 }), "599.", again, { status: 599 }],
    ["a 404 list", json(404, ["x"]), "404.", elsewhere, { status: 404 }],
    ["a redirect", () => Response.redirect("https://evil.invalid", 302), "302.", elsewhere, { status: 302 }],
    ...["null", "5", '"invalid_client"', '["invalid_client"]', "{"].map(
      (body) =>
        [`the body ${body}`, () => new Response(body, { status: 401 }), "401.", secret, { error: undefined }] as [
          string,
          () => Response,
          string,
          string,
          object,
        ],
    ),
  ])("%s is a TokenError that says what to do", async (_, step, summary, nextStep, facts) => {
    const { error } = await refused(step);
    expect(error).toMatchObject({ summary: `No access token: HTTP ${summary}`, nextStep, ...facts });
  });

  const unusable = "The token endpoint's response holds no usable access_token.";
  const otherType = "The token endpoint's response is of another token_type than Bearer.";
  test.each<[string, () => Response, string]>([
    ["an empty 200", () => new Response(null), unusable],
    ["a 200 page", () => new Response("<html>"), unusable],
    ["a list", json(200, []), unusable],
    ["a token that is not a string", json(200, { access_token: 5, token_type: "Bearer" }), unusable],
    ["an empty token", json(200, { access_token: "", token_type: "Bearer" }), unusable],
    ["a token that breaks the header", json(200, { access_token: "a\r\nX: y", token_type: "Bearer" }), unusable],
    ["a token with a space", json(200, { access_token: "a b", token_type: "Bearer" }), unusable],
    [
      "a token out of a prototype",
      () => new Response('{"__proto__":{"access_token":"a","token_type":"Bearer"}}'),
      unusable,
    ],
    ["a body that is too long", () => new Response(" ".repeat(1024 * 1024 + 1)), unusable],
    ["another type of token", json(200, { access_token: "a", token_type: "DPoP" }), otherType],
    ["a token without a type", json(200, { access_token: "a" }), otherType],
  ])("%s is not a token", async (_, step, summary) => {
    expect((await refused(step)).error).toMatchObject({ summary, status: 200 });
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

  test.each([
    ["can't be reached", lost("ECONNREFUSED", "connect"), 0],
    ["is lost", lost(), 3],
    ["is lost without a word", lost("UND_ERR_SOCKET", ""), 3],
  ])("a token endpoint that %s is tried again; no DELETE had left", async (_, step, requests) => {
    const server = always(step);
    const promise = rejection(clientOf(server, { ...auth(), maxRetries: 2 }).unassignGroupApiKey(projectKey));
    await vi.advanceTimersByTimeAsync(10);
    const summary = "The token endpoint can't be reached.";
    const cause = { code: "CONNECTION", outcome: "not-sent" };
    await expect(promise).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "not-sent",
      attempts: 0,
      requests,
      summary,
      cause,
    });
    expect(server.sent.length).toBe(3);
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
