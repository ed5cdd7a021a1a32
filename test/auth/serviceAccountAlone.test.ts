/** `serviceAccount()` in the hands of another `Auth`, which calls it as a client would and sees what it throws. */
import { describe, expect, test, vi } from "vitest";
import { type AuthContext, serviceAccount, TokenError, type TokenResponse } from "../../src/index.js";
import { rejection } from "../support/fetch.js";
import { tokenServer } from "../support/tokenServer.js";
import { clientOf, ids, origin, projectKey } from "../support/world.js";

const pair = { clientId: ids.clientId, clientSecret: "mdb_sa_sk_abc-DEF_123" };
const request = { method: "DELETE", url: `${origin}/` };
const ok = (token: string): TokenResponse => ({
  status: 200,
  headers: new Headers(),
  text: JSON.stringify({ access_token: token, token_type: "Bearer", expires_in: 3600 }),
});

/** What a client lends, with a token endpoint that answers when it is told to. */
function lend(timeoutMs = 30_000) {
  const answers: ((answer: TokenResponse) => void)[] = [];
  const post = vi.fn(
    () =>
      new Promise<TokenResponse>((resolve) => {
        answers.push(resolve);
      }),
  );
  const context = (signal = new AbortController().signal): AuthContext => ({
    origin,
    signal,
    timeoutMs,
    post,
    granted: () => undefined,
  });
  return { answers, post, context };
}

test("a grant that is given up does not take its successor along, however soon that begins", async () => {
  const { answers, post, context } = lend();
  const auth = serviceAccount(pair);
  const controller = new AbortController();
  const left = rejection(Promise.resolve(auth.authorize(request, context(controller.signal))));
  controller.abort("left");
  const second = auth.authorize(request, context());
  await expect(left).resolves.toBe("left");
  const third = auth.authorize(request, context());
  expect(post).toHaveBeenCalledTimes(2);
  answers[1]?.(ok("token-of-the-second"));
  await expect(Promise.all([second, third])).resolves.toEqual([
    "Bearer token-of-the-second",
    "Bearer token-of-the-second",
  ]);
});

test("a replay that was rejected too is the last, also when another token has come meanwhile", async () => {
  const { answers, post, context } = lend();
  const auth = serviceAccount(pair);
  const authorized = auth.authorize(request, context());
  answers[0]?.(ok("token-number-1"));
  await authorized;
  const headers = new Headers();
  const rejected = (replays: number) =>
    auth.rejected?.(request, { authorization: "Bearer token-of-before", headers, replays }, context());
  await expect(rejected(0)).resolves.toEqual({ authorization: "Bearer token-number-1" });
  await expect(rejected(1)).resolves.toBeUndefined();
  expect(post).toHaveBeenCalledTimes(1);
});

describe("close()", () => {
  test("that is cut short while a grant is under way says so", async () => {
    const { context } = lend();
    const auth = serviceAccount(pair);
    const controller = new AbortController();
    void Promise.resolve(auth.authorize(request, context())).catch(() => undefined);
    const closed = rejection(auth.close?.(context(controller.signal)) ?? Promise.resolve());
    controller.abort("no time left");
    await expect(closed).resolves.toBe("no time left");
  });
});

describe("no DELETE is sent for want of a token, and the error itself says so", () => {
  test("when the endpoint refuses", async () => {
    const { answers, context } = lend();
    const refused = rejection(Promise.resolve(serviceAccount(pair).authorize(request, context())));
    answers[0]?.({ status: 401, headers: new Headers(), text: undefined });
    const error = await refused;
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({ outcome: "not-sent", status: 401, error: undefined });
  });

  test("when the endpoint does not answer in time", async () => {
    const { context } = lend(5);
    const error = await rejection(Promise.resolve(serviceAccount(pair).authorize(request, context())));
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({
      outcome: "not-sent",
      message: "The token endpoint did not answer within 5 ms.",
    });
  });
});

test.each(["null", "5", '"invalid_client"', '["invalid_client"]', "{"])(
  "a refusal whose body is %s is told by its status alone",
  async (body) => {
    const server = tokenServer({ ...pair, onGrant: () => new Response(body, { status: 401 }) });
    const error = await rejection(clientOf(server, { auth: serviceAccount(pair) }).unassignGroupApiKey(projectKey));
    expect(error).toMatchObject({
      code: "TOKEN",
      error: undefined,
      message:
        "No access token: HTTP 401. Check the client id and the secret's value: it may be expired, deleted or of another account. No authorized DELETE was sent; the credential is unchanged.",
    });
  },
);
