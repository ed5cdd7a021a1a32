/** The value of a digest `Authorization`: RFC 7616's vectors prove the reference in test/support, which proves `digest()`. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { digest } from "../../src/index.js";
import { type Algorithm, digestHeader, digestResponse, fieldsOf } from "../support/digest.js";
import { always, type Server } from "../support/fetch.js";
import { clientOf, keyPair, projectKey } from "../support/world.js";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A server that challenges each request without credentials, and takes every other. */
const challenging = (challenge: string): Server =>
  always(({ headers }) =>
    headers.has("authorization")
      ? new Response(null, { status: 204 })
      : ({ status: 401, headers: { get: () => challenge }, body: null, redirected: false } as unknown as Response),
  );

/** The header with which a new `digest()` meets a challenge, and the path that it was made for. */
async function headerFor(challenge: string, pair = keyPair): Promise<{ header: string; uri: string }> {
  const server = challenging(challenge);
  await clientOf(server, { auth: digest(pair) }).unassignGroupApiKey(projectKey, { pretty: true });
  const { pathname, search } = new URL(server.sent[1]?.url ?? "");
  return { header: server.sent[1]?.headers.get("authorization") ?? "", uri: pathname + search };
}

const mufasa = {
  username: "Mufasa",
  password: "Circle of Life",
  method: "GET",
  uri: "/dir/index.html",
  realm: "http-auth@example.org",
  nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
  cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
};
test.each<[string, Algorithm, string, object]>([
  ["RFC 7616 §3.9.1", "MD5", "8ca523f5e9506fed4657c9700eebdbec", {}],
  ["RFC 7616 §3.9.1", "SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1", {}],
  [
    "RFC 2617 §3.5",
    "MD5",
    "6629fae49393a05397450978507c4ef1",
    {
      password: "Circle Of Life",
      realm: "testrealm@host.com",
      nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
      cnonce: "0a4f113b",
    },
  ],
])("the reference has the response of %s with %s", (_, algorithm, response, parts) => {
  expect(digestResponse({ ...mufasa, algorithm, ...parts })).toBe(response);
});

describe.each<Algorithm>(["MD5", "SHA-256"])("%s", (algorithm) => {
  const { publicKey: username, privateKey: password } = keyPair;
  const challenge = `Digest realm="r", nonce="n", algorithm=${algorithm}, qop="auth"`;
  const expected = ({ header, uri }: { header: string; uri: string }) => {
    const cnonce = fieldsOf(header).get("cnonce") ?? "";
    return digestResponse({ username, password, method: "DELETE", uri, realm: "r", nonce: "n", cnonce, algorithm });
  };
  test("is right without a platform's own crypto, as in a browser", async () => {
    vi.stubGlobal("process", undefined);
    const made = await headerFor(challenge);
    vi.unstubAllGlobals();
    expect(fieldsOf(made.header).get("response")).toBe(expected(made));
  });

  test("is right for any printable realm, nonce and opaque, and for any password", async () => {
    const printable = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCharCode(c)),
      minLength: 1,
    });
    const secret = fc.string({ unit: fc.constantFrom(...'aZ09 :"\\äß€😀'), minLength: 1 });
    const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
    const holds = async (realm: string, nonce: string, opaque: string, privateKey: string) => {
      const value = `Digest realm=${quoted(realm)}, nonce=${quoted(nonce)}, opaque=${quoted(opaque)}, algorithm=${algorithm}, qop="auth"`;
      const { header, uri } = await headerFor(value, { ...keyPair, privateKey });
      const fields = fieldsOf(header);
      expect([fields.get("realm"), fields.get("nonce"), fields.get("opaque")]).toEqual([realm, nonce, opaque]);
      const parts = { username, password: privateKey, method: "DELETE", uri, realm, nonce, algorithm };
      expect(fields.get("response")).toBe(digestResponse({ ...parts, cnonce: fields.get("cnonce") ?? "" }));
    };
    await fc.assert(fc.asyncProperty(printable, printable, printable, secret, holds), { numRuns: 50 });
  });
});

test("the whole header is the reference's, but for the client's own nonce", async () => {
  const { header, uri } = await headerFor(
    'Digest realm="MMS Public API", domain="", nonce="n+/=", algorithm=MD5, qop="auth"',
  );
  const cnonce = fieldsOf(header).get("cnonce") ?? "";
  expect(cnonce).toMatch(/^[\da-f]{32}$/);
  const { publicKey: username, privateKey: password } = keyPair;
  const expected = digestHeader({ username, password, method: "DELETE", uri, nonce: "n+/=", cnonce });
  expect([...fieldsOf(header)].sort()).toEqual([...fieldsOf(expected)].sort());
});

const md5 = (bytes: Buffer | string) => createHash("md5").update(bytes).digest("hex");

test("a challenge without an algorithm means MD5, and one without qop gets neither nc nor cnonce (RFC 2069)", async () => {
  const { header, uri } = await headerFor('Digest realm="r", nonce="n"');
  const { publicKey, privateKey } = keyPair;
  const response = md5(`${md5(`${publicKey}:r:${privateKey}`)}:n:${md5(`DELETE:${uri}`)}`);
  expect(header).toBe(`Digest username="${publicKey}", realm="r", nonce="n", uri="${uri}", response="${response}"`);
});

test("userhash=true hides the user name, and nothing else asks for it", async () => {
  const name = async (userhash: string) => {
    const { header } = await headerFor(
      `Digest realm="r", nonce="n", qop=auth, algorithm=SHA-256, userhash=${userhash}`,
    );
    return [fieldsOf(header).get("username"), fieldsOf(header).get("userhash")];
  };
  const hashed = createHash("sha256").update(`${keyPair.publicKey}:r`).digest("hex");
  expect(await name("TRUE")).toEqual([hashed, "true"]);
  expect(await name("false")).toEqual([keyPair.publicKey, undefined]);
});

test("a realm beyond ASCII is hashed in the bytes of the wire, and written as the server wrote it", async () => {
  const { header, uri } = await headerFor('Digest realm="caf\u00e9 \\"x\\"", nonce="n\\\\", algorithm=md5');
  const realm = Buffer.from('caf\u00e9 "x"', "latin1");
  const ha1 = md5(Buffer.concat([Buffer.from(`${keyPair.publicKey}:`), realm, Buffer.from(`:${keyPair.privateKey}`)]));
  for (const part of ['realm="caf\u00e9 \\"x\\""', 'nonce="n\\\\"', "algorithm=md5"]) expect(header).toContain(part);
  expect(fieldsOf(header).get("response")).toBe(md5(`${ha1}:n\\:${md5(`DELETE:${uri}`)}`));
});

test("neither key nor hash stays in the memory that a process's buffers share", async () => {
  const privateKey = ["not", "to", "be", "found"].join("-");
  await headerFor('Digest realm="r", nonce="n", qop="auth"', { ...keyPair, privateKey });
  const pool = Buffer.from(Buffer.from("x").buffer).toString("latin1");
  const ha1 = [keyPair.publicKey, "r", privateKey].join(":");
  expect(pool.includes(privateKey) || pool.includes(createHash("md5").update(ha1).digest("hex"))).toBe(false);
});
