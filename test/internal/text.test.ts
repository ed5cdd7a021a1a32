/** Text from outside on its way into a message: what is taken out of it, and how much of it is read. */
import { describe, expect, test } from "vitest";
import { wholePattern } from "../../src/internal/ids.js";
import { cleanText, describeKey, describe as describeValue } from "../../src/internal/text.js";

const jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl";

test.each([
  ["bad: mdb_sa_sk_canary-value!", "bad: [redacted]!"],
  ["bad: Bearer abc.def, then", "bad: [redacted], then"],
  ["bad: Basic \t YWJj==; then", "bad: [redacted]; then"],
  ["bad: bearer%20%20abc then", "bad: [redacted] then"],
  ['bad: Digest  username="u",\nresponse="r"', "bad: [redacted]"],
  [`bad: ${jwt}, then`, "bad: [redacted], then"],
  ["bad: eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ., then", "bad: [redacted], then"],
  ["a keyJack.b.c is no token", "a keyJack.b.c is no token"],
])("of %j exactly the credential is taken out", (text, shown) => {
  expect(cleanText(text)).toBe(shown);
});

describe("a very long text", () => {
  const whole = 65_536;
  const filled = (length: number, end: string): string => `mdb_sa_sk_${"a".repeat(length - 10 - end.length)}${end}`;

  test("is redacted once, and not beyond its first 65,536 characters", () => {
    const lengths: number[] = [];
    cleanText("a".repeat(70_000), (text) => {
      lengths.push(text.length);
      return text;
    });
    expect(lengths).toEqual([whole]);
  });

  test("shows its beginning, and that something was cut", () => {
    expect(cleanText("word ".repeat(20_000))).toBe(`${"word ".repeat(100)}…`);
    expect(cleanText(filled(whole + 10_000, ""))).toBe("…");
  });

  test("does not show the first half of a secret that the cut has halved", () => {
    const text = `${filled(whole - 6, " ")}SECRET-VALUE`;
    expect(cleanText(text, (known) => known.replaceAll("SECRET-VALUE", "[redacted]"))).not.toContain("SECRET");
  });

  test("of exactly 65,536 characters is shown to its end", () => {
    expect(cleanText(filled(whole, " end"))).toBe("[redacted] end");
  });
});

test.each([
  ["a B", "a string of 3 characters with white space and upper-case letters"],
  ["/ A", "a string of 3 characters with white space and upper-case letters and characters of a path"],
  ["a", "a string of 1 character"],
])("the value %j is described as %s", (value, words) => {
  expect(describeValue(value)).toBe(words);
});

test("a key is shown when it is one plain word, and described otherwise", () => {
  expect(describeKey("groupID")).toBe('the key "groupID"');
  expect(describeKey("")).toBe("a key that is an empty string");
  expect(describeKey("a".repeat(31))).toBe("a key that is a string of 31 characters");
  expect(describeKey("a b")).toBe("a key that is a string of 3 characters with white space");
});

test("an id's pattern must match the whole text, whatever alternatives it has, and counts characters, not their halves", () => {
  const either = wholePattern("x|y");
  expect(["x", "y", "xy", "xz", "zy"].map((text) => either.test(text))).toEqual([true, true, false, false, false]);
  expect(wholePattern(".").test("😀")).toBe(true);
  expect(wholePattern("x|y")).toBe(either);
});
