/** One grant for many callers: who waits for it, whose abort ends it, and what each learns of it. */
import { describe, expect, test, vi } from "vitest";
import { type AuthContext, serviceAccount, TokenError, type TokenResponse } from "../../src/index.js";
import { fakeTime } from "../support/fakeTime.js";
import { gate, rejection } from "../support/fetch.js";
import { auth, serverOf } from "../support/tokenServer.js";
import { accountPair, clientOf, observedClientOf, origin, projectAccount, projectKey } from "../support/world.js";

fakeTime();

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
    await expect(staying).resolves.toMatchObject({ outcome: "unassigned" });
    await expect(joining).resolves.toMatchObject({ outcome: "unassigned" });
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
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned" });
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
      summary: "The token endpoint did not respond within 1000 ms.",
    });
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned" });
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

describe("in the hands of another Auth, which calls it as a client would", () => {
  const request = { method: "DELETE", url: `${origin}/` };
  const ok = (token: string): TokenResponse => {
    const text = JSON.stringify({ access_token: token, token_type: "Bearer", expires_in: 3600 });
    return { status: 200, headers: new Headers(), text };
  };
  /** What a client lends, with a token endpoint that responds when it is asked to. */
  function lend() {
    const respond: ((response: TokenResponse) => void)[] = [];
    const post = vi.fn(() => new Promise<TokenResponse>((resolve) => void respond.push(resolve)));
    const granted = () => undefined;
    const context = (signal = new AbortController().signal): AuthContext => ({
      origin,
      signal,
      timeoutMs: 1_000,
      post,
      granted,
    });
    return { respond, post, context };
  }

  test("a grant that is given up does not take its successor along, however soon that begins", async () => {
    const { respond, post, context } = lend();
    const account = serviceAccount(accountPair);
    const controller = new AbortController();
    const left = rejection(Promise.resolve(account.authorize(request, context(controller.signal))));
    controller.abort("left");
    const others = [account.authorize(request, context()), account.authorize(request, context())];
    await expect(left).resolves.toBe("left");
    others.push(account.authorize(request, context()));
    expect(post).toHaveBeenCalledTimes(2);
    respond[1]?.(ok("token-of-the-second"));
    await expect(Promise.all(others)).resolves.toEqual(Array(3).fill("Bearer token-of-the-second"));
  });

  test("a replay that was rejected too is the last, also when another token has come meanwhile", async () => {
    const { respond, post, context } = lend();
    const account = serviceAccount(accountPair);
    const authorized = account.authorize(request, context());
    respond[0]?.(ok("token-number-1"));
    await authorized;
    const rejected = (replays: number) =>
      account.rejected?.(
        request,
        { authorization: "Bearer token-of-before", headers: new Headers(), replays },
        context(),
      );
    await expect(rejected(0)).resolves.toEqual({ authorization: "Bearer token-number-1" });
    await expect(rejected(1)).resolves.toBeUndefined();
    expect(post).toHaveBeenCalledTimes(1);
  });

  test("a close() that is cut short while a grant is under way rejects with the reason", async () => {
    const { context } = lend();
    const account = serviceAccount(accountPair);
    const begun = rejection(Promise.resolve(account.authorize(request, context())));
    const controller = new AbortController();
    const closed = rejection(account.close?.(context(controller.signal)) ?? Promise.resolve());
    controller.abort("no time left");
    await expect(closed).resolves.toBe("no time left");
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(begun).resolves.toBeInstanceOf(TokenError);
  });

  test("a grant that fails when nobody waits any more is not an unhandled rejection", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const { respond, context } = lend();
    const controller = new AbortController();
    const begun = rejection(
      Promise.resolve(serviceAccount(accountPair).authorize(request, context(controller.signal))),
    );
    controller.abort("gone");
    await begun;
    respond[0]?.({ status: 500, headers: new Headers(), text: "" });
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
