/** Marked secrets that only one kind of `Auth` has: tokens, grants, and values of the caller's own. */
import { beforeEach, describe, expect, test } from "vitest";
import { type Auth, createClient, RevokeError } from "../../src/index.js";
import {
  authOf,
  canary,
  echoOf,
  everythingOf,
  expectClean,
  granted,
  isGrant,
  listen,
  play,
} from "../support/canary.js";
import { always, respond } from "../support/fetch.js";
import { origin, projectKey } from "../support/world.js";

beforeEach(listen);

describe("with a service account", () => {
  const account = () => authOf["a service account"]?.() as Auth;

  test.each([
    ["OAuth's", (echo: string) => ({ error: echo, error_description: echo })],
    ["the API's", (echo: string) => ({ error: 403, errorCode: echo, detail: echo })],
  ])("no secret is shown after a refused grant of %s shape", async (_, body) => {
    for (const status of [400, 401, 403, 429, 500, 503])
      expectClean(await play(account(), (request) => Response.json(body(echoOf(request)), { status })));
  });

  test("no secret is shown after a grant whose connection fails with a quote, or whose token breaks the header", async () => {
    const scene = await play(account(), (request) => {
      throw new TypeError(echoOf(request), { cause: new Error(echoOf(request)) });
    });
    expectClean(scene);
    const broken = { access_token: `${canary.token}\r\nX: y`, token_type: "Bearer" };
    expectClean(await play(account(), () => Response.json(broken)));
  });

  test("a token that was replaced is still not shown", async () => {
    let grants = 0;
    const tokens = ["canary.token~5e2b", "second.token~9a9a"];
    const scene = await play(account(), (request) => {
      if (!isGrant(request))
        return Response.json({ error: 401, detail: `no ${tokens[0]}, no ${tokens[1]}` }, { status: 401 });
      grants += 1;
      return Response.json({ access_token: tokens[grants - 1], token_type: "Bearer" });
    });
    expect(grants).toBe(2);
    expectClean(scene);
    expect(everythingOf(scene.error)).not.toContain("second.token");
  });

  test("a token that could not be revoked is not shown, nor is the pair", async () => {
    const { fetch, sent } = always((request) => {
      const body = { error: echoOf(request), error_description: echoOf(request) };
      if (request.url.endsWith("/revoke")) return Response.json(body, { status: 400 });
      return isGrant(request) ? granted() : new Response(null, { status: 204 });
    });
    const events: unknown[] = [];
    const onEvent = (event: unknown) => void events.push(event);
    const client = createClient({ api: "atlas", auth: account(), baseUrl: origin, fetch, onEvent });
    await client.unassignGroupApiKey(projectKey);
    await client.close();
    expect(events).toContainEqual(expect.objectContaining({ type: "warning" }));
    const error = new RevokeError({ summary: "none", outcome: "unknown" });
    expectClean({ error, events, client, sent });
  });
});

describe("with an Auth of the caller's own", () => {
  const { ownToken } = canary;
  const redact = (text: string): string => text.replaceAll(ownToken, "[own]");

  test.each([
    ["an error", () => new Error(`the vault gave ${ownToken}`)],
    ["an error with a cause", () => new Error("the vault failed", { cause: new Error(ownToken) })],
    ["an error with fields", () => Object.assign(new Error("the vault failed"), { token: ownToken })],
    [
      "an error of this package",
      () => new RevokeError({ summary: ownToken, outcome: "refused", cause: new Error(ownToken) }),
    ],
    ["a string", () => `Bearer ${ownToken}`],
    ["an object", () => ({ token: ownToken })],
  ])("that throws %s with its token, no secret is shown", async (_, make) => {
    for (const place of ["authorize", "rejected", "accepted"] as const) {
      const fail = () => {
        throw make();
      };
      const auth: Auth = { scheme: "own", authorize: () => `Bearer ${ownToken}`, redact, [place]: fail };
      expectClean(await play(auth, respond(place === "rejected" ? 401 : 204)));
    }
  });

  test("whose value can't stand in a header, it is not shown", async () => {
    for (const value of [`Bearer ${ownToken}\r\nX: y`, `Bearer ${ownToken}\u{1F600}`])
      expectClean(await play({ scheme: "own", authorize: () => value }, respond(204)));
  });

  test("that posts a pair of its own, the pair is not shown", async () => {
    const authorize: Auth["authorize"] = async (_, { post, signal }) => {
      const authorization = `Basic ${btoa(`me:${ownToken}`)}`;
      throw new Error(`the server said ${(await post({ endpoint: "grant", authorization, form: {} }, signal)).text}`);
    };
    const echo = (request: { headers: Headers }) =>
      new Response(`sent ${request.headers.get("authorization")?.slice(6)}`);
    expectClean(await play({ scheme: "own", authorize, redact }, echo));
  });
});
