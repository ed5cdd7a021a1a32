/** An Auth of the caller's own: whatever it throws or returns becomes an error that says what is known. */
import { describe, expect, test, vi } from "vitest";
import type { Auth } from "../../src/index.js";
import * as publicApi from "../../src/index.js";
import { apiError, gone204, rejection, respond, type Step, script } from "../support/fetch.js";
import { bearer, clientOf, observedClientOf, projectKey } from "../support/world.js";

type Then = (done: (value: string) => void, failed: (reason: unknown) => void) => unknown;

/** What `await` takes for a promise. */
function withThen(target: object, then: Then): object {
  Reflect.set(target, "then", then);
  return target;
}

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
      message: `The auth option failed: ${message}. No authorized DELETE was sent; the credential is unchanged.`,
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
    const { error } = withAuth({ rejected }, respond(401));
    await expect(error()).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "refused",
      attempts: 1,
      requests: 1,
      message: expect.stringContaining(message),
    });
  });

  const token = Promise.resolve("Bearer xyz");
  test.each<[string, unknown]>([
    ["a promise", token],
    ["a promise whose own `then` is another", withThen(Promise.resolve("Bearer xyz"), () => undefined)],
    ["an object with a `then`", withThen({}, (done) => done("Bearer xyz"))],
    [
      "a function with a `then`",
      withThen(
        () => "none",
        (done) => done("Bearer xyz"),
      ),
    ],
    [
      "a proxy that shows its `then` to those alone who call it",
      new Proxy({}, { has: () => false, get: (_, name) => (name === "then" ? token.then.bind(token) : undefined) }),
    ],
  ])("may give %s", async (_, given) => {
    const { server, client } = withAuth({ authorize: () => given }, gone204);
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned" });
    expect(server.sent[0]?.headers.get("authorization")).toBe("Bearer xyz");
  });

  test.each<[string, (fail: () => Promise<void>) => unknown]>([
    ["a promise", (fail) => fail()],
    [
      "a function with a `then`",
      (fail) =>
        withThen(
          () => undefined,
          (done, failed) => fail().then(() => done(""), failed),
        ),
    ],
  ])("that hears of success by %s is waited for, and its failure is told", async (_, make) => {
    const fail = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      throw new Error("store failed");
    };
    const { error } = withAuth({ accepted: () => make(fail) }, gone204);
    await expect(error()).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "unknown",
      message: expect.stringContaining("The auth option failed: store failed."),
    });
  });

  test("may let a 401 stand, or have no rejected() at all", async () => {
    for (const auth of [{}, { rejected: () => undefined }]) {
      await expect(withAuth(auth, respond(401)).error()).resolves.toMatchObject({
        code: "AUTHENTICATION",
        requests: 1,
      });
    }
  });

  test("may explain why it has no answer", async () => {
    const { error } = withAuth({ rejected: () => ({ problem: "the vault is\nsealed" }) }, respond(401));
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
    const { server, error } = withAuth({ rejected }, ...Array<Step>(5).fill(respond(401, undefined, { x: "y" })));
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
    const client = clientOf(script(respond(503, undefined, { "retry-after": "0" })), {
      auth: { scheme: "own", authorize },
      maxRetries: 1,
    });
    await expect(rejection(client.unassignGroupApiKey(projectKey))).resolves.toMatchObject({
      code: "TOKEN",
      outcome: "unknown",
      attempts: 1,
    });
  });

  test("that throws a TokenError of its own without a cause invents none", async () => {
    const thrown = new publicApi.TokenError("The vault is empty.", { outcome: "not-sent", error: "empty" });
    const error = await withAuth({ authorize: () => Promise.reject(thrown) }).error();
    expect(error).toMatchObject({
      code: "TOKEN",
      error: "empty",
      message: expect.stringMatching(/^The vault is empty\./),
    });
    expect((error as Error).cause).toBeUndefined();
  });

  test("whose TokenError has a status that is no number puts none into an event", async () => {
    const thrown = new publicApi.TokenError("No token.", { outcome: "not-sent", status: "teapot" as never });
    const { events, error } = withAuth({ authorize: () => Promise.reject(thrown) });
    await error();
    expect(events.at(-1)).toMatchObject({ type: "outcome", code: "TOKEN", status: undefined });
  });

  test("whose TokenError was caused by a lost connection is asked again, and the cause stays", async () => {
    const cause = new publicApi.ConnectionError("The vault can't be reached.", { outcome: "not-sent" });
    const thrown = new publicApi.TokenError("No token.", { outcome: "not-sent", cause });
    let asks = 0;
    const authorize = () => {
      asks += 1;
      return Promise.reject(thrown);
    };
    const { client, events } = observedClientOf(script(), { auth: { scheme: "own", authorize }, maxRetries: 1 });
    vi.spyOn(Math, "random").mockReturnValue(0);
    const error = await rejection(client.unassignGroupApiKey(projectKey));
    expect([asks, (error as Error).cause]).toEqual([2, cause]);
    expect(events.find(({ type }) => type === "wait")).toMatchObject({ because: "grant" });
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
