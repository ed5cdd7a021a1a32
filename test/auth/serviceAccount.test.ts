/** The service account: how many grants, and how long a token is kept. */
import { describe, expect, test, vi } from "vitest";
import { AuthenticationError, createClient, serviceAccount } from "../../src/index.js";
import { fakeTime } from "../support/fakeTime.js";
import { always, gate, rejection } from "../support/fetch.js";
import { auth, serverOf } from "../support/tokenServer.js";
import {
  clientOf,
  observedClientOf,
  origin,
  accountPair as pair,
  projectAccount,
  projectKey,
} from "../support/world.js";

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

test("a grant is a form with Basic, and says so in an event", async () => {
  const server = serverOf();
  const { client, events } = observedClientOf(server, auth());
  await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ attempts: 1, requests: 2 });
  const [grant, del] = server.sent;
  expect(grant).toMatchObject({
    method: "POST",
    url: `${origin}/api/oauth/token`,
    body: "grant_type=client_credentials",
  });
  expect(Object.fromEntries(grant?.headers ?? [])).toEqual({
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
    authorization: `Basic ${btoa(`${pair.clientId}:${pair.clientSecret}`)}`,
  });
  expect(del?.headers.get("authorization")).toBe("Bearer token-number-1");
  expect(events).toContainEqual({
    type: "grant",
    ok: true,
    durationMs: 0,
    api: "atlas",
    operationId: "unassignGroupApiKey",
    call: 1,
  });
});

test("a grant's event tells how long it took", async () => {
  const server = serverOf({
    onGrant: () => new Promise((resolve) => setTimeout(() => resolve(undefined), 250)),
  });
  const { client, events } = observedClientOf(server, auth());
  await vi.advanceTimersByTimeAsync(1_000);
  const call = client.unassignGroupApiKey(projectKey);
  await vi.advanceTimersByTimeAsync(250);
  await call;
  expect(events.find(({ type }) => type === "grant")).toMatchObject({ ok: true, durationMs: 250 });
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
  const calls = async (expiresIn: number | undefined, ...waitsMs: number[]): Promise<number[]> => {
    const server = serverOf({ expiresIn });
    const client = clientOf(server, auth());
    const grants: number[] = [];
    for (const waitMs of waitsMs) {
      await vi.advanceTimersByTimeAsync(waitMs);
      await client.unassignGroupApiKey(projectKey);
      grants.push(server.grants());
    }
    return grants;
  };

  test("a token of an hour is renewed a minute before it ends, and not earlier", async () => {
    await expect(calls(3600, 0, 3_539_999, 1)).resolves.toEqual([1, 1, 2]);
  });
  test("a token of a minute is renewed after half of it", async () => {
    await expect(calls(60, 0, 29_999, 1)).resolves.toEqual([1, 1, 2]);
  });
  test("a token of two minutes is renewed after one", async () => {
    await expect(calls(120, 0, 59_999, 1)).resolves.toEqual([1, 1, 2]);
  });
  test.each([undefined, 0, -5, Number.NaN, "60" as never])(
    "a token that lives for %j seconds is kept until a 401",
    async (seconds) => {
      await expect(calls(seconds, 0, 1e9)).resolves.toEqual([1, 1]);
    },
  );
});

describe("a 401", () => {
  test("brings one new token and one replay", async () => {
    const server = serverOf();
    const { client, events } = observedClientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    server.live.clear();
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({
      outcome: "unassigned",
      attempts: 1,
      requests: 3,
    });
    expect(server.grants()).toBe(2);
    expect(events.filter(({ type }) => type === "challenge")).toMatchObject([{ scheme: "service-account", call: 2 }]);
  });

  test("in parallel calls brings one new token for all", async () => {
    const server = serverOf();
    const client = clientOf(server, auth());
    await client.unassignGroupApiKey(projectKey);
    server.live.clear();
    await Promise.all(Array.from({ length: 20 }, () => client.unassignGroupApiKey(projectKey)));
    expect(server.grants()).toBe(2);
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

  test("that means the role costs one grant a minute at most, and the answer stands", async () => {
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

test("a call that targets the account in use carries a warning beside the page's own", async () => {
  const server = serverOf();
  const client = createClient({ api: "cloud-manager", ...auth(), baseUrl: origin, fetch: server.fetch });
  const own = await client.unassignGroupServiceAccount(projectAccount);
  expect(own.warnings).toEqual([
    expect.stringContaining("credentials stay active in its organization"),
    expect.stringContaining("belongs to the very credential that made this call"),
  ]);
  const other = await client.unassignGroupServiceAccount({
    ...projectAccount,
    clientId: `mdb_sa_id_${"0".repeat(24)}`,
  });
  expect(other.warnings.length).toBe(1);
});

test("a 401 answer of a token server in the answer's place is the API's: it is not asked twice", async () => {
  const server = serverOf({ onDelete: () => new Response(null, { status: 401 }) });
  const error = await rejection(clientOf(server, auth()).unassignGroupApiKey(projectKey));
  expect(error).toMatchObject({ requests: 4, attempts: 1 });
  expect(server.deletes().length).toBe(2);
});
