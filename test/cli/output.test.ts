import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { formatRows, hasColors, widthOf, wrap } from "../../src/cli/output.js";
import { runCli } from "./runCli.js";

const stream = (facts: { isTTY?: boolean; columns?: number }): Writable & typeof facts =>
  Object.assign(new Writable(), facts);

describe("colours", () => {
  test.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: "" }, true],
    [{ isTTY: true }, { NO_COLOR: "1" }, false],
    [{ isTTY: true }, { TERM: "dumb" }, false],
    [{ isTTY: false }, {}, false],
    [{}, {}, false],
    [{}, { FORCE_COLOR: "1" }, true],
    [{ isTTY: true }, { FORCE_COLOR: "0" }, false],
    [{}, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("%j with %j: %s", (facts, env, expected) => {
    expect(hasColors(stream(facts), env)).toBe(expected);
  });

  test("are absent from a whole run that no terminal shows, and from JSON everywhere", async () => {
    const piped = await runCli(["org-secret", "--sandbox"]);
    expect(piped.stdout + piped.stderr).not.toContain("\u001b");
    const shown = await runCli(["org-secret", "--sandbox"], { terminal: true });
    expect(shown.stdout).toContain("\u001b[");
    const json = await runCli(["org-secret", "--sandbox", "--json"], { terminal: true });
    expect(json.stdout).not.toContain("\u001b");
  });
});

test("text is wrapped on a terminal only, between words, with each value under its name", () => {
  expect(widthOf(stream({}))).toBe(Number.POSITIVE_INFINITY);
  expect(widthOf(stream({ isTTY: true, columns: 500 }))).toBe(120);
  expect(widthOf(stream({ isTTY: true, columns: 10 }))).toBe(40);
  expect(wrap("aa bb cc", 5)).toEqual(["aa bb", "cc"]);
  expect(wrap("a verylongword b", 5)).toEqual(["a", "verylongword", "b"]);
  expect(wrap("type `a b c` now", 5)).toEqual(["type", "`a b c`", "now"]);
  const rows = (width: number): string => formatRows([["Name", "aa ".repeat(20).trim()]], (_, text) => text, width);
  expect(rows(60)).toBe(`  Name  ${"aa ".repeat(17).trim()}\n        aa aa aa\n`);
  expect(rows(40)).toBe(`  Name\n    ${"aa ".repeat(12).trim()}\n    ${"aa ".repeat(8).trim()}\n`);
});
