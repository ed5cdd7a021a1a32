/** WWW-Authenticate, as `digest()` reads it: what it takes, what it refuses and why, and that nothing makes it throw or slow. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type AuthContext, AuthenticationError, digest } from "../../src/index.js";
import { fieldsOf } from "../support/digest.js";
import { apiError, gone204, rejection, respond, type Step, script } from "../support/fetch.js";
import { clientOf, keyPair, origin, projectKey } from "../support/world.js";

const request = { method: "DELETE", url: `${origin}/x` };
const unused = () => Promise.reject(new Error("not to be called"));
const context: AuthContext = {
  origin,
  signal: new AbortController().signal,
  timeoutMs: 1_000,
  post: unused,
  granted: () => undefined,
};

/** What a new `digest()` makes of one challenge: the fields of its header, or the problem. */
function read(value: string): Readonly<Record<string, string>> | string {
  const headers = { get: () => value } as unknown as Headers;
  const replay = digest(keyPair).rejected?.(request, { authorization: undefined, headers, replays: 0 }, context);
  if (replay === undefined || replay instanceof Promise) throw new Error("expected a replay");
  return "problem" in replay ? replay.problem : Object.fromEntries(fieldsOf(replay.authorization));
}

test.each([
  ['Digest realm="a", nonce="b"', { realm: "a", nonce: "b" }],
  ['DIGEST REALM="A" ,\tNonce = "B"', { realm: "A", nonce: "B" }],
  ["Digest realm=a, nonce=b", { realm: "a", nonce: "b" }],
  ['Digest realm="", nonce=z', { realm: "", nonce: "z" }],
  ['Digest realm="a",, nonce="b",', { realm: "a", nonce: "b" }],
  [' , ,Negotiate, NTLM abc==, Basic realm="x", Digest realm="y", nonce=z', { realm: "y", nonce: "z" }],
  ['Digest realm="a, Basic realm=\\"b\\"", nonce="c"', { realm: 'a, Basic realm="b"', nonce: "c" }],
  ['Digest realm="\\\\\\a", nonce="+/=,;"', { realm: "\\a", nonce: "+/=,;" }],
  ['Digest realm="caf\u00e9", nonce="n"', { realm: "caf\u00e9", nonce: "n" }],
  ['Digest realm="r", nonce="n", domain="\t", foo="\t"', { realm: "r", nonce: "n" }],
  ['Digest realm="r", nonce="n", opaque="o\\"p"', { opaque: 'o"p' }],
  ['Digest realm="\t", nonce="m", Digest realm="r", nonce="n"', { realm: "r", nonce: "n" }],
  ['Digest realm="r", nonce="n", qop="auth", Basic realm="', { nonce: "n", qop: "auth" }],
  ['Digest realm="r", nonce="n", qop=" auth-int , AUTH"', { qop: "auth", nc: "00000001" }],
  [
    'Basic realm="x", Digest realm="r", nonce="n0", algorithm=SHA-512-256, Digest realm="r", nonce="n1", qop="auth-int", Digest realm="r", nonce="n2", op="auth", algorithm="SHA-256", Digest realm="r", nonce="n3"',
    { nonce: "n2", algorithm: "SHA-256" },
  ],
  [
    'Digest realm="MMS Public API", domain="", nonce="abc+/=", algorithm=MD5, op="auth", stale=false',
    { realm: "MMS Public API", nonce: "abc+/=", algorithm: "MD5" },
  ],
])("the challenge %j can be met", (value, fields) => {
  expect(read(value)).toMatchObject(fields);
});

const token = (name: string) => `the challenge is malformed: the value of "${name}" is not a token or quoted string`;
const characters = "the challenge holds characters that can't stand in a header";
test.each([
  ["", "the server offers nothing, not Digest, and no key is sent in another way"],
  ['Basic realm="x"', "the server offers basic, not Digest, and no key is sent in another way"],
  ["Bearer, Basic realm=x, Basic realm=y", "the server offers bearer, basic, not Digest"],
  ['Digest realm="r", nonce="n", algorithm=SHA-512-256', 'asks for algorithm "SHA-512-256"; MD5 and SHA-256 are known'],
  ['Digest realm="r", nonce="n", algorithm=MD5-sess', 'algorithm "MD5-sess"'],
  ['Digest realm="r", nonce="n", algorithm=constructor', 'algorithm "constructor"'],
  ['Digest realm="r", nonce="n", algorithm=""', 'algorithm ""'],
  ['Digest realm="r", nonce="n", qop="auth-int"', 'the challenge asks for qop "auth-int"; only "auth" is known'],
  ['Digest realm="r", nonce="n", qop="authx, xauth"', 'qop "authx, xauth"'],
  ['Digest realm="r", nonce="n", qop=""', 'qop ""'],
  ['Digest nonce="n"', "the challenge has no realm"],
  ['Digest realm="r"', "the challenge has no nonce"],
  ['Digest realm="r", nonce=""', "the challenge has no nonce"],
  ['Digest realm="r", Digest nonce="n"', "the challenge has no nonce; the challenge has no realm"],
  ['Digest realm="a\tb", nonce="n"', characters],
  ['Digest realm="r", nonce="a\tb"', characters],
  ['Digest realm="r", nonce="n\\\t"', characters],
  ['Digest realm="r", nonce="n", opaque="\t"', characters],
  ['Digest realm="r', token("realm")],
  ['Digest realm= "a', token("realm")],
  ['Digest realm="a\u0100"', token("realm")],
  ['Digest realm="a\u0001"', token("realm")],
  ['Digest realm="a" nonce="b"', 'malformed: a comma was expected after "realm"'],
  ["Digest nonce=ab==, x=y", 'malformed: a comma was expected after "nonce"'],
  ['Digest realm="a", Realm="b"', 'malformed: "realm" is given twice'],
  ["Digest ???", 'malformed: the parameters of "digest" can\'t be read'],
  ["Digest a b", 'malformed: the parameters of "digest" can\'t be read'],
  ['Basic realm="x", "y"', "malformed: a scheme was expected"],
  ['Digest="x"', 'malformed: the scheme "digest" is not followed by a space'],
])("the challenge %j is refused by what is wrong with it", (value, problem) => {
  expect(read(value)).toContain(problem);
});

test("65,536 characters are read, and not one more", () => {
  const long = `Digest nonce="n", realm="${"x".repeat(65_536 - 26)}"`;
  expect(read(long)).toMatchObject({ nonce: "n" });
  expect(read(`${long} `)).toBe("the challenge is malformed: it is longer than 65536 characters");
});

const visible = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 20,
});
const blank = fc.constantFrom("", " ", "\t", "  ");

test("whatever realm, nonce and opaque a server sends, however it quotes them, it gets them back", () => {
  fc.assert(
    fc.property(visible, visible, visible, fc.boolean(), blank, (realm, nonce, opaque, escapeAll, space) => {
      const quote = (text: string) => `"${text.replace(escapeAll ? /[\x20-\x7e]/g : /["\\]/g, "\\$&")}"`;
      const value = `Basic realm=${quote(opaque)}${space},Digest realm${space}=${space}${quote(realm)}, nonce=${quote(nonce)} , OPAQUE=${quote(opaque)}`;
      expect(read(value)).toMatchObject({ realm, nonce, opaque });
    }),
    { numRuns: 300 },
  );
});

test("no text makes the parser throw", () => {
  const words = [
    "Digest ",
    "Basic ",
    "realm=",
    '"',
    "\\",
    ",",
    "=",
    " ",
    "\t",
    'nonce="n"',
    "a",
    "==",
    "\u0100",
    "\r\n",
    "\0",
  ];
  const unit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));
  const fragment = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 6, unit }));
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 30 }), (fragments) => {
      expect(["string", "object"]).toContain(typeof read(fragments.join("")));
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ["an open string", (n: number) => `Digest realm="${"a".repeat(n)}`],
  ["an open string of escapes", (n: number) => `Digest realm="${"\\a".repeat(n)}`],
  ["commas", (n: number) => `Digest realm="a"${",".repeat(n)}?`],
  ["a token68 of equal signs", (n: number) => `Digest a${"=".repeat(n)}!`],
  ["schemes with a token68", (n: number) => "a b, ".repeat(n)],
  ["parameters", (n: number) => `Digest ${Array.from({ length: n }, (_, i) => `p${i}=v`).join(",")}`],
  ["blanks", (n: number) => `Digest${" ".repeat(n)}realm${" ".repeat(n)}x`],
])("%s of any length cost linear time", (_, make) => {
  const value = make(Math.floor(65_000 / make(1_000).length) * 1_000);
  read(make(1_000));
  const started = performance.now();
  read(value);
  // The longest value that is read; work that grows with the square of it would take seconds.
  expect(performance.now() - started).toBeLessThan(300);
});

const challenge = (value: string): Step => respond(401, undefined, { "www-authenticate": value });
test.each([
  ["a challenge that can't be met", challenge('Digest realm="a\tb", nonce="n"'), characters],
  ["a challenge of another scheme", challenge('Basic realm="x"'), "the server offers basic, not Digest"],
  ["no challenge", respond(401), "the server sent no WWW-Authenticate"],
])("%s refuses the call without sending a key, and the next call is whole again", async (_, step, problem) => {
  const server = script(step, challenge('Digest realm="r", nonce="n", qop="auth"'), gone204);
  const client = clientOf(server, { auth: digest(keyPair) });
  const error = await rejection(client.unassignGroupApiKey(projectKey));
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({ outcome: "refused", requests: 1, authProblem: expect.stringContaining(problem) });
  expect((error as Error).message).toContain("no credentials were sent in another way");
  expect(server.sent[0]?.headers.has("authorization")).toBe(false);
  await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned", requests: 2 });
});

test("a TAB in nextnonce does not become the nonce of later calls", async () => {
  const info = (value: string) => respond(204, undefined, { "authentication-info": value });
  const server = script(challenge('Digest realm="r", nonce="n", qop="auth"'), info('nextnonce="a\tb"'), gone204);
  const client = clientOf(server, { auth: digest(keyPair) });
  for (let count = 0; count < 2; count += 1) await client.unassignGroupApiKey(projectKey);
  expect(server.sent.map(({ headers }) => fieldsOf(headers.get("authorization") ?? "").get("nonce"))).toEqual([
    undefined,
    "n",
    "n",
  ]);
});

test("a 401 without a challenge for an authorized request is the API's own", async () => {
  const server = script(challenge('Digest realm="r", nonce="n", qop="auth"'), apiError(401, "NOT_IN_GROUP"));
  const error = await rejection(clientOf(server, { auth: digest(keyPair) }).unassignGroupApiKey(projectKey));
  expect(error).toMatchObject({ errorCode: "NOT_IN_GROUP", requests: 2, authProblem: undefined });
  expect((error as Error).message).toContain("Check the key");
});
