/** The service account: how many grants its calls cost, how long a token is kept, and what a 401 does to it. */
import { describe, expect, test, vi } from "vitest";
import { AuthenticationError, serviceAccount } from "../../src/index.js";
import { fakeTime } from "../support/fakeTime.js";
import { always, gate, rejection } from "../support/fetch.js";
import { auth, serverOf } from "../support/tokenServer.js";
import { clientOf, observedClientOf, origin, accountPair as pair, projectKey } from "../support/world.js";

fakeTime();

test("200 parallel calls cost one grant, and 200 more cost none", async () => {
  const server = serverOf();
  const client = clientOf(server, auth());
  const many = () => Promise.all(Array.from({ length: 200 }, () => client.unassignGroupApiKey(projectKey)));
  await many();
  expect([server.grants(), server.sent.length]).toEqual([1, 201]);
  await many();
  expect([server.grants(), server.sent.length]).toEqual([1, 401]);
});

test("a grant is a form with Basic, and an event says how long it took", async () => {
  const server = serverOf({ onGrant: () => new Promise((resolve) => setTimeout(() => resolve(undefined), 250)) });
  const { client, events } = observedClientOf(server, auth());
  await vi.advanceTimersByTimeAsync(1_000);
  const call = client.unassignGroupApiKey(projectKey);
  await vi.advanceTimersByTimeAsync(250);
  await expect(call).resolves.toMatchObject({ attempts: 1, requests: 2 });
  const [grant, del] = server.sent;
  const url = `${origin}/api/oauth/token`;
  expect(grant).toMatchObject({ method: "POST", url, body: "grant_type=client_credentials" });
  expect(Object.fromEntries(grant?.headers ?? [])).toEqual({
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
    authorization: `Basic ${btoa(`${pair.clientId}:${pair.clientSecret}`)}`,
  });
  expect(del?.headers.get("authorization")).toBe("Bearer token-number-1");
  const facts = { api: "atlas", operationId: "unassignGroupApiKey", call: 1 };
  expect(events).toContainEqual({ type: "grant", ok: true, durationMs: 250, ...facts });
});

test.each(["a:b", "%41", "a+b c", "ä/ö=ü&€", "_-.!~*'()", "mdb_sa_sk_😀"])(
  "a standard token server reads the secret %s as it is, and `_` stays",
  async (clientSecret) => {
    const clientId = `mdb_sa_id_${clientSecret.replace("mdb_sa_sk_", "")}`;
    const server = serverOf({ clientId, clientSecret });
    const client = clientOf(server, { auth: serviceAccount({ clientId, clientSecret }) });
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned" });
    expect(atob((server.sent[0]?.headers.get("authorization") ?? "").slice(6))).toMatch(/^mdb_sa_id_/);
    await client.close();
    expect(server.live.size).toBe(0);
  },
);

describe("the life of a token", () => {
  const calls = async (expiresIn: unknown, ...waitsMs: readonly number[]): Promise<number[]> => {
    const server = serverOf({ expiresIn: expiresIn as number });
    const client = clientOf(server, auth());
    const grants: number[] = [];
    for (const waitMs of waitsMs) {
      await vi.advanceTimersByTimeAsync(waitMs);
      await client.unassignGroupApiKey(projectKey);
      grants.push(server.grants());
    }
    return grants;
  };

  test.each<[unknown, number[], number[]]>([
    [3600, [0, 3_539_999, 1], [1, 1, 2]],
    [60, [0, 29_999, 1], [1, 1, 2]],
    [120, [0, 59_999, 1], [1, 1, 2]],
    ["3600", [0, 3_539_999, 1], [1, 1, 2]],
    ["120", [0, 59_999, 1], [1, 1, 2]],
    ["0120", [0, 59_999, 1], [1, 1, 2]],
    // What says nothing is an hour, which is what MongoDB's tokens live.
    ...[undefined, null, 0, -5, true, "", "0", "-60", "60s", "6e1", "1.5", " 60", {}, [60]].map(
      (none): [unknown, number[], number[]] => [none, [0, 3_539_999, 1], [1, 1, 2]],
    ),
  ])("with expires_in %j ends in time for the next call", async (expiresIn, waitsMs, grants) => {
    await expect(calls(expiresIn, ...waitsMs)).resolves.toEqual(grants);
  });
});

describe("a 401", () => {
  test("brings one new token and one replay, in parallel calls one for all", async () => {
    const server = serverOf();
    const { client, events } = observedClientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    server.live.clear();
    const replayed = { outcome: "unassigned", attempts: 1, requests: 3 };
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject(replayed);
    expect(events.filter(({ type }) => type === "challenge")).toMatchObject([{ scheme: "service-account", call: 2 }]);
    await vi.advanceTimersByTimeAsync(60_000);
    server.live.clear();
    await Promise.all(Array.from({ length: 20 }, () => client.unassignGroupApiKey(projectKey)));
    expect(server.grants()).toBe(3);
  });

  test("for a token that was replaced meanwhile is replayed with the new one, without a grant", async () => {
    const held = gate();
    const server = serverOf();
    const late = always(async (request, signal) => {
      const response = await server.fetch(request.url, request.init);
      if (late.deletes().length === 2 && response.status === 401) await held.opened;
      signal.throwIfAborted();
      return response;
    });
    const client = clientOf(late, auth());
    await client.unassignGroupApiKey(projectKey);
    server.live.clear();
    const slow = client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(0);
    await client.unassignGroupApiKey(projectKey);
    held.open();
    await slow;
    expect(server.grants()).toBe(2);
  });

  const rejectedWith = (challenge: string) =>
    serverOf({ onDelete: () => new Response(null, { status: 401, headers: { "www-authenticate": challenge } }) });
  test.each([
    'Bearer error="invalid_token"',
    "Bearer error=invalid_token",
    'bearer realm="x", ERROR="invalid_token", error_description="it, expired"',
    'Digest realm="r", nonce="n", Bearer error="invalid_token", error_description="revoked"',
    'Bearer error="invalid_token", Basic realm="',
  ])("%s brings a new token each time, also twice within a minute (RFC 6750 §3.1)", async (challenge) => {
    const server = rejectedWith(challenge);
    const client = clientOf(server, auth());
    for (const grants of [2, 3, 4]) {
      const error = await rejection(client.unassignGroupApiKey(projectKey));
      expect(error).toMatchObject({ code: "AUTHENTICATION", outcome: "refused", attempts: 1 });
      expect(server.grants()).toBe(grants);
    }
  });

  test.each([
    'Bearer error="insufficient_scope"',
    'Bearer realm="invalid_token"',
    'Basic error="invalid_token"',
    'Bearer error_description="invalid_token"',
    'Bearer error="invalid_token',
    "invalid_token",
  ])("%s brings one new token a minute: it may mean the role", async (challenge) => {
    const server = rejectedWith(challenge);
    const client = clientOf(server, auth());
    for (let count = 0; count < 3; count += 1) await rejection(client.unassignGroupApiKey(projectKey));
    expect(server.grants()).toBe(2);
  });

  test("with invalid_token, twice within a minute, is replayed and the revocation confirmed", async () => {
    const headers = { "www-authenticate": 'Bearer error="invalid_token"' };
    const dead = new Set<string>();
    const onDelete: NonNullable<Parameters<typeof serverOf>[0]>["onDelete"] = (request) =>
      dead.has(request.headers.get("authorization") ?? "") ? new Response(null, { status: 401, headers }) : undefined;
    const server = serverOf({ onDelete });
    const client = clientOf(server, auth());
    for (let count = 1; count <= 3; count += 1) {
      await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({
        outcome: "unassigned",
        attempts: 1,
      });
      dead.add(`Bearer token-number-${count}`);
    }
    await Promise.all(Array.from({ length: 20 }, () => client.unassignGroupApiKey(projectKey)));
    expect(server.grants()).toBe(4);
  });

  test("that means the role costs one grant a minute at most, and the response stands", async () => {
    const server = serverOf({ onDelete: () => new Response(null, { status: 401 }) });
    const client = clientOf(server, auth());
    const call = async () => {
      const error = await rejection(client.unassignGroupApiKey(projectKey));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({ outcome: "refused" });
      return server.grants();
    };
    expect(await call()).toBe(2);
    expect(await call()).toBe(2);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(await call()).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(await call()).toBe(3);
    await client.close();
    expect(server.live.size).toBe(0);
  });
});

test("two origins that share an Auth do not share a token", async () => {
  const shared = auth();
  const [one, two] = [serverOf(), serverOf()];
  await clientOf(one, shared).unassignGroupApiKey(projectKey);
  await clientOf(two, { ...shared, baseUrl: "https://other.invalid" }).unassignGroupApiKey(projectKey);
  expect([one.grants(), two.grants()]).toEqual([1, 1]);
});
