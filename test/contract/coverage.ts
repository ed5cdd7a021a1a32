// Which cells of the document the tests of a file have exercised. A cell counts when a test named it as what it expected,
// the exchange conformed to the document, and the whole test passed.
import { expect, onTestFinished } from "vitest";
import { type KeywordCase, nameOf } from "./cells.js";
import type { Cell, Inspection } from "./checker.js";

const exercised = new Set<string>();

function note(name: string): void {
  onTestFinished(({ task }) => {
    if (task.result?.state === "pass") exercised.add(name);
  });
}

/** Asserts which cell an exchange filled; it counts once the test has passed. */
export function expectCell(actual: Inspection | undefined, expected: Cell): void {
  expect(actual).toEqual({ cell: expected, inRequest: [], inResponse: [] });
  note(nameOf(expected));
}

/** Counts a keyword's case once the test has passed. The caller has asserted the outcome. */
export function countKeyword(one: KeywordCase): void {
  note(nameOf(one));
}

/** Those of the given cells that no passed test of this file has exercised. */
export function notExercised(cells: readonly (Cell | KeywordCase)[]): string[] {
  return cells.map(nameOf).filter((name) => !exercised.has(name));
}
