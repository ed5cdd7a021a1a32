import { describe, expect, test } from "vitest";
import { AuthenticationError, digest } from "../../src/index.js";
import { digestServer, fieldsOf } from "../support/digest.js";
import { always, respond, gone204, lost, rejection, type Step, script } from "../support/fetch.js";
import { clientOf, keyPair, observedClientOf, orgSecret, projectKey } from "../support/world.js";

const digestOptions = () => ({ auth: digest(keyPair) });

const challenge = (value: string, status = 401): Step => respond(status, undefined, { "www-authenticate": value });
const fresh = (nonce: string, stale = false) =>
  challenge(`Digest realm="r", nonce="${nonce}", qop="auth", stale=${stale}`);

describe.each(["MD5", "SHA-256"] as const)("against a server that speaks %s", (algorithm) => {
  test("the first call costs two requests and one attempt, the second one", async () => {
    const server = digestServer({ ...keyPair, algorithm });
    const { client, events } = observedClientOf(server, digestOptions());
    await expect(client.unassignGroupApiKey(projectKey, { envelope: true, pretty: true })).resolves.toMatchObject({
      outcome: "unassigned",
      attempts: 1,
      requests: 2,
    });
    await expect(client.deleteOrgServiceAccountSecret(orgSecret)).resolves.toMatchObject({ requests: 1 });
    expect(server.complaints).toEqual([]);
    expect(events.filter(({ type }) => type === "challenge")).toEqual([
      { type: "challenge", scheme: "digest", api: "atlas", operationId: "unassignGroupApiKey", call: 1 },
    ]);
  });
});

test("each nonce that the server retires costs one more request", async () => {
  const server = digestServer({ ...keyPair, usesPerNonce: 100 });
  const client = clientOf(server, digestOptions());
  for (let count = 0; count < 400; count += 1) await client.unassignGroupApiKey(projectKey);
  expect(server.complaints).toEqual(Array(3).fill("stale"));
  expect(server.sent.length).toBe(401 + 3);
  const cnonces = server.sent.map(({ headers }) => fieldsOf(headers.get("authorization") ?? "").get("cnonce"));
  expect(new Set(cnonces.slice(1)).size).toBe(4);
});

test("50 parallel deletes on a warm nonce cost 50 requests", async () => {
  const server = digestServer(keyPair);
  const client = clientOf(server, digestOptions());
  await client.unassignGroupApiKey(projectKey);
  await Promise.all(Array.from({ length: 50 }, () => client.unassignGroupApiKey(projectKey)));
  expect(server.sent.length).toBe(2 + 50);
  expect(server.complaints).toEqual([]);
});

test("50 parallel deletes before any nonce is known each answer their own challenge, and one nonce is kept", async () => {
  const server = digestServer(keyPair);
  const client = clientOf(server, digestOptions());
  const revocations = await Promise.all(Array.from({ length: 50 }, () => client.unassignGroupApiKey(projectKey)));
  expect(revocations.map(({ requests }) => requests)).toEqual(Array(50).fill(2));
  await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ requests: 1 });
  expect(server.complaints).toEqual([]);
});

test("50 parallel deletes on a nonce that wears out under them all succeed", async () => {
  const server = digestServer({ ...keyPair, usesPerNonce: 7 });
  const client = clientOf(server, digestOptions());
  await client.unassignGroupApiKey(projectKey);
  const revocations = await Promise.all(Array.from({ length: 50 }, () => client.unassignGroupApiKey(projectKey)));
  expect(revocations.every(({ outcome, attempts }) => outcome === "revoked" && attempts === 1)).toBe(true);
  expect(new Set(server.complaints)).toEqual(new Set(["stale"]));
  const before = server.sent.length;
  await client.unassignGroupApiKey(projectKey);
  expect(server.sent.length).toBe(before + 1);
});

test("a nonce of nextnonce is used from the next call on, beginning at one", async () => {
  const server = digestServer({ ...keyPair, nextNonceEvery: 2 });
  const client = clientOf(server, digestOptions());
  for (let count = 0; count < 10; count += 1) await client.unassignGroupApiKey(projectKey);
  expect(server.sent.length).toBe(11);
  expect(server.complaints).toEqual([]);
  expect(server.nonces()).toBe(6);
});

test.each(['nextnonce=""', "qop=auth", "", "nextnonce", '"', "=", 'nextnonce="x'])(
  "Authentication-Info %j changes nothing",
  async (info) => {
    const authorized = () => new Response(null, { status: 204, headers: { "authentication-info": info } });
    const server = digestServer({ ...keyPair, authorized });
    const client = clientOf(server, digestOptions());
    for (let count = 0; count < 3; count += 1) await client.unassignGroupApiKey(projectKey);
    expect(server.sent.length).toBe(4);
  },
);

test("Authentication-Info before any challenge is ignored", async () => {
  const client = clientOf(always(respond(204, undefined, { "authentication-info": 'nextnonce="x"' })), digestOptions());
  await client.unassignGroupApiKey(projectKey);
  await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ requests: 1 });
});

test("a wrong key is refused after one replay, and again after one on the warm nonce", async () => {
  const server = digestServer({ ...keyPair, privateKey: "another" });
  const client = clientOf(server, digestOptions());
  const error = await rejection(client.unassignGroupApiKey(projectKey));
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({ outcome: "refused", attempts: 1, requests: 2 });
  await expect(rejection(client.unassignGroupApiKey(projectKey))).resolves.toMatchObject({ requests: 2 });
  expect(server.sent.length).toBe(4);
});

test("a warm nonce that the server has forgotten is replaced, with stale=true and without", async () => {
  for (const stale of [true, false]) {
    const server = script(fresh("a"), gone204, fresh("b", stale), gone204, gone204);
    const client = clientOf(server, digestOptions());
    await client.unassignGroupApiKey(projectKey);
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ requests: 2 });
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ requests: 1 });
    const sent = server.sent.map(({ headers }) => fieldsOf(headers.get("authorization") ?? ""));
    expect(sent.map((fields) => [fields.get("nonce"), fields.get("nc")])).toEqual([
      [undefined, undefined],
      ["a", "00000001"],
      ["a", "00000002"],
      ["b", "00000001"],
      ["b", "00000002"],
    ]);
  }
});

test("the answer of a call that used an older nonce does not replace the shared one", async () => {
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow: Step = async () => {
    await held;
    return new Response(null, {
      status: 401,
      headers: { "www-authenticate": 'Digest realm="r", nonce="late", qop="auth", stale=true' },
    });
  };
  const server = script(fresh("a"), gone204, slow, fresh("b", true), gone204, gone204, gone204);
  const client = clientOf(server, digestOptions());
  await client.unassignGroupApiKey(projectKey); // a/1
  const held1 = client.unassignGroupApiKey(projectKey); // a/2, answered late
  await client.unassignGroupApiKey(projectKey); // a/3 is stale, b/1
  release?.();
  await held1; // late/1
  await client.unassignGroupApiKey(projectKey); // b/2
  const sent = server.sent.map(({ headers }) => fieldsOf(headers.get("authorization") ?? ""));
  expect(sent.map((f) => `${f.get("nonce")}/${Number(f.get("nc"))}`).slice(1)).toEqual([
    "a/1",
    "a/2",
    "a/3",
    "b/1",
    "late/1",
    "b/2",
  ]);
});

test("a connection lost during the replay is in doubt, one lost during the probe too, and one that was never made is not", async () => {
  const run = (...steps: Step[]) =>
    rejection(clientOf(script(...steps), digestOptions()).unassignGroupApiKey(projectKey));
  await expect(run(fresh("a"), lost())).resolves.toMatchObject({ outcome: "unknown", requests: 2 });
  await expect(run(lost())).resolves.toMatchObject({ outcome: "unknown" });
  await expect(run(fresh("a"), lost("ECONNREFUSED", "connect"))).resolves.toMatchObject({ outcome: "not-sent" });
});
