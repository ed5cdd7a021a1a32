/** The service account: how many grants, whose abort ends what, what a failed grant says, and what is given back. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AuthenticationError, createClient, serviceAccount, TokenError } from "../../src/index.js";
import {
  always,
  clientOf,
  gone204,
  ids,
  lost,
  observedClientOf,
  origin,
  projectAccount,
  projectKey,
  rejection,
  type Sent,
} from "./server.js";
import { type TokenServerOptions, tokenServer } from "./tokenServer.js";

const pair = { clientId: ids.clientId, clientSecret: "mdb_sa_sk_abc-DEF_123" };
const serverOf = (options: Partial<TokenServerOptions> = {}) => tokenServer({ ...pair, ...options });
const auth = () => ({ auth: serviceAccount(pair) });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** A promise and its end. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test("200 parallel calls cost one grant, and 200 more cost none", async () => {
  const server = serverOf();
  const client = clientOf(server, auth());
  const many = () => Promise.all(Array.from({ length: 200 }, () => client.unassignGroupApiKey(projectKey)));
  await many();
  expect([server.grants(), server.sent.length]).toEqual([1, 201]);
  await many();
  expect([server.grants(), server.sent.length]).toEqual([1, 401]);
});

test("a grant is a form with Basic, and says so in an event", async () => {
  const server = serverOf();
  const { client, events } = observedClientOf(server, auth());
  await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ attempts: 1, requests: 2 });
  const [grant, del] = server.sent;
  expect(grant).toMatchObject({
    method: "POST",
    url: `${origin}/api/oauth/token`,
    body: "grant_type=client_credentials",
  });
  expect(Object.fromEntries(grant?.headers ?? [])).toEqual({
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
    authorization: `Basic ${btoa(`${pair.clientId}:${pair.clientSecret}`)}`,
  });
  expect(del?.headers.get("authorization")).toBe("Bearer token-number-1");
  expect(events).toContainEqual({
    type: "grant",
    ok: true,
    durationMs: 0,
    api: "atlas",
    operationId: "unassignGroupApiKey",
    call: 1,
  });
});

test.each(["a:b", "%41", "a+b c", "ä/ö=ü&€", "_-.!~*'()", "mdb_sa_sk_😀"])(
  "a standard token server reads the secret %s as it is, and `_` stays",
  async (clientSecret) => {
    const clientId = `mdb_sa_id_${clientSecret.replace("mdb_sa_sk_", "")}`;
    const server = serverOf({ clientId, clientSecret });
    const client = clientOf(server, { auth: serviceAccount({ clientId, clientSecret }) });
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "revoked" });
    expect(atob((server.sent[0]?.headers.get("authorization") ?? "").slice(6))).toMatch(/^mdb_sa_id_/);
    await client.close();
    expect(server.live.size).toBe(0);
  },
);

describe("the life of a token", () => {
  const calls = async (expiresIn: number | undefined, ...waitsMs: number[]): Promise<number[]> => {
    const server = serverOf({ expiresIn });
    const client = clientOf(server, auth());
    const grants: number[] = [];
    for (const waitMs of waitsMs) {
      await vi.advanceTimersByTimeAsync(waitMs);
      await client.unassignGroupApiKey(projectKey);
      grants.push(server.grants());
    }
    return grants;
  };

  test("a token of an hour is renewed a minute before it ends, and not earlier", async () => {
    await expect(calls(3600, 0, 3_539_999, 1)).resolves.toEqual([1, 1, 2]);
  });
  test("a token of a minute is renewed after half of it", async () => {
    await expect(calls(60, 0, 29_999, 1)).resolves.toEqual([1, 1, 2]);
  });
  test("a token of two minutes is renewed after one", async () => {
    await expect(calls(120, 0, 59_999, 1)).resolves.toEqual([1, 1, 2]);
  });
  test.each([undefined, 0, -5, Number.NaN])(
    "a token that lives for %s seconds is kept until a 401",
    async (seconds) => {
      await expect(calls(seconds, 0, 1e9)).resolves.toEqual([1, 1]);
    },
  );
});

describe("a 401", () => {
  test("brings one new token and one replay", async () => {
    const server = serverOf();
    const { client, events } = observedClientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    server.live.clear();
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({
      outcome: "revoked",
      attempts: 1,
      requests: 3,
    });
    expect(server.grants()).toBe(2);
    expect(events.filter(({ type }) => type === "challenge")).toMatchObject([{ scheme: "service-account", call: 2 }]);
  });

  test("in parallel calls brings one new token for all", async () => {
    const server = serverOf();
    const client = clientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    server.live.clear();
    await Promise.all(Array.from({ length: 20 }, () => client.unassignGroupApiKey(projectKey)));
    expect(server.grants()).toBe(2);
  });

  test("for a token that was replaced meanwhile is replayed with the new one, without a grant", async () => {
    const held = gate();
    const server = serverOf();
    const late = always(async (request, signal) => {
      const response = await server.fetch(request.url, request.init);
      if (late.deletes().length === 2 && response.status === 401) await held.opened;
      signal.throwIfAborted();
      return response;
    });
    const client = clientOf(late, auth());
    await client.unassignGroupApiKey(projectKey);
    server.live.clear();
    const slow = client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(0);
    await client.unassignGroupApiKey(projectKey);
    held.open();
    await slow;
    expect(server.grants()).toBe(2);
  });

  test("that means the role costs one grant a minute at most, and the answer stands", async () => {
    const server = serverOf({ onDelete: () => new Response(null, { status: 401 }) });
    const client = clientOf(server, auth());
    const call = async () => {
      const error = await rejection(client.unassignGroupApiKey(projectKey));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({ outcome: "refused" });
      return server.grants();
    };
    expect(await call()).toBe(2);
    expect(await call()).toBe(2);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(await call()).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(await call()).toBe(3);
    await client.close();
    expect(server.live.size).toBe(0);
  });
});

describe("who waits for a grant", () => {
  test("a caller who leaves does not cancel the others' grant, and a second joins it", async () => {
    const held = gate();
    const server = serverOf({ onGrant: async () => void (await held.opened) });
    const client = clientOf(server, auth());
    const [first, second] = [new AbortController(), new AbortController()];
    const leaving = rejection(client.unassignGroupApiKey(projectKey, { signal: first.signal }));
    const staying = client.unassignGroupApiKey(projectKey, { signal: second.signal });
    await vi.advanceTimersByTimeAsync(0);
    first.abort();
    await expect(leaving).resolves.toMatchObject({ code: "CANCELLED", outcome: "not-sent" });
    const joining = client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(0);
    held.open();
    await expect(staying).resolves.toMatchObject({ outcome: "revoked" });
    await expect(joining).resolves.toMatchObject({ outcome: "revoked" });
    expect(server.grants()).toBe(1);
  });

  test("the last caller who leaves cancels the grant, and the next call begins another", async () => {
    const cancelled: unknown[] = [];
    const server = serverOf({
      onGrant: (_, count, signal) =>
        count > 1
          ? undefined
          : new Promise((_resolve, reject) => {
              signal.addEventListener("abort", () => {
                cancelled.push(signal.reason);
                reject(signal.reason);
              });
            }),
    });
    const client = clientOf(server, auth());
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => rejection(client.unassignGroupApiKey(projectKey, { signal })));
    await vi.advanceTimersByTimeAsync(0);
    controllers[0]?.abort("one");
    expect(cancelled).toEqual([]);
    controllers[1]?.abort("two");
    expect(cancelled).toEqual(["two"]);
    await Promise.all(calls);
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "revoked" });
    expect(server.grants()).toBe(2);
  });

  test("a grant that was given up and ends late does not end its successor", async () => {
    const [first, second] = [gate(), gate()];
    const server = serverOf({ onGrant: async (_, count) => void (await (count === 1 ? first : second).opened) });
    const client = clientOf(server, auth());
    const controller = new AbortController();
    const leaving = rejection(client.unassignGroupApiKey(projectKey, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(0);
    controller.abort();
    await leaving;
    const next = client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(0);
    first.open();
    await vi.advanceTimersByTimeAsync(0);
    const another = client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(0);
    second.open();
    await Promise.all([next, another]);
    expect(server.grants()).toBe(2);
  });

  test("a grant that never ends is ended by its own time, however many calls keep joining it", async () => {
    const server = serverOf({ onGrant: (_, count) => (count > 1 ? undefined : new Promise(() => undefined)) });
    const client = clientOf(server, { ...auth(), timeoutMs: 1_000 });
    const first = rejection(client.unassignGroupApiKey(projectKey, { timeoutMs: 600 }));
    await vi.advanceTimersByTimeAsync(500);
    const second = rejection(client.unassignGroupApiKey(projectKey, { timeoutMs: 60_000 }));
    await vi.advanceTimersByTimeAsync(100);
    await expect(first).resolves.toMatchObject({ code: "TIMEOUT", outcome: "not-sent" });
    await vi.advanceTimersByTimeAsync(400);
    const error = await second;
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({
      outcome: "not-sent",
      message: expect.stringContaining("did not answer within 1000 ms"),
    });
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "revoked" });
  });

  test("each caller gets the error of a grant that failed, with its own facts, and the next call tries again", async () => {
    const server = serverOf({ onGrant: (_, count) => (count > 1 ? undefined : Response.json({}, { status: 403 })) });
    const { client, events } = observedClientOf(server, auth());
    const errors = await Promise.all([
      rejection(client.unassignGroupApiKey(projectKey)),
      rejection(client.unassignGroupServiceAccount(projectAccount)),
    ]);
    expect(errors).toMatchObject([
      { code: "TOKEN", operationId: "unassignGroupApiKey", attempts: 0, requests: 1 },
      { code: "TOKEN", operationId: "unassignGroupServiceAccount", attempts: 0, requests: 0 },
    ]);
    expect(errors[0]).not.toBe(errors[1]);
    expect(events).toContainEqual(expect.objectContaining({ type: "grant", ok: false }));
    await client.unassignGroupApiKey(projectKey);
    expect(server.grants()).toBe(2);
  });
});

describe("a grant that is refused", () => {
  const refused = async (step: (request: Sent) => Response, maxRetries = 0) => {
    const server = serverOf({ onGrant: (request) => step(request) });
    const error = await rejection(clientOf(server, { ...auth(), maxRetries }).unassignGroupApiKey(projectKey));
    expect(error).toBeInstanceOf(TokenError);
    expect(server.deletes()).toEqual([]);
    expect(error).toMatchObject({
      outcome: "not-sent",
      attempts: 0,
      message: expect.stringMatching(/No DELETE was sent; the credential is unchanged\.$/),
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
      oauth(401, "invalid_client", "bad secret"),
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
      message: "The token endpoint can't be reached. No DELETE was sent; the credential is unchanged.",
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

describe("close()", () => {
  test("gives the token back, once, and refuses later calls", async () => {
    const server = serverOf();
    const client = clientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    const both = [client.close(), client.close()];
    expect(both[0]).toBe(both[1]);
    await Promise.all(both);
    expect(server.live.size).toBe(0);
    expect(server.sent.length).toBe(3);
    expect(server.sent[2]).toMatchObject({
      url: `${origin}/api/oauth/revoke`,
      body: "token=token-number-1&token_type_hint=access_token",
    });
    const error = await rejection(client.unassignGroupApiKey(projectKey));
    expect(error).toMatchObject({ name: "ClientClosedError", code: "CLIENT_CLOSED", outcome: "not-sent" });
    await expect(
      rejection(client.http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path: projectKey } })),
    ).resolves.toMatchObject({ code: "CLIENT_CLOSED" });
    expect(server.sent.length).toBe(3);
  });

  test("asks nothing when no token was issued, and nothing of a digest", async () => {
    const server = serverOf();
    await clientOf(server, auth()).close();
    await clientOf(always(gone204)).close();
    expect(server.sent).toEqual([]);
  });

  test("gives back every token that may live: renewed, rejected and late ones, but no expired one", async () => {
    const server = serverOf({ expiresIn: 100 });
    const client = clientOf(server, auth());
    await client.unassignGroupApiKey(projectKey); // 1
    await vi.advanceTimersByTimeAsync(100_001);
    await client.unassignGroupApiKey(projectKey); // 2; 1 has expired
    await vi.advanceTimersByTimeAsync(60_000);
    await client.unassignGroupApiKey(projectKey); // 3; 2 still lives
    await client.close();
    const given = server.sent
      .filter(({ url }) => url.endsWith("/revoke"))
      .map(({ body }) => new URLSearchParams(body).get("token"));
    expect(given).toEqual(["token-number-2", "token-number-3"]);
  });

  test("waits for the calls under way, and for their grant", async () => {
    const held = gate();
    const server = serverOf({ onGrant: async () => void (await held.opened) });
    const client = clientOf(server, auth());
    const call = client.unassignGroupApiKey(projectKey);
    const closed = client.close();
    held.open();
    await Promise.all([call, closed]);
    expect(server.live.size).toBe(0);
    expect(server.deletes().length).toBe(1);
  });

  test("waits for a grant that another client of the same Auth began, and outlives its failure", async () => {
    for (const status of [200, 500]) {
      const held = gate();
      const server = serverOf({
        onGrant: async () => {
          await held.opened;
          return status === 200 ? undefined : new Response(null, { status });
        },
      });
      const shared = auth();
      const [one, two] = [clientOf(server, shared), clientOf(server, shared)];
      const call = one.unassignGroupApiKey(projectKey).catch(() => undefined);
      const closed = two.close();
      await vi.advanceTimersByTimeAsync(0);
      held.open();
      await closed;
      await call;
      expect(server.live.has("token-number-1")).toBe(false);
    }
  });

  test.each([
    [500, "could not be revoked (HTTP 500)."],
    [400, "could not be revoked (HTTP 400, invalid_request: no)."],
  ])("says when the token could not be given back: %i", async (status, message) => {
    const server = serverOf({
      onRevoke: () =>
        status === 500
          ? new Response(null, { status })
          : Response.json({ error: "invalid_request", error_description: "no" }, { status }),
    });
    const { client, events } = observedClientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    const error = await rejection(client.close());
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({ status, outcome: "not-sent", message: expect.stringContaining(message) });
    expect(error).toMatchObject({
      message: expect.stringMatching(/expires by itself within the hour; revocations that were confirmed stay so\.$/),
    });
    expect(events.at(-1)).toMatchObject({ type: "outcome", code: "TOKEN", call: 0, outcome: "not-sent" });
  });

  test("gives back the other tokens when one could not be given back", async () => {
    const server = serverOf({
      expiresIn: 100,
      onRevoke: (_, count) => (count === 1 ? new Response(null, { status: 500 }) : undefined),
    });
    const client = clientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(60_000);
    await client.unassignGroupApiKey(projectKey);
    await expect(rejection(client.close())).resolves.toMatchObject({ status: 500 });
    expect([...server.live]).toEqual(["token-number-1"]);
  });

  test("ends by its deadline when the endpoint is silent, and says so when it is not there", async () => {
    const server = serverOf();
    const silent = always((request, signal) =>
      request.url.endsWith("/revoke")
        ? new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))
        : server.fetch(request.url, request.init),
    );
    const client = clientOf(silent, { ...auth(), timeoutMs: 1_000 });
    await client.unassignGroupApiKey(projectKey);
    const closed = rejection(client.close());
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(closed).resolves.toMatchObject({ code: "TIMEOUT", outcome: "not-sent" });

    const absent = always((request) =>
      request.url.endsWith("/revoke")
        ? lost()(request, new AbortController().signal)
        : server.fetch(request.url, request.init),
    );
    const other = clientOf(absent, auth());
    await other.unassignGroupApiKey(projectKey);
    await expect(rejection(other.close())).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "not-sent",
      message: expect.stringContaining("can't be reached. A token that was not given back"),
    });
  });

  test("happens at the end of `await using`", async () => {
    const server = serverOf();
    const client = clientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    await client[Symbol.asyncDispose]();
    expect(server.live.size).toBe(0);
  });

  test("of one client leaves the other clients of the same Auth working", async () => {
    const server = serverOf();
    const shared = auth();
    const [one, two] = [clientOf(server, shared), clientOf(server, shared)];
    await one.unassignGroupApiKey(projectKey);
    await one.close();
    await expect(two.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "revoked" });
    expect(server.grants()).toBe(2);
  });
});

test("two origins that share an Auth do not share a token", async () => {
  const shared = auth();
  const [one, two] = [serverOf(), serverOf()];
  await clientOf(one, shared).unassignGroupApiKey(projectKey);
  await clientOf(two, { ...shared, baseUrl: "https://other.invalid" }).unassignGroupApiKey(projectKey);
  expect([one.grants(), two.grants()]).toEqual([1, 1]);
});

test("a call that targets the account in use carries a warning beside the page's own", async () => {
  const server = serverOf();
  const client = createClient({ api: "cloud-manager", ...auth(), baseUrl: origin, fetch: server.fetch });
  const own = await client.unassignGroupServiceAccount(projectAccount);
  expect(own.warnings).toEqual([
    expect.stringContaining("credentials stay active in the organization"),
    expect.stringContaining("belongs to the very credential that made this call"),
  ]);
  const other = await client.unassignGroupServiceAccount({
    ...projectAccount,
    clientId: `mdb_sa_id_${"0".repeat(24)}`,
  });
  expect(other.warnings.length).toBe(1);
});

test("a 401 answer of a token server in the answer's place is the API's: it is not asked twice", async () => {
  const server = serverOf({ onDelete: () => new Response(null, { status: 401 }) });
  const error = await rejection(clientOf(server, auth()).unassignGroupApiKey(projectKey));
  expect(error).toMatchObject({ requests: 4, attempts: 1 });
  expect(server.deletes().length).toBe(2);
});
