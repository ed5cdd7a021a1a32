/** Digest against RFC 7616's vectors, against a server on Node's own hashes, and against challenges of every odd form. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseChallenges } from "../../src/auth/challenge.js";
import { digestAnswer, startSession } from "../../src/auth/digestAnswer.js";
import { AuthenticationError, createClient, digest } from "../../src/index.js";
import { digestServer, fieldsOf } from "./digestServer.js";
import {
  always,
  answer,
  apiError,
  clientOf,
  gone204,
  ids,
  keyPair,
  lost,
  observedClientOf,
  orgSecret,
  origin,
  projectKey,
  rejection,
  type Step,
  script,
} from "./server.js";

/** The header that answers a challenge. */
function headerFor(
  challenge: string,
  {
    publicKey = "Mufasa",
    privateKey = "Circle of Life",
    method = "GET",
    uri = "/dir/index.html",
    count = 1,
    cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
  } = {},
): string {
  const [first] = parseChallenges(challenge).challenges;
  if (first === undefined) throw new Error("no challenge");
  const session = startSession(first, { publicKey, privateKey }, cnonce);
  if ("problem" in session) throw new Error(session.problem);
  return digestAnswer(session, method, uri, count);
}

const rfcChallenge = (algorithm: string) =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;

describe("RFC 7616 §3.9.1", () => {
  test.each([
    ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
    ["SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"],
  ])("the answer with %s has the response of the vector", (algorithm, response) => {
    expect(headerFor(rfcChallenge(algorithm))).toBe(
      `Digest username="Mufasa", realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", uri="/dir/index.html", response="${response}", algorithm=${algorithm}, opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", qop=auth, nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"`,
    );
  });
});

test("RFC 2617 §3.5: an answer without an algorithm is one with MD5", () => {
  const challenge =
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
  const header = headerFor(challenge, { privateKey: "Circle Of Life", cnonce: "0a4f113b" });
  expect(fieldsOf(header).get("response")).toBe("6629fae49393a05397450978507c4ef1");
  expect(header).not.toContain("algorithm");
});

test("RFC 2069: a challenge without qop is answered without qop, nc and cnonce", () => {
  const header = headerFor('Digest realm="r", nonce="n"');
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  const response = md5(`${md5("Mufasa:r:Circle of Life")}:n:${md5("GET:/dir/index.html")}`);
  expect(header).toBe(`Digest username="Mufasa", realm="r", nonce="n", uri="/dir/index.html", response="${response}"`);
});

test("userhash=true hides the user name, and nothing else asks for it", () => {
  const sha = (text: string) => createHash("sha256").update(text).digest("hex");
  const header = headerFor('Digest realm="r", nonce="n", qop=auth, algorithm=SHA-256, userhash=TRUE');
  expect(fieldsOf(header).get("username")).toBe(sha("Mufasa:r"));
  expect(header).toMatch(/, userhash=true$/);
  expect(fieldsOf(headerFor('Digest realm="r", nonce="n", userhash=false')).get("username")).toBe("Mufasa");
});

test.each([
  [1, "00000001"],
  [9, "00000009"],
  [10, "0000000a"],
  [15, "0000000f"],
  [16, "00000010"],
  [255, "000000ff"],
  [256, "00000100"],
  [1024, "00000400"],
  [0xffffffff, "ffffffff"],
])("use %i of a nonce counts nc=%s", (count, nc) => {
  expect(fieldsOf(headerFor('Digest realm="r", nonce="n", qop="auth"', { count })).get("nc")).toBe(nc);
});

test.each(["auth", "auth-int, auth", "AUTH", "auth-int,auth ,x", " auth"])("qop %j is answered with auth", (qop) => {
  expect(fieldsOf(headerFor(`Digest realm="r", nonce="n", qop="${qop}"`)).get("qop")).toBe("auth");
});

test("a realm beyond ASCII is hashed in the bytes of the wire", () => {
  const header = headerFor('Digest realm="caf\u00e9 \\"x\\"", nonce="n\\\\", algorithm=md5', {
    privateKey: "pässwörd",
  });
  const md5 = (bytes: Buffer | string) => createHash("md5").update(bytes).digest("hex");
  const ha1 = md5(
    Buffer.concat([Buffer.from("Mufasa:"), Buffer.from('caf\u00e9 "x"', "latin1"), Buffer.from(":pässwörd")]),
  );
  expect(header).toContain('realm="caf\u00e9 \\"x\\""');
  expect(header).toContain('nonce="n\\\\"');
  expect(header).toContain("algorithm=md5");
  expect(fieldsOf(header).get("response")).toBe(md5(`${ha1}:n\\:${md5("GET:/dir/index.html")}`));
});

test("whatever realm, nonce and opaque a server sends, it gets them back and the hash of them", () => {
  const text = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
  });
  fc.assert(
    fc.property(text, text, text, fc.constantFrom("MD5", "SHA-256"), (realm, nonce, opaque, algorithm) => {
      const quoted = (value: string) => `"${value.replace(/["\\]/g, "\\$&")}"`;
      const header = headerFor(
        `Digest realm=${quoted(realm)}, nonce=${quoted(nonce)}, opaque=${quoted(opaque)}, algorithm=${algorithm}, qop="auth"`,
      );
      const fields = fieldsOf(header);
      expect([fields.get("realm"), fields.get("nonce"), fields.get("opaque")]).toEqual([realm, nonce, opaque]);
      const h = (value: string) => createHash(algorithm.replace("-", "")).update(value).digest("hex");
      const middle = `${nonce}:00000001:${fields.get("cnonce")}:auth`;
      const response = h(`${h(`Mufasa:${realm}:Circle of Life`)}:${middle}:${h("GET:/dir/index.html")}`);
      expect(fields.get("response")).toBe(response);
    }),
  );
});

const digestOptions = () => ({ auth: digest(keyPair) });

describe.each(["MD5", "SHA-256"] as const)("against a server that speaks %s", (algorithm) => {
  test("the first call costs two requests and one attempt, the second one", async () => {
    const server = digestServer({ ...keyPair, algorithm });
    const { client, events } = observedClientOf(server, digestOptions());
    await expect(client.unassignGroupApiKey(projectKey, { envelope: true, pretty: true })).resolves.toMatchObject({
      outcome: "revoked",
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

test("5,000 deletes one after the other cost 5,001 requests, with a fresh cnonce for each nonce", async () => {
  const server = digestServer(keyPair);
  const client = clientOf(server, digestOptions());
  for (let count = 0; count < 5_000; count += 1) await client.unassignGroupApiKey(projectKey);
  expect(server.sent.length).toBe(5_001);
  expect(server.complaints).toEqual([]);
  expect(fieldsOf(server.sent.at(-1)?.headers.get("authorization") ?? "").get("nc")).toBe("00001388");
});

test("each nonce that the server retires costs one more request", async () => {
  const server = digestServer({ ...keyPair, usesPerNonce: 100 });
  const client = clientOf(server, digestOptions());
  for (let count = 0; count < 1_000; count += 1) await client.unassignGroupApiKey(projectKey);
  expect(server.complaints).toEqual(Array(9).fill("stale"));
  expect(server.sent.length).toBe(1_001 + 9);
  const cnonces = server.sent.map(({ headers }) => fieldsOf(headers.get("authorization") ?? "").get("cnonce"));
  expect(new Set(cnonces.slice(1)).size).toBe(10);
});

test("50 parallel deletes on a warm nonce cost 50 requests", async () => {
  const server = digestServer(keyPair);
  const client = clientOf(server, digestOptions());
  await client.unassignGroupApiKey(projectKey);
  await Promise.all(Array.from({ length: 50 }, () => client.unassignGroupApiKey(projectKey)));
  expect(server.sent.length).toBe(2 + 50);
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
  const client = clientOf(always(answer(204, undefined, { "authentication-info": 'nextnonce="x"' })), digestOptions());
  await client.unassignGroupApiKey(projectKey);
  await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ requests: 1 });
});

test("two origins that share an Auth do not share a nonce", async () => {
  const auth = digest(keyPair);
  const [one, two] = [digestServer({ ...keyPair, realm: "one" }), digestServer({ ...keyPair, realm: "two" })];
  const first = clientOf(one, { auth });
  const second = clientOf(two, { auth, baseUrl: "https://other.invalid" });
  for (const client of [first, second, first, second]) await client.unassignGroupApiKey(projectKey);
  expect([one.sent.length, two.sent.length]).toEqual([3, 3]);
  expect([...one.complaints, ...two.complaints]).toEqual([]);
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

const challenge = (value: string, status = 401): Step => answer(status, undefined, { "www-authenticate": value });
const fresh = (nonce: string, stale = false) =>
  challenge(`Digest realm="r", nonce="${nonce}", qop="auth", stale=${stale}`);

test("a nonce that is stale under way is replaced by that of the same answer, three times", async () => {
  const server = script(fresh("a"), fresh("b", true), fresh("c", true), gone204);
  await expect(clientOf(server, digestOptions()).unassignGroupApiKey(projectKey)).resolves.toMatchObject({
    requests: 4,
    attempts: 1,
  });
  const nonces = server.sent.map(({ headers }) => fieldsOf(headers.get("authorization") ?? "").get("nonce"));
  expect(nonces).toEqual([undefined, "a", "b", "c"]);
});

test("a server that calls each of its nonces stale is told so after three replays", async () => {
  const server = script(fresh("a"), fresh("b", true), fresh("c", true), fresh("d", true));
  const error = await rejection(clientOf(server, digestOptions()).unassignGroupApiKey(projectKey));
  expect(error).toMatchObject({
    requests: 4,
    message: expect.stringContaining("the server calls each of its own nonces stale"),
  });
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

test("the first challenge that can be answered is answered, whatever stands beside it", async () => {
  const value =
    'Negotiate, Basic realm="x", Digest realm="r", nonce="n0", algorithm=SHA-512-256, Digest realm="r", nonce="n1", qop="auth-int", Digest realm="r", nonce="n2", op="auth", algorithm="SHA-256", Digest realm="r", nonce="n3"';
  const server = script(challenge(value), gone204);
  await clientOf(server, digestOptions()).unassignGroupApiKey(projectKey);
  const fields = fieldsOf(server.sent[1]?.headers.get("authorization") ?? "");
  expect([fields.get("nonce"), fields.get("qop"), fields.get("algorithm")]).toEqual(["n2", undefined, "SHA-256"]);
});

test("a challenge before a malformed one is answered", async () => {
  const server = script(challenge('Digest realm="r", nonce="n", qop="auth", Basic realm="'), gone204);
  await expect(clientOf(server, digestOptions()).unassignGroupApiKey(projectKey)).resolves.toMatchObject({
    outcome: "revoked",
  });
});

test.each([
  ["no challenge", answer(401), "the server sent no WWW-Authenticate"],
  ["an empty challenge", challenge(""), "the server offers nothing, not Digest"],
  ["Basic", challenge('Basic realm="x"'), "the server offers basic, not Digest, and no key is sent in another way"],
  [
    "Bearer and Basic twice",
    challenge("Bearer, Basic realm=x, Basic realm=y"),
    "the server offers bearer, basic, not Digest",
  ],
  [
    "an unknown algorithm",
    challenge('Digest realm="r", nonce="n", algorithm=SHA-512-256'),
    'algorithm "SHA-512-256"; MD5 and SHA-256 are known',
  ],
  ["a session algorithm", challenge('Digest realm="r", nonce="n", algorithm=MD5-sess'), 'algorithm "MD5-sess"'],
  [
    "an algorithm from a prototype",
    challenge('Digest realm="r", nonce="n", algorithm=constructor'),
    'algorithm "constructor"',
  ],
  [
    "only auth-int",
    challenge('Digest realm="r", nonce="n", qop="auth-int"'),
    'the challenge asks for qop "auth-int"; only "auth" is known',
  ],
  [
    "a qop that only begins with auth",
    challenge('Digest realm="r", nonce="n", qop="authx, xauth"'),
    'qop "authx, xauth"',
  ],
  ["an empty qop", challenge('Digest realm="r", nonce="n", qop=""'), 'qop ""'],
  ["no realm", challenge('Digest nonce="n"'), "the challenge has no realm"],
  ["no nonce", challenge('Digest realm="r"'), "the challenge has no nonce"],
  ["an empty nonce", challenge('Digest realm="r", nonce=""'), "the challenge has no nonce"],
  [
    "an open string",
    challenge('Digest realm="r'),
    'the challenge is malformed: the value of "realm" is not a token or quoted string',
  ],
  [
    "a directive twice",
    challenge('Digest realm="r", realm="s", nonce="n"'),
    'the challenge is malformed: "realm" is given twice',
  ],
  [
    "two unusable ones",
    challenge('Digest realm="r", Digest nonce="n"'),
    "the challenge has no nonce; the challenge has no realm",
  ],
])("%s is an AuthenticationError that says why, and no key leaves", async (_, step, reason) => {
  const server = script(step);
  const error = await rejection(clientOf(server, digestOptions()).unassignGroupApiKey(projectKey));
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({ outcome: "refused", requests: 1, message: expect.stringContaining(reason) });
  expect(error).toMatchObject({ message: expect.stringContaining("no credentials were sent in another way") });
  expect(server.sent[0]?.headers.has("authorization")).toBe(false);
});

test("a 401 without a challenge for an authorized request is the API's own word", async () => {
  const server = script(fresh("a"), gone204, apiError(401, "NOT_IN_GROUP"));
  const client = clientOf(server, digestOptions());
  await client.unassignGroupApiKey(projectKey);
  const error = await rejection(client.unassignGroupApiKey(projectKey));
  expect(error).toMatchObject({
    errorCode: "NOT_IN_GROUP",
    requests: 1,
    message: expect.stringContaining("Check the key"),
  });
});

test("a connection lost during the replay is in doubt, one lost during the probe too, and one that was never made is not", async () => {
  const run = (...steps: Step[]) =>
    rejection(clientOf(script(...steps), digestOptions()).unassignGroupApiKey(projectKey));
  await expect(run(fresh("a"), lost())).resolves.toMatchObject({ outcome: "unknown", requests: 2 });
  await expect(run(lost())).resolves.toMatchObject({ outcome: "unknown" });
  await expect(run(fresh("a"), lost("ECONNREFUSED", "connect"))).resolves.toMatchObject({ outcome: "not-sent" });
});

test("a call that targets the key in use carries a warning, and no other call does", async () => {
  const auth = digest({ ...keyPair, apiKeyId: ids.apiKeyId });
  const client = createClient({ api: "atlas", auth, baseUrl: origin, fetch: always(gone204).fetch });
  await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({
    warnings: [expect.stringContaining("belongs to the very credential that made this call")],
  });
  const other = { ...projectKey, apiKeyId: "0".repeat(24) };
  await expect(client.unassignGroupApiKey(other)).resolves.toMatchObject({ warnings: [] });
});
