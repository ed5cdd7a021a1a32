/** The value of Authorization: RFC 7616's vectors, and a hash of Node's own for everything else. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseChallenges } from "../../src/auth/challenge.js";
import { digestAuthorization, startSession } from "../../src/auth/digestAuthorization.js";
import { createClient, digest } from "../../src/index.js";
import { digestServer, fieldsOf } from "../support/digest.js";
import { always, gone204 } from "../support/fetch.js";
import { clientOf, ids, keyPair, origin, projectKey } from "../support/world.js";

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
  return digestAuthorization(session, method, uri, count);
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
  expect(fieldsOf(header).get("userhash")).toBe("true");
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

test("two origins that share an Auth do not share a nonce", async () => {
  const auth = digest(keyPair);
  const [one, two] = [digestServer({ ...keyPair, realm: "one" }), digestServer({ ...keyPair, realm: "two" })];
  const first = clientOf(one, { auth });
  const second = clientOf(two, { auth, baseUrl: "https://other.invalid" });
  for (const client of [first, second, first, second]) await client.unassignGroupApiKey(projectKey);
  expect([one.sent.length, two.sent.length]).toEqual([3, 3]);
  expect([...one.complaints, ...two.complaints]).toEqual([]);
});

test("a call that targets the key in use carries a warning, and no other call does", async () => {
  const auth = digest({ ...keyPair, apiKeyId: ids.apiKeyId });
  const client = createClient({ api: "atlas", auth, baseUrl: origin, fetch: always(gone204).fetch });
  await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({
    warnings: [
      expect.stringContaining("stays alive"),
      expect.stringContaining("belongs to the very credential that made this call"),
    ],
  });
  const other = { ...projectKey, apiKeyId: "0".repeat(24) };
  await expect(client.unassignGroupApiKey(other)).resolves.toMatchObject({
    warnings: [expect.stringContaining("stays alive")],
  });
});
