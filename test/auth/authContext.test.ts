/** What a client lends to an Auth: a way to the token endpoints, and to nothing else. */
import { describe, expect, test } from "vitest";
import type { Auth } from "../../src/index.js";
import { gone204, rejection, respond, script } from "../support/fetch.js";
import { clientOf, projectKey } from "../support/world.js";

describe("an Auth of the caller's own", () => {
  test("gets a context that posts to the token endpoints and nowhere else", async () => {
    const posted = script(respond(200, "token-of-mine"), gone204);
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
    await clientOf(script(respond(200, body), gone204), { auth: { scheme: "own", authorize } }).unassignGroupApiKey(
      projectKey,
    );
    expect(heard).toBe(expected);
  });
});
