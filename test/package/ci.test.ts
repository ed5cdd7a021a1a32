// CI's arithmetic: a crash, a timeout and an empty suite must never look like success, and no suite may drop out.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { closing, closingLine, countsOfOutput, countsOfReport, verdict } from "../../scripts/ci/counts.js";
import { notInCi, suites } from "../../scripts/ci/suites.js";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  scripts: Record<string, string>;
};

describe("the list of suites", () => {
  test("names only scripts of package.json", () => {
    expect(suites.map((suite) => suite.script).filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  test("names every test script, or says why CI leaves it out", () => {
    const known = new Set([...suites.map((suite) => suite.script), ...Object.keys(notInCi)]);
    const tests = Object.keys(manifest.scripts).filter((script) => /^test(:|$)/.test(script));
    expect(tests.filter((script) => !known.has(script))).toEqual([]);
  });

  test("leaves out only scripts that exist", () => {
    expect(Object.keys(notInCi).filter((script) => !(script in manifest.scripts))).toEqual([]);
  });
});

describe("counts", () => {
  test("are read from vitest's report, pending and todo tests being skipped ones", () => {
    const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 3, success: false };
    expect(countsOfReport(JSON.stringify(report))).toEqual({ passed: 5, failed: 1, skipped: 5 });
  });

  test.each(["", "{", "null", "{}", '{"numPassedTests":1}', '{"numPassedTests":"1"}'])(
    "are unknown when the report is %j",
    (report) => {
      expect(countsOfReport(report)).toBeUndefined();
    },
  );

  test("are read from the last closing line of an output", () => {
    expect(countsOfOutput("1 passed, 0 failed\nmore\n7 passed, 2 failed, 1 skipped\r\n")).toEqual({
      passed: 7,
      failed: 2,
      skipped: 1,
    });
  });

  test("are read from a closing line with a remark", () => {
    expect(countsOfOutput("7 passed, 0 failed (1.2 s)")).toEqual({ passed: 7, failed: 0, skipped: 0 });
  });

  test("are not read from a line that says more or less", () => {
    expect(countsOfOutput("7 passed, 0 failed so far\nTests: 7 passed, 0 failed\n7 passed")).toBeUndefined();
  });
});

describe("a suite's verdict", () => {
  const five = { passed: 5, failed: 0, skipped: 0 };
  test("is its counts when it passed", () => {
    expect(verdict(0, five, true)).toEqual(five);
  });

  test("is its counts when tests failed", () => {
    expect(verdict(1, { passed: 4, failed: 3, skipped: 1 }, true)).toEqual({ passed: 4, failed: 3, skipped: 1 });
  });

  test("is a failure when tests failed and the exit code hides it", () => {
    expect(verdict(0, { passed: 4, failed: 1, skipped: 0 }, true).failed).toBe(1);
  });

  test.each([
    ["it exits non-zero although every test passed", 1, five],
    ["it is stopped although every test passed", undefined, five],
    ["it crashes before it counts", 1, undefined],
    ["it says nothing", 0, undefined],
    ["it runs no test", 0, { passed: 0, failed: 0, skipped: 0 }],
    ["it skips every test", 0, { passed: 0, failed: 0, skipped: 9 }],
  ])("is one failure when %s", (_name, exitCode, counts) => {
    expect(verdict(exitCode, counts, true).failed).toBe(1);
  });

  test("of a check is nothing when it passed, and one failure when it did not", () => {
    expect(verdict(0, undefined, false)).toEqual({ passed: 0, failed: 0, skipped: 0 });
    expect(verdict(2, undefined, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

test("the sum is a closing line itself", () => {
  expect(closing({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
  expect(closing({ passed: 3, failed: 1, skipped: 2 })).toMatch(closingLine);
});
