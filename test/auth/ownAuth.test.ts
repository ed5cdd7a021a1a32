/** An Auth of the caller's own: what it is lent, and that whatever it throws or returns becomes an error that says what is known. */
import { describe, expect, test, vi } from "vitest";
import { type Auth, ConnectionError, NotFoundError, TokenError } from "../../src/index.js";
import { apiError, gone204, rejection, respond, type Step, script } from "../support/fetch.js";
import { clientOf, observedClientOf, origin, projectKey } from "../support/world.js";

const withAuth = (auth: object, steps: readonly Step[] = [], maxRetries = 0) => {
  const server = script(...steps);
  const own = { scheme: "own", authorize: () => "Bearer xyz", ...auth } as Auth;
  const { client, events } = observedClientOf(server, { auth: own, maxRetries });
  const call = () => client.unassignGroupApiKey(projectKey);
  return { server, client, events, call, error: () => rejection(call()) };
};
const fail = (reason: unknown) => () => {
  throw reason;
};

describe("authorize()", () => {
  const badValue = "its Authorization value can't stand in a header";
  test.each<[string, unknown, string]>([
    ["throws", fail(new Error("vault is sealed")), "vault is sealed"],
    ["rejects", () => Promise.reject(new Error("vault is sealed")), "vault is sealed"],
    ["rejects with a string", () => Promise.reject("sealed"), "sealed"],
    ["rejects with an object", () => Promise.reject({ a: 1 }), "an object"],
    ["rejects with an error whose message is not text", () => Promise.reject({ message: 5 }), "a number"],
    ...["", "a\nb", "a\u0100", "\u007f", " a", 5, null, {}].map(
      (value) => [`returns ${JSON.stringify(value)}`, () => value, badValue] as [string, unknown, string],
    ),
  ])("that %s sends nothing", async (_, authorize, message) => {
    const { server, error } = withAuth({ authorize });
    const facts = { code: "TOKEN", outcome: "not-sent", attempts: 0, requests: 0, cause: { message } };
    await expect(error()).resolves.toMatchObject({ ...facts, summary: `The auth option failed: ${message}.` });
    expect(server.sent).toEqual([]);
  });

  // What `await` takes for a promise.
  const withThen = (target: object, then: unknown): object => {
    Reflect.set(target, "then", then);
    return target;
  };
  const resolved = Promise.resolve("Bearer xyz");
  test.each([
    ["a promise", resolved],
    ["an object with a `then`", withThen({}, (done: (value: string) => void) => done("Bearer xyz"))],
    [
      "a function with a `then`",
      withThen(
        () => "none",
        (done: (value: string) => void) => done("Bearer xyz"),
      ),
    ],
    ["a proxy", new Proxy({}, { get: (__, name) => (name === "then" ? resolved.then.bind(resolved) : undefined) })],
  ])("may return %s", async (_, given) => {
    const { server, call } = withAuth({ authorize: () => given }, [gone204]);
    await expect(call()).resolves.toMatchObject({ outcome: "unassigned" });
    expect(server.sent[0]?.headers.get("authorization")).toBe("Bearer xyz");
  });

  test("whose error is another client's does not hide this call's doubt", async () => {
    const inner = new NotFoundError({ summary: "inner", outcome: "refused", status: 404, body: {} });
    const values = ["Bearer xyz"];
    const authorize = () => values.pop() ?? fail(inner)();
    const { error } = withAuth({ authorize }, [respond(503, undefined, { "retry-after": "0" })], 1);
    await expect(error()).resolves.toMatchObject({ code: "TOKEN", outcome: "unknown", attempts: 1 });
  });
});

describe("rejected()", () => {
  const neither = "rejected() returned neither an authorization nor a problem";
  test.each<[string, unknown, string]>([
    ["throws", fail(new Error("sealed")), "sealed"],
    ["returns a string", () => "Bearer y", neither],
    ["returns null", () => null, neither],
    ["returns no authorization", () => ({ authorization: undefined }), neither],
    ["returns a problem that is not text", () => ({ problem: 5 }), neither],
    ["returns a bad header", () => ({ authorization: "a\r\nb" }), "its Authorization value can't stand in a header"],
  ])("that %s ends the call with what is known", async (_, rejected, message) => {
    const facts = { code: "TOKEN", outcome: "refused", attempts: 1, requests: 1 };
    const summary = `The auth option failed: ${message}.`;
    await expect(withAuth({ rejected }, [respond(401)]).error()).resolves.toMatchObject({ ...facts, summary });
  });

  test("may let a 401 stand, be missing, or explain why it has no header", async () => {
    for (const auth of [{}, { rejected: () => undefined }]) {
      const error = await withAuth(auth, [respond(401)]).error();
      expect(error).toMatchObject({ code: "AUTHENTICATION", requests: 1, authProblem: undefined });
    }
    const sealed = await withAuth({ rejected: () => ({ problem: "the vault is\nsealed" }) }, [respond(401)]).error();
    expect(sealed).toMatchObject({ code: "AUTHENTICATION", authProblem: "the vault is sealed" });
    expect((sealed as Error).message).toContain("HTTP 401, the vault is sealed. The server refused");
  });

  test("is asked four times at most, each time with what was rejected", async () => {
    const asked: unknown[] = [];
    const rejected: Auth["rejected"] = (request, { authorization, replays, headers }) => {
      asked.push([request.method, authorization, replays, headers.get("x")]);
      return { authorization: `Bearer ${replays}` };
    };
    const { server, error } = withAuth({ rejected }, Array<Step>(5).fill(respond(401, undefined, { x: "y" })));
    await expect(error()).resolves.toMatchObject({ code: "AUTHENTICATION", requests: 5, attempts: 1 });
    const values = ["Bearer xyz", "Bearer 0", "Bearer 1", "Bearer 2"];
    expect(asked).toEqual(values.map((value, index) => ["DELETE", value, index, "y"]));
    expect(server.sent.at(-1)?.headers.get("authorization")).toBe("Bearer 3");
  });
});

test.each<[string, () => unknown]>([
  ["throws", fail(new Error("store failed"))],
  ["rejects late", () => new Promise((_, reject) => setTimeout(() => reject(new Error("store failed")), 1))],
])("accepted() that %s does not make the doubt look like a refusal", async (_, accepted) => {
  const summary = "The auth option failed: store failed.";
  const error = await withAuth({ accepted }, [gone204]).error();
  expect(error).toMatchObject({ code: "TOKEN", outcome: "unknown", summary });
});

describe("a TokenError of its own", () => {
  test("keeps its summary, code and next step, redacted, free of control characters and capped; no cause is invented", async () => {
    const words = `hunter2 mdb_sa_sk_hunter3\u001b[31m${"x".repeat(9_000)}`;
    const redact = (text: string) => text.replaceAll("hunter2", "***");
    const thrown = new TokenError({ summary: words, outcome: "refused", nextStep: words, error: "hunter2" });
    const error = await withAuth({ redact, authorize: fail(thrown) }).error();
    expect(error).toMatchObject({
      code: "TOKEN",
      outcome: "not-sent",
      error: "***",
      summary: `*** [redacted] [31m${"x".repeat(1_481)}…`,
      nextStep: `*** [redacted] [31m${"x".repeat(481)}…`,
    });
    expect((error as Error).cause).toBeUndefined();
  });

  test("whose status is not a number puts none into an event", async () => {
    const thrown = new TokenError({ summary: "No token.", outcome: "not-sent", status: "teapot" as never });
    const { events, error } = withAuth({ authorize: fail(thrown) });
    await error();
    expect(events.at(-1)).toMatchObject({ type: "outcome", code: "TOKEN", status: undefined });
  });

  test("that was caused by a lost connection is tried again, and the cause stays", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const cause = new ConnectionError({ summary: "The vault can't be reached.", outcome: "not-sent" });
    const authorize = vi.fn(() => Promise.reject(new TokenError({ summary: "No token.", outcome: "not-sent", cause })));
    const { events, error } = withAuth({ authorize }, [], 1);
    expect(((await error()) as Error).cause).toBe(cause);
    expect(authorize).toHaveBeenCalledTimes(2);
    expect(events.find(({ type }) => type === "wait")).toMatchObject({ because: "grant" });
  });
});

test.each<[string, () => unknown]>([
  ["throws", fail(new Error("x"))],
  ["returns a number", () => 5],
  ["returns nothing", () => undefined],
])("redact() that %s hides what it can't clean", async (_, redact) => {
  const { error } = withAuth({ redact }, [apiError(400, "CODE", { detail: "a secret detail" })]);
  await expect(error()).resolves.toMatchObject({ detail: "[redacted]", errorCode: "[redacted]" });
});

test("an object of a class works, with its `this`", async () => {
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
  const client = clientOf(script(apiError(400, "X", { detail: "bad token-of-the-vault" })), { auth: new Vault() });
  await expect(rejection(client.unassignGroupApiKey(projectKey))).resolves.toMatchObject({ detail: "bad [vault]" });
});

describe("what it is lent", () => {
  test("posts to the token endpoints", async () => {
    const authorize: Auth["authorize"] = async (_, context) => {
      expect([context.origin, context.timeoutMs, context.signal.aborted]).toEqual([origin, 30_000, false]);
      const form = { a: "b&c" };
      const { text } = await context.post({ endpoint: "grant", authorization: "Basic abc", form }, context.signal);
      return `Bearer ${text}`;
    };
    const { server, call } = withAuth({ authorize }, [respond(200, "token-of-mine"), gone204]);
    await expect(call()).resolves.toMatchObject({ requests: 2 });
    expect(server.sent[0]).toMatchObject({ url: `${origin}/api/oauth/token`, method: "POST", body: "a=b%26c" });
    const values = server.sent.map(({ headers }) => headers.get("authorization"));
    expect(values).toEqual(["Basic abc", "Bearer token-of-mine"]);
  });

  const bads = [{ endpoint: "other" }, { endpoint: "__proto__" }, { authorization: "Basic a\r\nb" }];
  test.each(bads)("posts nowhere else: %j", async (bad) => {
    const authorize: Auth["authorize"] = async (_, { post, signal }) =>
      String(await post({ endpoint: "grant", authorization: "Basic abc", form: {}, ...bad } as never, signal));
    const { server, error } = withAuth({ authorize });
    await expect(error()).resolves.toMatchObject({ code: "TOKEN", outcome: "not-sent" });
    expect(server.sent).toEqual([]);
  });

  test.each([
    ["text", "ok", "ok"],
    ["nothing", undefined, ""],
    ["too much", "x".repeat(1024 * 1024 + 1), undefined],
  ])("returns %s from a token endpoint as it is", async (_, body, expected) => {
    let read: unknown = "nothing yet";
    const authorize: Auth["authorize"] = async (__, { post, signal }) => {
      read = (await post({ endpoint: "revoke", authorization: "Basic abc", form: {} }, signal)).text;
      return "Bearer x";
    };
    await withAuth({ authorize }, [respond(200, body), gone204]).call();
    expect(read).toBe(expected);
  });
});
