/** close(): it waits, revokes every token, and warns when that was not possible; no outcome depends on it. */
import { describe, expect, test, vi } from "vitest";
import { fakeTime } from "../support/fakeTime.js";
import { always, gate, gone204, lost, rejection, type Step, silence } from "../support/fetch.js";
import { auth, serverOf } from "../support/tokenServer.js";
import { clientOf, observedClientOf, origin, projectKey } from "../support/world.js";

fakeTime();

describe("close()", () => {
  test("revokes the token, once, and refuses later calls", async () => {
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
    expect(error).toMatchObject({
      name: "ClientClosedError",
      code: "CLIENT_CLOSED",
      outcome: "not-sent",
      message: "The client is closed; create another one. No authorized DELETE was sent; the credential is unchanged.",
    });
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

  test("revokes every token that may live: renewed, rejected and late ones, but no expired one", async () => {
    const server = serverOf({ expiresIn: 100 });
    const client = clientOf(server, auth());
    await client.unassignGroupApiKey(projectKey); // 1
    await vi.advanceTimersByTimeAsync(100_001);
    await client.unassignGroupApiKey(projectKey); // 2; 1 has expired
    await vi.advanceTimersByTimeAsync(60_000);
    await client.unassignGroupApiKey(projectKey); // 3; 2 still lives
    await client.close();
    const revoked = server.sent
      .filter(({ url }) => url.endsWith("/revoke"))
      .map(({ body }) => new URLSearchParams(body).get("token"));
    expect(revoked).toEqual(["token-number-2", "token-number-3"]);
  });

  test("revokes a token that ends in this very millisecond: the server's clock may be a little behind", async () => {
    const server = serverOf({ expiresIn: 100 });
    const client = clientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(100_000);
    await client.unassignGroupApiKey(projectKey);
    await client.close();
    expect(server.live.size).toBe(0);
  });

  test.each(["ab/cd+ef123456==", "tilde~token~123456"])(
    "shows nothing of a form with %s that is quoted back",
    async (token) => {
      const server = serverOf({
        tokenOf: () => token,
        onRevoke: ({ body }) => Response.json({ error: "invalid_request", error_description: body }, { status: 400 }),
      });
      const { client, events } = observedClientOf(server, auth());
      await client.unassignGroupApiKey(projectKey);
      await client.close();
      const [warning = ""] = events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
      expect(warning).toContain("token=[redacted]&");
    },
  );

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
      await vi.advanceTimersByTimeAsync(0);
      const closed = two.close();
      held.open();
      await closed;
      await call;
      expect(server.live.has("token-number-1")).toBe(false);
    }
  });

  const expires =
    "A token that was not revoked expires by itself within the hour; revocations that were confirmed stand.";
  const failing = {
    "responds 500": [() => new Response(null, { status: 500 }), "The access token could not be revoked (HTTP 500)."],
    "responds 503 to each try": [() => new Response("<html>", { status: 503 }), "could not be revoked (HTTP 503)."],
    "refuses as OAuth does": [
      () => Response.json({ error: "invalid_request", error_description: "no" }, { status: 400 }),
      "The access token could not be revoked (HTTP 400, invalid_request: no).",
    ],
    "refuses as the API does": [
      () => Response.json({ error: 403, errorCode: "X", detail: "d" }, { status: 403 }),
      "could not be revoked (HTTP 403, X: d).",
    ],
    redirects: [() => Response.redirect("https://evil.invalid", 302), "could not be revoked (HTTP 302)."],
    "can't be reached": [lost("ECONNREFUSED", "connect"), "The token endpoint can't be reached."],
    "is lost": [lost(), "The token endpoint can't be reached."],
    hangs: [silence, "The call did not finish within 1000 ms."],
  } satisfies Record<string, [Step, string]>;

  test.each(Object.entries(failing))(
    "resolves when the revoke endpoint %s: a warning, and the revocation stands",
    async (_, [step, message]) => {
      const server = serverOf();
      const odd = always((request, signal) =>
        request.url.endsWith("/revoke") ? step(request, signal) : server.fetch(request.url, request.init),
      );
      const { client, events } = observedClientOf(odd, { ...auth(), timeoutMs: 1_000 });
      await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned" });
      const closed = client.close();
      await vi.advanceTimersByTimeAsync(1_000);
      await expect(closed).resolves.toBeUndefined();
      await expect(client[Symbol.asyncDispose]()).resolves.toBeUndefined();
      const warnings = events.filter(({ type }) => type === "warning");
      expect(warnings).toMatchObject([{ call: 0, message: expect.stringContaining(`${message} ${expires}`) }]);
      expect(events.filter(({ type }) => type === "outcome")).toMatchObject([{ call: 1, outcome: "unassigned" }]);
    },
  );

  test("resolves with a warning when an Auth of the caller's own can't close, and shows no secret", async () => {
    const close = () => Promise.reject(new Error("sealed with Bearer abc.def"));
    const own = { scheme: "own", authorize: () => "Bearer xyz", close };
    const { client, events } = observedClientOf(always(gone204), { auth: own });
    await client.close();
    expect(events).toMatchObject([
      { type: "warning", message: `The auth option failed: sealed with [redacted]. ${expires}` },
    ]);
  });

  test("revokes the other tokens when one could not be revoked", async () => {
    const server = serverOf({
      expiresIn: 100,
      onRevoke: (_, count) => (count === 1 ? new Response(null, { status: 500 }) : undefined),
    });
    const { client, events } = observedClientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(60_000);
    await client.unassignGroupApiKey(projectKey);
    await client.close();
    expect([...server.live]).toEqual(["token-number-1"]);
    expect(events.filter(({ type }) => type === "warning").length).toBe(1);
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
    await expect(two.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned" });
    expect(server.grants()).toBe(2);
  });
});
