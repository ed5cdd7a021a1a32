// How many tests a suite ran, from vitest's JSON report or from the closing line of our own suites.

/** Tests by result. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The closing line of our own suites; a remark in parentheses may follow. */
export const closingLine: RegExp = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?(?: \(.*\))?$/;

/**
 * Reads vitest's JSON report.
 *
 * @returns undefined when it is no such report.
 */
export function countsOfReport(report: string): Counts | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(report);
  } catch {
    return undefined; // cut off by a crash: the caller counts that as a failure
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = Object(parsed) as Record<string, unknown>;
  const numbers = [numPassedTests, numFailedTests, numPendingTests, numTodoTests];
  const [passed, failed, pending, todo] = numbers.filter((value) => typeof value === "number");
  if (passed === undefined || failed === undefined || pending === undefined || todo === undefined) return undefined;
  return { passed, failed, skipped: pending + todo };
}

/**
 * Reads the last closing line of a suite's output.
 *
 * @returns undefined when there is none.
 */
export function countsOfOutput(output: string): Counts | undefined {
  const lines = output.split(/\r?\n/).filter((line) => closingLine.test(line));
  const match = closingLine.exec(lines.at(-1) ?? "");
  if (match === null) return undefined;
  return { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) };
}

/**
 * What a finished suite adds to the sum. A suite that failed has at least one failure even if it died before it could
 * count, and one that ran no test has failed.
 *
 * @param exitCode - undefined when it was stopped.
 * @param counts - What it reported; undefined when it reported nothing.
 * @param counted - false for a check, which has no tests.
 */
export function verdict(exitCode: number | undefined, counts: Counts | undefined, counted: boolean): Counts {
  const reported = counts ?? { passed: 0, failed: 0, skipped: 0 };
  const ranNothing = counted && reported.passed + reported.failed === 0;
  if (reported.failed > 0 || (exitCode === 0 && !ranNothing)) return reported;
  return { ...reported, failed: 1 };
}

/** The sum as the one line that ends a run. */
export function closing({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
