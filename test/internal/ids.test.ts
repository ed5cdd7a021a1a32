/** Patterns of ids: the document's own are anchored, and one that is not must still match the whole text. */
import { expect, test } from "vitest";
import { wholePattern } from "../../src/internal/ids.js";

test("an id's pattern must match the whole text, whatever alternatives it has, and counts characters, not their halves", () => {
  const either = wholePattern("x|y");
  expect(["x", "y", "xy", "xz", "zy", "x\n"].map((text) => either.test(text))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(wholePattern(".").test("😀")).toBe(true);
});
