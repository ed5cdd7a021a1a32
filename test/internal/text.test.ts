/** Text from a server on its way into an error: what is taken out of it, and how much of it is read and shown. */
import { expect, test, vi } from "vitest";
import { type ApiError, digest } from "../../src/index.js";
import { rejection, respond, script, thrown } from "../support/fetch.js";
import { bearer, clientOf, projectKey } from "../support/world.js";

const json = { "content-type": "application/json" };
/** A server's `detail` as the error shows it. */
async function shown(detail: string, redact = (text: string): string => text): Promise<string | undefined> {
  const step = respond(400, JSON.stringify({ error: 400, detail }), json);
  const call = clientOf(script(step), { auth: { ...bearer, redact } }).unassignGroupApiKey(projectKey);
  return ((await rejection(call)) as ApiError).detail;
}

const jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl";
test.each([
  ["bad: mdb_sa_sk_canary-value!", "bad: [redacted]!"],
  ["bad: Bearer abc.def, then", "bad: [redacted], then"],
  ["bad: Basic \t YWJj==; then", "bad: [redacted]; then"],
  ["bad: bearer%20%20abc then", "bad: [redacted] then"],
  ["Authorization: Basic%20bWRiX3NhX2lk%3D", "Authorization: [redacted]"],
  ['bad: Digest  username="u",\nresponse="r"', "bad: [redacted]"],
  [`bad: ${jwt}, then`, "bad: [redacted], then"],
  ["bad: eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ., then", "bad: [redacted], then"],
  ["a keyJack.b.c is not a token", "a keyJack.b.c is not a token"],
  ['Bearer error="invalid_token" says the server', 'Bearer error="invalid_token" says the server'],
  ['Basic realm="x"', 'Basic realm="x"'],
])("of %j exactly the credential is taken out", async (text, expected) => {
  expect(await shown(text)).toBe(expected);
});

test.each(["eyJ-", "Digest ", "Bearer ", "mdb_sa_sk_", "a.", 'Basic a="'])(
  "a megabyte of %j is cleaned in no time",
  async (piece) => {
    const started = performance.now();
    expect((await shown(piece.repeat(Math.floor(900_000 / piece.length))))?.length).toBeLessThan(502);
    expect(performance.now() - started).toBeLessThan(2_000);
  },
);

const whole = 65_536;
const filled = (length: number, end: string): string => `mdb_sa_sk_${"a".repeat(length - 10 - end.length)}${end}`;

test("a text is read to its 65,536th character, and shows that something was cut", async () => {
  const redact = vi.fn((text: string) => text);
  await shown("a".repeat(70_000), redact);
  expect(Math.max(...redact.mock.calls.map(([text]) => text.length))).toBe(whole);
  expect(await shown("word ".repeat(20_000))).toBe(`${"word ".repeat(100)}…`);
  expect(await shown(filled(whole + 10_000, ""))).toBe("…");
  expect(await shown(filled(whole, " end"))).toBe("[redacted] end");
  expect(await shown("z".repeat(500))).toBe("z".repeat(500));
});

test("a secret that the cut of a long text halves is not shown, also when redaction shortens what stands before it", async () => {
  const halved = `${filled(whole - 6, " ")}SECRET-VALUE`;
  expect(await shown(halved, (text) => text.replaceAll("SECRET-VALUE", "[redacted]"))).not.toContain("SECRET");
  const secret = "s3cret-".repeat(40);
  const redact = (text: string) => text.replaceAll(secret, "[redacted]").replaceAll("x".repeat(1000), "");
  expect(await shown(`${"x".repeat(65_000)}${"y".repeat(536 - 100)}${secret}`, redact)).not.toContain("s3cret");
});

test.each([
  ["a B", "a string of 3 characters with white space and upper-case letters"],
  ["/ A", "a string of 3 characters with white space and upper-case letters and characters of a path"],
  ["5d1d12c087d9d63e6d682438", "what looks like an id of 24 hexadecimal digits"],
])("the value %j in a wrong place is described as %s", (value, words) => {
  expect(thrown(() => digest({ publicKey: `${value}`, privateKey: "" }))).toMatchObject({ outcome: "not-sent" });
  expect(thrown(() => clientOf(script(), { api: value as never }))).toMatchObject({
    reason: expect.stringContaining(`got ${words}`),
  });
});

test.each([
  ["groupID", 'the key "groupID"'],
  ["", "a key that is an empty string"],
  ["a".repeat(31), "a key that is a string of 31 characters"],
  ["a b", "a key that is a string of 3 characters with white space"],
  ["mdb_sa_sk_x", "a key that is what looks like a secret's value"],
])("the unknown key %j is named as %s", (key, words) => {
  expect(thrown(() => clientOf(script(), { [key]: 1 }))).toMatchObject({
    reason: expect.stringContaining(`got ${words}`),
  });
});
