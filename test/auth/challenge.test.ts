/** The parser of WWW-Authenticate: what it reads, what it refuses, and that nothing makes it throw or slow. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Challenge, parseChallenges } from "../../src/auth/challenge.js";

const read = (value: string) => {
  const { challenges, problem } = parseChallenges(value);
  const plain = challenges.map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
  return problem === undefined ? plain : { plain, problem };
};

describe("reads", () => {
  test.each([
    ["", []],
    [" , ,", []],
    ["Basic", [["basic", {}]]],
    [
      "Negotiate, NTLM",
      [
        ["negotiate", {}],
        ["ntlm", {}],
      ],
    ],
    ["Negotiate abc==", [["negotiate", {}]]],
    ["Digest realm=", [["digest", {}]]],
    [
      "Negotiate abc== , Basic realm=x",
      [
        ["negotiate", {}],
        ["basic", { realm: "x" }],
      ],
    ],
    ['Digest realm="a", nonce="b"', [["digest", { realm: "a", nonce: "b" }]]],
    ['DIGEST REALM="A" ,\tNonce = "B"', [["digest", { realm: "A", nonce: "B" }]]],
    [
      'Basic realm="x", Digest realm="y", nonce=z',
      [
        ["basic", { realm: "x" }],
        ["digest", { realm: "y", nonce: "z" }],
      ],
    ],
    ['Digest realm="a, Basic realm=\\"b\\"", nonce="c"', [["digest", { realm: 'a, Basic realm="b"', nonce: "c" }]]],
    ['Digest realm="\\\\\\a", nonce="+/=,;"', [["digest", { realm: "\\a", nonce: "+/=,;" }]]],
    ['Digest realm="a",, nonce="b",', [["digest", { realm: "a", nonce: "b" }]]],
    ['Digest realm="", qop=""', [["digest", { realm: "", qop: "" }]]],
    ['Digest realm="caf\u00e9\t"', [["digest", { realm: "caf\u00e9\t" }]]],
    [
      "a b=c, d",
      [
        ["a", { b: "c" }],
        ["d", {}],
      ],
    ],
    [
      'Digest realm="MMS Public API", domain="", nonce="abc+/=", algorithm=MD5, op="auth", stale=false',
      [
        [
          "digest",
          { realm: "MMS Public API", domain: "", nonce: "abc+/=", algorithm: "MD5", op: "auth", stale: "false" },
        ],
      ],
    ],
  ])("%s", (value, expected) => {
    expect(read(value)).toEqual(expected);
  });
});

test("reads 65536 characters, and not one more", () => {
  const long = `Basic realm="${"x".repeat(65_536 - 14)}"`;
  expect(parseChallenges(long).challenges.length).toBe(1);
  expect(parseChallenges(`${long} `)).toEqual({ challenges: [], problem: "it is longer than 65536 characters" });
});

describe("refuses, with the challenges before it", () => {
  test.each([
    ['Digest realm="a', [], 'the value of "realm" is not a token or quoted string'],
    ['Digest realm= "a', [], 'the value of "realm" is not a token or quoted string'],
    ['Digest realm="a\u0100"', [], 'the value of "realm" is not a token or quoted string'],
    ['Digest realm="a" nonce="b"', [], 'a comma was expected after "realm"'],
    ["Digest nonce=ab==, x=y", [], 'a comma was expected after "nonce"'],
    ['Digest realm="a", realm="b"', [], '"realm" is given twice'],
    ['Digest realm="a", Realm="b"', [], '"realm" is given twice'],
    ["Digest ???", [], 'the parameters of "digest" can\'t be read'],
    ["Digest =x", [], 'the parameters of "digest" can\'t be read'],
    ["Digest a b", [], 'the parameters of "digest" can\'t be read'],
    ['Basic realm="x", "y"', [["basic", { realm: "x" }]], "a scheme was expected"],
    ["=", [], "a scheme was expected"],
    ['Digest="x"', [], 'the scheme "digest" is not followed by a space'],
    ["Basic, Digest/x", [["basic", {}]], 'the scheme "digest" is not followed by a space'],
  ])("%s", (value, plain, problem) => {
    expect(read(value)).toEqual({ plain, problem });
  });
});

const tokenCharacters = [..."!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const token = fc.string({ unit: fc.constantFrom(...tokenCharacters), minLength: 1, maxLength: 12 });
const blank = fc.constantFrom("", " ", "\t", "  ");
const text = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code < 0x7f || code > 0x9f)
    .map((code) => String.fromCharCode(code)),
  maxLength: 20,
});

const parameter = fc.record({ name: token, value: text, escapeAll: fc.boolean(), around: fc.tuple(blank, blank) });
const challenge = fc.record({
  scheme: token,
  parameters: fc.uniqueArray(parameter, { maxLength: 5, selector: ({ name }) => name.toLowerCase() }),
});

function serialise(list: readonly (typeof challenge extends fc.Arbitrary<infer T> ? T : never)[]): string {
  return list
    .map(({ scheme, parameters }) => {
      const written = parameters.map(({ name, value, escapeAll, around: [before, after] }) => {
        const quoted = value.replace(escapeAll ? /[^\x80-\xff]/g : /["\\]/g, "\\$&");
        return `${name}${before}=${after}"${quoted}"`;
      });
      return written.length === 0 ? scheme : `${scheme} ${written.join(", ")}`;
    })
    .join(" , ");
}

test("every list of challenges is read back as it was written", () => {
  fc.assert(
    fc.property(fc.array(challenge, { maxLength: 4 }), (list) => {
      const expected = list.map(
        ({ scheme, parameters }): Challenge => ({
          scheme: scheme.toLowerCase(),
          parameters: new Map(parameters.map(({ name, value }) => [name.toLowerCase(), value])),
        }),
      );
      expect(parseChallenges(serialise(list))).toEqual({ challenges: expected });
    }),
    { numRuns: 500 },
  );
});

const fragment = fc.oneof(
  fc.constantFrom(
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
  ),
  fc.string({ maxLength: 6, unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)) }),
);

test("no text makes the parser throw, and what it names comes from the text", () => {
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 30 }), (fragments) => {
      const value = fragments.join("");
      const { challenges, problem } = parseChallenges(value);
      expect(problem === undefined || problem.length > 0).toBe(true);
      for (const { scheme, parameters } of challenges) {
        expect(value.toLowerCase()).toContain(scheme);
        for (const name of parameters.keys()) expect(value.toLowerCase()).toContain(name);
      }
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["an open string", (n: number) => `Digest realm="${"a".repeat(n)}`],
  ["an open string of escapes", (n: number) => `Digest realm="${"\\a".repeat(n)}`],
  ["a closed string", (n: number) => `Digest realm="${"a".repeat(n)}"`],
  ["commas", (n: number) => `Digest realm="a"${",".repeat(n)}?`],
  ["a long token68", (n: number) => `Digest ${"a".repeat(n)}!`],
  ["a token68 of equal signs", (n: number) => `Digest a${"=".repeat(n)}!`],
  ["schemes", (n: number) => "a, ".repeat(n)],
  ["schemes with a token68", (n: number) => "a b, ".repeat(n)],
  ["parameters", (n: number) => `Digest ${Array.from({ length: n }, (_, i) => `p${i}=v`).join(",")}`],
  ["blanks", (n: number) => `Digest${" ".repeat(n)}realm${" ".repeat(n)}x`],
])("%s of any length cost linear time", (_, make) => {
  const time = (n: number): number => {
    const value = make(n);
    const started = performance.now();
    parseChallenges(value);
    return performance.now() - started;
  };
  time(1_000);
  // The longest value that is read; work that grows with the square of it would take seconds.
  expect(time(Math.floor(65_000 / make(1_000).length) * 1_000)).toBeLessThan(300);
});

test("a value of ten megabytes is refused or read, never thrown at", () => {
  expect(read(`Digest realm="${"a".repeat(1e7)}`)).toEqual({
    plain: [],
    problem: "it is longer than 65536 characters",
  });
});
