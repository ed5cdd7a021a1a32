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
    for (const status of [400, 401, 403, 429, 500, 503]) {
      expectClean(await play(account(), (request) => Response.json(body(echoOf(request)), { status })));
    }
  });

  test("no secret is shown after a grant whose connection fails with a quote", async () => {
    const scene = await play(account(), (request) => {
      throw new TypeError(echoOf(request), { cause: new Error(echoOf(request)) });
    });
    expectClean(scene);
  });

  test("a token that was replaced is still not shown", async () => {
    let grants = 0;
    const tokens = ["canary.token~5e2b", "second.token~9a9a"];
    const scene = await play(account(), (request) => {
      if (!isGrant(request))
        return Response.json({ error: 401, detail: `neither ${tokens[0]} nor ${tokens[1]}` }, { status: 401 });
      grants += 1;
      return Response.json({ access_token: tokens[grants - 1], token_type: "Bearer" });
    });
    expect(grants).toBe(2);
    expectClean(scene);
    expect(everythingOf(scene.error)).not.toContain("second.token");
  });

  test("a token that could not be revoked is not shown, nor is the pair", async () => {
    const server = always((request) => {
      if (request.url.endsWith("/revoke"))
        return Response.json({ error: echoOf(request), error_description: echoOf(request) }, { status: 400 });
      return isGrant(request) ? granted() : new Response(null, { status: 204 });
    });
    const events: unknown[] = [];
    const client = createClient({
      api: "atlas",
      auth: account(),
      baseUrl: origin,
      fetch: server.fetch,
      onEvent: (event) => events.push(event),
    });
    await client.unassignGroupApiKey(projectKey);
    await client.close();
    expect(events).toContainEqual(expect.objectContaining({ type: "warning" }));
    const error = new RevokeError({ summary: "none", outcome: "unknown" });
    expectClean({ error, events, client, sent: server.sent });
    expect(server.sent.length).toBe(3);
  });

  test("an access token that breaks the header is not shown", async () => {
    const scene = await play(account(), () =>
      Response.json({ access_token: `${canary.token}\r\nX: y`, token_type: "Bearer" }),
    );
    expectClean(scene);
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

  test("that forgets to redact, what it has sent is still not shown, nor any token of a known form", async () => {
    const jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl";
    const leaks = [
      `Bearer ${jwt}`,
      jwt,
      `Basic ${btoa("user:canary-pass")}`,
      "mdb_sa_sk_canary-value",
      'Digest username="u",\nresponse="canary-response"',
    ];
    for (const leak of leaks) {
      const scene = await play(
        { scheme: "own", authorize: () => Promise.reject(new Error(`bad: ${leak}`)) },
        respond(204),
      );
      const shown = everythingOf(scene.error);
      for (const part of [jwt, btoa("user:canary-pass"), "canary-value", "canary-response"])
        expect(shown).not.toContain(part);
      expect(shown).toContain("bad: [redacted]");
    }
  });

  test("whose value can't stand in a header, it is not shown", async () => {
    for (const value of [`Bearer ${ownToken}\r\nX: y`, `Bearer ${ownToken}\u{1F600}`]) {
      expectClean(await play({ scheme: "own", authorize: () => value }, respond(204)));
    }
  });

  test("that posts a pair of its own, the pair is not shown", async () => {
    const authorize: Auth["authorize"] = async (_, { post, signal }) => {
      const { text } = await post(
        { endpoint: "grant", authorization: `Basic ${btoa(`me:${ownToken}`)}`, form: {} },
        signal,
      );
      throw new Error(`the server said ${text}`);
    };
    const scene = await play(
      { scheme: "own", authorize, redact },
      (request) => new Response(`you sent ${(request.headers.get("authorization") ?? "").slice(6)}`),
    );
    expectClean(scene);
  });
});
