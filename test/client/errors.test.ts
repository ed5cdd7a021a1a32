/** Errors: what they are called, what they carry, what they say at 3 a.m., and that foreign code can't break them. */
import { describe, expect, test } from "vitest";
import * as publicApi from "../../src/index.js";
import { type Auth, isRevokeError, RevokeError, type RevokeEvent } from "../../src/index.js";
import {
  always,
  answer,
  apiError,
  bearer,
  clientOf,
  gone204,
  lost,
  observedClientOf,
  orgSecret,
  projectAccount,
  projectKey,
  projectSecret,
  rejection,
  type Step,
  script,
} from "./server.js";

const failed = (step: Step, options = {}) => rejection(clientOf(script(step), options).unassignGroupApiKey(projectKey));

const facts = { outcome: "unknown", operationId: "unassignGroupApiKey", attempts: 2, requests: 3 } as const;
const apiFacts = { ...facts, status: 400, body: { errorCode: "X" }, retryAfterMs: 5 };

const made: [string, string, Error][] = [
  ["RevokeError", "REVOKE", new RevokeError("m", facts)],
  ["InvalidParameterError", "INVALID_PARAMETER", new publicApi.InvalidParameterError("p", "e", "g")],
  ["ClientClosedError", "CLIENT_CLOSED", new publicApi.ClientClosedError("m", facts)],
  ["ConnectionError", "CONNECTION", new publicApi.ConnectionError("m", facts)],
  ["TimeoutError", "TIMEOUT", new publicApi.TimeoutError("m", facts)],
  ["CancelledError", "CANCELLED", new publicApi.CancelledError("m", facts)],
  [
    "UnexpectedResponseError",
    "UNEXPECTED_RESPONSE",
    new publicApi.UnexpectedResponseError("m", { ...facts, status: 1 }),
  ],
  ["TokenError", "TOKEN", new publicApi.TokenError("m", facts)],
  ["ApiError", "API", new publicApi.ApiError("m", apiFacts)],
  ["BadRequestError", "BAD_REQUEST", new publicApi.BadRequestError("m", apiFacts)],
  ["AuthenticationError", "AUTHENTICATION", new publicApi.AuthenticationError("m", apiFacts)],
  ["PermissionError", "PERMISSION", new publicApi.PermissionError("m", apiFacts)],
  ["NotFoundError", "NOT_FOUND", new publicApi.NotFoundError("m", apiFacts)],
  ["RateLimitError", "RATE_LIMIT", new publicApi.RateLimitError("m", apiFacts)],
  ["ServerError", "SERVER", new publicApi.ServerError("m", apiFacts)],
];

test.each(made)("%s has its name, its code %s, and one base", (name, code, error) => {
  expect(error).toBeInstanceOf(RevokeError);
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.constructor.name, (error as RevokeError).code]).toEqual([name, name, code]);
  expect(String(error)).toBe(`${name}: ${error.message}`);
  expect(Object.keys(error)).not.toContain("name");
  expect(isRevokeError(error)).toBe(true);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name, code, message: error.message });
});

test("every error of the public surface is in the list above", () => {
  const classes = Object.values(publicApi).filter(
    (value) => typeof value === "function" && value.prototype instanceof Error,
  );
  expect(classes.map(({ name }) => name).sort()).toEqual(made.map(([name]) => name).sort());
});

test("toJSON holds every public field, and neither stack nor cause", () => {
  const cause = new Error("c");
  const error = new publicApi.RateLimitError("m", { ...apiFacts, cause });
  expect(error.cause).toBe(cause);
  expect(error.toJSON()).toEqual({
    name: "RateLimitError",
    message: "m",
    code: "RATE_LIMIT",
    outcome: "unknown",
    operationId: "unassignGroupApiKey",
    attempts: 2,
    requests: 3,
    status: 400,
    errorCode: "X",
    reason: undefined,
    detail: undefined,
    parameters: undefined,
    badRequestDetail: undefined,
    retryAfterMs: 5,
  });
  expect("cause" in new RevokeError("m", facts)).toBe(false);
  expect(new RevokeError("m", { outcome: "refused" })).toMatchObject({
    attempts: 0,
    requests: 0,
    operationId: undefined,
  });
  expect(new publicApi.TokenError("m", { ...facts, status: 403, error: "e", retryAfterMs: 1 }).toJSON()).toMatchObject({
    status: 403,
    error: "e",
    retryAfterMs: 1,
  });
});

test("isRevokeError knows the errors of another copy of the package, and nothing else", async () => {
  const copy = (await import(
    /* @vite-ignore */ `../../src/errors.js?copy=${"2"}`
  )) as typeof import("../../src/errors.js");
  expect(copy.RevokeError).not.toBe(RevokeError);
  const foreign = new copy.TimeoutError("m", facts);
  expect(foreign).not.toBeInstanceOf(RevokeError);
  expect(isRevokeError(foreign)).toBe(true);
  const inherited = Object.create(foreign);
  for (const value of [
    undefined,
    null,
    5,
    "RevokeError",
    {},
    new Error("x"),
    { name: "RevokeError", code: "REVOKE" },
    inherited,
    () => foreign,
  ]) {
    expect(isRevokeError(value)).toBe(false);
  }
});

describe("the server's words", () => {
  test("are in the error's fields and in its message", async () => {
    const body = {
      error: 400,
      errorCode: "INVALID_ATTRIBUTE",
      reason: "Bad Request",
      detail: "No such field!",
      parameters: ["a", 1, null, true, { b: ["c"] }],
      badRequestDetail: { fields: [{ description: "must not be null", field: "x" }, { field: 1 }, null, "y"] },
    };
    const error = await failed(answer(400, body));
    expect(error).toMatchObject({
      status: 400,
      errorCode: "INVALID_ATTRIBUTE",
      reason: "Bad Request",
      detail: "No such field!",
      parameters: ["a", 1, null, true, { b: ["c"] }],
      badRequestDetail: { fields: [{ description: "must not be null", field: "x" }] },
      message:
        "unassignGroupApiKey: HTTP 400, INVALID_ATTRIBUTE, No such field! The server refused; this call did not revoke the credential. Read the server's words above; the call was not carried out.",
    });
  });

  test.each([
    [{ error: 400, reason: "Reason" }, "HTTP 400, Reason. The server"],
    [{ error: 400, reason: "Reason", detail: "" }, "HTTP 400. The server"],
    [{}, "HTTP 400. The server"],
    [{ errorCode: 5, detail: [], reason: {}, parameters: "x", badRequestDetail: [] }, "HTTP 400. The server"],
    [{ detail: "Really?" }, "HTTP 400, Really? The server"],
    [{ detail: "wait…" }, "HTTP 400, wait… The server"],
    [["x"], "HTTP 400. The server"],
    ["x", "HTTP 400. The server"],
    [null, "HTTP 400. The server"],
  ])("%j reads: %s", async (body, message) => {
    const error = await failed(answer(400, JSON.stringify(body), { "content-type": "application/json" }));
    expect((error as Error).message).toContain(message);
    expect(error).toMatchObject({ parameters: undefined, badRequestDetail: undefined, errorCode: undefined });
  });

  test.each([null, "x", 5, [], { fields: "x" }, { fields: null }, {}])(
    "badRequestDetail %j is left out",
    async (badRequestDetail) => {
      await expect(failed(apiError(400, "X", { badRequestDetail }))).resolves.toMatchObject({
        badRequestDetail: undefined,
      });
    },
  );

  test("are capped, without control and reordering characters, and without half a character", async () => {
    const detail = `a\u0000\u001b[31m\u202e\u200b\u2028\u2029\u0085\ud800b${"x".repeat(485)}😀${"y".repeat(600)}`;
    const error = (await failed(apiError(400, `E\nE`, { detail }))) as publicApi.ApiError;
    expect(error.errorCode).toBe("E E");
    expect(error.detail?.startsWith("a  [31m      b")).toBe(true);
    expect(error.detail).toMatch(/^[\x20-\x7e]+ …$/);
    expect(error.detail?.length).toBe(501);
    expect(((await failed(apiError(400, "X", { detail: "z".repeat(500) }))) as publicApi.ApiError).detail).toBe(
      "z".repeat(500),
    );
  });

  test("of any depth and breadth are cut", async () => {
    const deep = { a: { b: { c: { d: { e: 1 } } } } };
    const wide = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`k${index}`, index]));
    const error = (await failed(
      apiError(400, "X", { parameters: [deep, wide, ...Array(30).fill(0)] }),
    )) as publicApi.ApiError;
    expect(error.parameters?.length).toBe(20);
    expect(error.parameters?.[0]).toEqual({ a: { b: { c: "…" } } });
    expect(Object.keys(error.parameters?.[1] as object).length).toBe(20);
  });

  test("can't reach a prototype", async () => {
    const text =
      '{"error":400,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"parameters":[{"__proto__":{"polluted":1},"a\\u0007":2}]}';
    const error = (await failed(answer(400, text, { "content-type": "application/json" }))) as publicApi.ApiError;
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const [parameter] = error.parameters ?? [];
    expect(parameter).toEqual({ "a ": 2 });
    expect((parameter as { polluted?: number }).polluted).toBeUndefined();
  });

  test("nested half a million deep are an error like any other", async () => {
    const text = (depth: number) => `{"status":200,"content":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const error = await failed(answer(200, text(500_000), { "content-type": "application/json" }));
    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", outcome: "unknown" });
  });
});

describe("the next step", () => {
  const hint = async (
    step: Step,
    operation: "key" | "secret" | "orgSecret" | "account" = "key",
    api: publicApi.Api = "atlas",
  ) => {
    const client = clientOf(script(step), { api });
    const call = {
      key: () => client.unassignGroupApiKey(projectKey),
      secret: () => client.deleteGroupServiceAccountSecret(projectSecret),
      orgSecret: () => client.deleteOrgServiceAccountSecret(orgSecret),
      account: () => client.unassignGroupServiceAccount(projectAccount),
    }[operation];
    const { message } = (await rejection(call())) as Error;
    return message.slice(message.search(/(The server refused|It is not known)/)).replace(/^[^.]*\. /, "");
  };

  test.each([
    ["ATLAS_GROUP", 404, 'The project belongs to Atlas: use api "atlas".'],
    ["NOT_ATLAS_GROUP", 404, 'The project does not belong to Atlas: use api "cloud-manager".'],
    [
      "IP_ADDRESS_NOT_ON_ACCESS_LIST",
      403,
      "Add this machine's public address to the access list of the API key or service account that signs the request.",
    ],
    [
      "GROUP_NOT_FOUND",
      404,
      'Check groupId and that the project is on this API ("atlas"): nothing was looked up in it.',
    ],
    [
      "INVALID_GROUP_ID",
      404,
      'Check groupId and that the project is on this API ("atlas"): nothing was looked up in it.',
    ],
    [
      "ORG_NOT_FOUND",
      404,
      'Check orgId and that the organization is on this API ("atlas"): nothing was looked up in it.',
    ],
    [
      "INVALID_ORG_ID",
      404,
      'Check orgId and that the organization is on this API ("atlas"): nothing was looked up in it.',
    ],
    [
      "API_KEY_NOT_FOUND",
      400,
      "Check apiKeyId. If the key may already be unassigned, list the project's keys, or call again with missingOk.",
    ],
  ])("after %s is its own", async (code, status, expected) => {
    expect(await hint(apiError(status, code))).toBe(expected);
  });

  test("after a status is the status's own", async () => {
    expect(await hint(apiError(401))).toBe(
      "Check the key or secret itself, that it has one of the roles Project Access Manager, and that it is a member of the organization or project.",
    );
    expect(await hint(apiError(401), "key", "cloud-manager")).toContain(
      "one of the roles Project Owner, Project User Admin",
    );
    expect(await hint(apiError(403))).toBe("The caller needs one of the roles Project Access Manager.");
    expect(await hint(apiError(403), "account")).toBe("The caller needs one of the roles Project Owner.");
    expect(await hint(apiError(403), "secret")).toBe(
      "The caller needs one of the roles Project Owner; for a service account that also has access to the organization or to other projects, Organization Owner.",
    );
    expect(await hint(apiError(403), "orgSecret")).toContain("Organization Owner; for a service account");
    expect(await hint(apiError(404))).toBe(
      'Check each id and the api ("atlas"). If it may already be gone, list what is there, or call again with missingOk.',
    );
    expect(await hint(apiError(404, "API_KEY_NOT_FOUND"))).toContain("Check each id");
    expect(await hint(apiError(429))).toBe(
      "Wait as long as Retry-After says, then try again; revokeAll shares one budget among many calls.",
    );
    expect(await hint(apiError(500))).toBe("Try the same call again: a repeated revocation does no harm.");
    expect(await hint(apiError(599))).toContain("a repeated revocation does no harm");
    expect(await hint(apiError(400, "X"))).toBe("Read the server's words above; the call was not carried out.");
    expect(await hint(apiError(499))).toBe("Read the server's words above; the call was not carried out.");
  });

  test("after an answer that nobody knows is to look at what stands in between", async () => {
    const { message } = (await failed(answer(202))) as Error;
    expect(message).toBe(
      "unassignGroupApiKey: HTTP 202 is no answer that the document knows. It is not known whether the credential is gone; check before you rely on it. Check the base URL and what stands between you and the server.",
    );
    for (const [step, why] of [
      [answer(200, "<html>"), "HTTP 200 has a body that is neither empty nor an envelope."],
      [answer(200, { status: 202 }), "HTTP 200 holds an envelope that does not plainly say 200 or 204 (status 202)."],
      [answer(200, new Uint8Array(0) as never, { "content-length": "9" }), "HTTP 200"],
      [answer(302, "moved"), "HTTP 302 is a redirect, and none is followed."],
      [
        () => new Response("x".repeat(1024 * 1024 + 1)),
        "HTTP 200 can't be read: the body is longer than 1048576 bytes.",
      ],
    ] as const) {
      expect(((await failed(step)) as Error).message).toContain(why);
    }
    await expect(failed(() => new Response("x".repeat(1024 * 1024)))).resolves.toMatchObject({
      message: expect.stringContaining("neither empty nor"),
    });
  });
});

describe("a fetch of the caller's own", () => {
  const odd =
    (response: unknown): Step =>
    () =>
      response as Response;
  test.each([
    ["nothing", undefined, "returned no standard Response"],
    ["null", null, "returned no standard Response"],
    ["a number", 204, "returned no standard Response"],
    ["an object with a status", { status: 204 }, "returned no standard Response"],
    [
      "a status that is no whole number",
      { status: 204.5, headers: new Headers(), body: null },
      "returned no standard Response",
    ],
    ["a status that is text", { status: "204", headers: new Headers(), body: null }, "returned no standard Response"],
    ["headers that are a plain object", { status: 204, headers: {}, body: null }, "returned no standard Response"],
    ["no body at all", { status: 204, headers: new Headers() }, "returned no standard Response"],
    ["a body that is text", { status: 200, headers: new Headers(), body: "" }, "returned no standard Response"],
    [
      "an answer to a redirect that it followed",
      { status: 204, headers: new Headers(), body: null, redirected: true },
      "followed a redirect",
    ],
  ])("that returns %s is told so, and the outcome is unknown", async (_, response, why) => {
    const error = await failed(odd(response));
    expect(error).toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      status: 0,
      outcome: "unknown",
      message: `The fetch option ${why}. It is not known whether the credential is gone; check before you rely on it.`,
    });
  });

  test("that has read the body already can't make it look empty", async () => {
    const read: Step = async () => {
      const response = new Response("<html>signed out</html>", { headers: { "content-type": "application/json" } });
      await response.text();
      return response;
    };
    const drained: Step = async () => {
      const response = new Response("<html>", { headers: { "content-type": "application/json" } });
      const reader = response.body?.getReader();
      while (!(await reader?.read())?.done);
      reader?.releaseLock();
      return response;
    };
    const locked: Step = () => {
      const response = new Response("<html>");
      response.body?.getReader();
      return response;
    };
    for (const step of [read, drained, locked]) {
      await expect(failed(step)).resolves.toMatchObject({
        code: "UNEXPECTED_RESPONSE",
        outcome: "unknown",
        message: expect.stringContaining("the body was read before"),
      });
    }
  });

  test("whose body is no bytes is unreadable", async () => {
    const text = new ReadableStream({
      start: (c) => {
        c.enqueue("text");
        c.close();
      },
    });
    const step: Step = () =>
      ({ status: 200, headers: new Headers(), body: text, bodyUsed: false }) as unknown as Response;
    await expect(failed(step)).resolves.toMatchObject({ code: "UNEXPECTED_RESPONSE", outcome: "unknown" });
  });

  test("gets a URL and a plain init, so that any other fetch can be called with it", async () => {
    const server = always(gone204);
    await clientOf(server).unassignGroupApiKey(projectKey);
    const { url, init } = server.sent[0] ?? {};
    expect(typeof url).toBe("string");
    expect(Object.getPrototypeOf(init?.headers)).toBe(Object.prototype);
    expect(Object.keys(init ?? {}).sort()).toEqual([
      "credentials",
      "headers",
      "keepalive",
      "method",
      "redirect",
      "signal",
    ]);
  });
});

describe("an Auth of the caller's own", () => {
  const withAuth = (auth: object, ...steps: Step[]) => {
    const server = script(...steps);
    const { client, events } = observedClientOf(server, {
      auth: { scheme: "own", authorize: () => "Bearer xyz", ...auth } as Auth,
    });
    return { server, client, events, error: () => rejection(client.unassignGroupApiKey(projectKey)) };
  };

  test.each<[string, object, string]>([
    [
      "authorize throws",
      {
        authorize: () => {
          throw new Error("vault is sealed");
        },
      },
      "vault is sealed",
    ],
    ["authorize rejects", { authorize: () => Promise.reject(new Error("vault is sealed")) }, "vault is sealed"],
    ["authorize throws no error", { authorize: () => Promise.reject("sealed") }, "sealed"],
    ["authorize throws an object", { authorize: () => Promise.reject({ a: 1 }) }, "an object"],
    [
      "authorize throws an error whose message is none",
      { authorize: () => Promise.reject({ message: 5 }) },
      "a number",
    ],
    ...["", "a\nb", "a\u0100", "\u007f", " a", 5, null, {}].map(
      (value) =>
        [
          `authorize returns ${JSON.stringify(value)}`,
          { authorize: () => value },
          "its Authorization value can't stand in a header",
        ] as [string, object, string],
    ),
  ])("when %s, nothing was sent", async (_, auth, message) => {
    const { server, error } = withAuth(auth);
    await expect(error()).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "not-sent",
      attempts: 0,
      requests: 0,
      message: `The auth option failed: ${message}. No DELETE was sent; the credential is unchanged.`,
      cause: { message },
    });
    expect(server.sent).toEqual([]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("sealed");
      },
      "sealed",
    ],
    ["returns a string", () => "Bearer y", "rejected() returned neither an authorization nor a problem"],
    ["returns null", () => null, "rejected() returned neither"],
    ["returns nothing that counts", () => ({}), "rejected() returned neither"],
    ["returns no authorization", () => ({ authorization: undefined }), "rejected() returned neither"],
    ["returns a problem that is no text", () => ({ problem: 5 }), "rejected() returned neither"],
    ["returns a bad header", () => ({ authorization: "a\r\nb" }), "can't stand in a header"],
  ])("when rejected() %s, the call ends with what is known", async (_, rejected, message) => {
    const { error } = withAuth({ rejected }, answer(401));
    await expect(error()).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "refused",
      attempts: 1,
      requests: 1,
      message: expect.stringContaining(message),
    });
  });

  test("may let a 401 stand, or have no rejected() at all", async () => {
    for (const auth of [{}, { rejected: () => undefined }]) {
      await expect(withAuth(auth, answer(401)).error()).resolves.toMatchObject({ code: "AUTHENTICATION", requests: 1 });
    }
  });

  test("may explain why it has no answer", async () => {
    const { error } = withAuth({ rejected: () => ({ problem: "the vault is\nsealed" }) }, answer(401));
    await expect(error()).resolves.toMatchObject({
      code: "AUTHENTICATION",
      message: expect.stringContaining("HTTP 401, the vault is sealed. The server refused"),
    });
  });

  test("is asked four times at most, each time with what was rejected", async () => {
    const asked: unknown[] = [];
    const rejected: Auth["rejected"] = (request, { authorization, replays, headers }) => {
      asked.push([request.method, authorization, replays, headers.get("x")]);
      return { authorization: `Bearer ${replays}` };
    };
    const { server, error } = withAuth({ rejected }, ...Array<Step>(5).fill(answer(401, undefined, { x: "y" })));
    await expect(error()).resolves.toMatchObject({ code: "AUTHENTICATION", requests: 5, attempts: 1 });
    expect(asked).toEqual(
      ["Bearer xyz", "Bearer 0", "Bearer 1", "Bearer 2"].map((value, index) => ["DELETE", value, index, "y"]),
    );
    expect(server.sent.at(-1)?.headers.get("authorization")).toBe("Bearer 3");
  });

  test("that throws when it hears of success does not make the doubt look like a refusal", async () => {
    const { error } = withAuth(
      {
        accepted: () => {
          throw new Error("own defect");
        },
      },
      gone204,
    );
    await expect(error()).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "unknown",
      message: expect.stringContaining("own defect"),
    });
  });

  test("whose error is another client's does not hide this call's doubt", async () => {
    const inner = new publicApi.NotFoundError("inner", { outcome: "refused", status: 404, body: {} });
    let asks = 0;
    const authorize = () => {
      asks += 1;
      if (asks > 1) throw inner;
      return "Bearer xyz";
    };
    const client = clientOf(script(answer(503, undefined, { "retry-after": "0" })), {
      auth: { scheme: "own", authorize },
      maxRetries: 1,
    });
    await expect(rejection(client.unassignGroupApiKey(projectKey))).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "unknown",
      attempts: 1,
    });
  });

  test("gets a context that posts to the token endpoints and nowhere else", async () => {
    const posted = script(answer(200, "token-of-mine"), gone204);
    const auth: Auth = {
      scheme: "own",
      authorize: async (_, context) => {
        expect([context.origin, context.timeoutMs, context.signal.aborted]).toEqual([
          "https://api.invalid",
          30_000,
          false,
        ]);
        const { status, text } = await context.post(
          { endpoint: "grant", authorization: "Basic abc", form: { a: "b&c" } },
          context.signal,
        );
        return status === 200 ? `Bearer ${text}` : undefined;
      },
    };
    await expect(clientOf(posted, { auth }).unassignGroupApiKey(projectKey)).resolves.toMatchObject({ requests: 2 });
    expect(
      posted.sent.map(({ url, body, headers }) => [new URL(url).pathname, body, headers.get("authorization")]),
    ).toEqual([
      ["/api/oauth/token", "a=b%26c", "Basic abc"],
      [expect.stringContaining("/apiKeys/"), "", "Bearer token-of-mine"],
    ]);
    for (const bad of [{ endpoint: "other" }, { authorization: "Basic a\r\nb" }]) {
      const authorize: Auth["authorize"] = async (_, { post, signal }) =>
        String(await post({ endpoint: "grant", authorization: "Basic abc", form: {}, ...bad } as never, signal));
      const server = script();
      await expect(
        rejection(clientOf(server, { auth: { scheme: "own", authorize } }).unassignGroupApiKey(projectKey)),
      ).resolves.toMatchObject({ code: "TOKEN", outcome: "not-sent" });
      expect(server.sent).toEqual([]);
    }
  });

  test.each([
    ["text", "ok", "ok"],
    ["nothing", undefined, ""],
    ["too much", "x".repeat(1024 * 1024 + 1), undefined],
  ])("hears %s from a token endpoint as it is", async (_, body, expected) => {
    let heard: unknown = "nothing yet";
    const authorize: Auth["authorize"] = async (__, { post, signal }) => {
      heard = (await post({ endpoint: "revoke", authorization: "Basic abc", form: {} }, signal)).text;
      return "Bearer x";
    };
    await clientOf(script(answer(200, body), gone204), { auth: { scheme: "own", authorize } }).unassignGroupApiKey(
      projectKey,
    );
    expect(heard).toBe(expected);
  });

  test("that fails to close is told with what stays true", async () => {
    const close = () => Promise.reject(new Error("sealed"));
    const { client } = withAuth({ close });
    await expect(rejection(client.close())).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "not-sent",
      message:
        "The auth option failed: sealed. A token that was not given back expires by itself within the hour; revocations that were confirmed stay so.",
    });
  });

  test("whose redact is broken hides what it can't clean", async () => {
    for (const redact of [
      () => {
        throw new Error("x");
      },
      () => 5,
      () => undefined,
    ]) {
      const { error } = withAuth({ redact }, apiError(400, "CODE", { detail: "a secret detail" }));
      await expect(error()).resolves.toMatchObject({ detail: "[redacted]", errorCode: "[redacted]" });
    }
  });
});

describe("events", () => {
  const ok = { api: "atlas", operationId: "unassignGroupApiKey", call: 1 };
  test("tell each step of a call, in order", async () => {
    const { client, events } = observedClientOf(
      script(answer(503, undefined, { "retry-after": "0" }), answer(200, { status: 204 })),
      { maxRetries: 1 },
    );
    await client.unassignGroupApiKey(projectKey);
    const duration = expect.any(Number);
    expect(events).toEqual([
      { ...ok, type: "attempt", attempt: 1 },
      { ...ok, type: "answer", status: 503, durationMs: duration },
      { ...ok, type: "wait", waitMs: duration, because: "status 503" },
      { ...ok, type: "attempt", attempt: 2 },
      { ...ok, type: "answer", status: 200, durationMs: duration },
      { ...ok, type: "outcome", outcome: "revoked", status: 204, attempts: 2, requests: 2, durationMs: duration },
    ]);
    for (const event of events) if ("durationMs" in event) expect(event.durationMs).toBeLessThan(10_000);
    for (const event of events) if ("durationMs" in event) expect(event.durationMs).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ["an error answer", apiError(404, "X"), { outcome: "refused", status: 404, code: "NOT_FOUND" }],
    ["a lost connection", lost(), { outcome: "unknown", status: undefined, code: "CONNECTION" }],
  ])("tell how a call ended with %s", async (_, step, expected) => {
    const { client, events } = observedClientOf(script(step));
    await rejection(client.unassignGroupApiKey(projectKey));
    expect(events.at(-1)).toEqual({
      ...ok,
      type: "outcome",
      attempts: 1,
      requests: 1,
      durationMs: expect.any(Number),
      ...expected,
    });
  });

  test("whose listener throws change nothing, and the exception is not swallowed", async () => {
    const seen: unknown[] = [];
    const handlers = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", (error) => seen.push(error));
    const own = new Error("listener's own");
    try {
      const client = clientOf(always(gone204), {
        onEvent: ({ type }: RevokeEvent) => {
          if (type === "outcome") throw own;
        },
      });
      await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "revoked" });
      await new Promise((resolve) => setTimeout(resolve, 5));
    } finally {
      process.removeAllListeners("uncaughtException");
      for (const handler of handlers) process.on("uncaughtException", handler);
    }
    expect(seen).toEqual([own]);
  });
});

test.each([
  [
    { "ratelimit-limit": "500", "ratelimit-remaining": " 0 " },
    { limit: 500, remaining: 0 },
  ],
  [{ "ratelimit-limit": "500" }, undefined],
  [{ "ratelimit-remaining": "5" }, undefined],
  [{ "ratelimit-limit": "x", "ratelimit-remaining": "5" }, undefined],
  [{ "ratelimit-limit": "5x", "ratelimit-remaining": "5" }, undefined],
  [{ "ratelimit-limit": "x5", "ratelimit-remaining": "5" }, undefined],
  [{ "ratelimit-limit": "5", "ratelimit-remaining": "-1" }, undefined],
  [{ "ratelimit-limit": "1234567890", "ratelimit-remaining": "1" }, undefined],
  [{}, undefined],
] as [Record<string, string>, unknown][])("the rate limit in %j is %j", async (headers, rateLimit) => {
  await expect(
    clientOf(script(answer(204, undefined, headers))).unassignGroupApiKey(projectKey),
  ).resolves.toMatchObject({ rateLimit });
});

test("an Auth as an object of a class works, with its `this`", async () => {
  class Vault implements Auth {
    readonly scheme = "vault";
    readonly #token = "token-of-the-vault";
    authorize(): string {
      return `Bearer ${this.#token}`;
    }
    redact(text: string): string {
      return text.replaceAll(this.#token, "[vault]");
    }
  }
  const error = await rejection(
    clientOf(script(apiError(400, "X", { detail: "bad token-of-the-vault" })), {
      auth: new Vault(),
    }).unassignGroupApiKey(projectKey),
  );
  expect(error).toMatchObject({ detail: "bad [vault]" });
  expect(bearer.scheme).toBe("bearer");
});
