/** close(): waits, gives back every token, and says when that was not possible. */
import { describe, expect, test, vi } from "vitest";
import { TokenError } from "../../src/index.js";
import { fakeTime } from "../support/fakeTime.js";
import { always, gone204, lost, rejection } from "../support/fetch.js";
import { clientOf, observedClientOf, origin, projectKey } from "../support/world.js";
import { auth, serverOf } from "../support/tokenServer.js";
import { gate } from "../support/fetch.js";

fakeTime();

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

  test("gives back a token that ends in this very millisecond: the server's clock may be a little behind", async () => {
    const server = serverOf({ expiresIn: 100 });
    const client = clientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(100_000);
    await client.unassignGroupApiKey(projectKey);
    await client.close();
    expect(server.live.size).toBe(0);
  });

  test("waits for no call that has ended: a client that lives long does not keep them", async () => {
    const client = clientOf(always(gone204));
    await client.unassignGroupApiKey(projectKey);
    await rejection(client.unassignGroupApiKey({ ...projectKey, groupId: "" }));
    const all = vi.spyOn(Promise, "all");
    await client.close();
    expect(all.mock.calls.map(([waitedFor]) => [...waitedFor])).toEqual([[]]);
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
    await expect(closed).resolves.toMatchObject({
      code: "TIMEOUT",
      outcome: "not-sent",
      message: expect.stringMatching(/^The call did not finish within 1000 ms\./),
    });

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
    await expect(two.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned" });
    expect(server.grants()).toBe(2);
  });
});
