// What `.ci/run` runs, in this order. A suite that disappears from package.json fails the run, and a new `test:` script
// that stands neither here nor in `notInCi` fails a test: nothing drops out of CI unnoticed.

/** One npm script that CI runs. */
export interface Suite {
  /** Name of the npm script. */
  readonly script: string;
  readonly args?: readonly string[];
  /**
   * Where its counts are: in vitest's JSON report, in a closing line `N passed, N failed`, or nowhere, because it is a
   * check with a yes or no and no tests.
   */
  readonly counts: "vitest" | "line" | "none";
  /** Commands that it starts, installed from Debian's packages where they are missing. */
  readonly needs?: readonly ("chromium" | "curl" | "python3")[];
  /** After this long it has failed. */
  readonly timeoutMinutes: number;
}

export const suites: readonly Suite[] = [
  { script: "test", counts: "vitest", timeoutMinutes: 10 },
  { script: "lint", counts: "none", timeoutMinutes: 3 },
  { script: "test:lint", counts: "line", timeoutMinutes: 3 },
  { script: "lint:independent", counts: "line", timeoutMinutes: 5 },
  { script: "test:workflows", counts: "line", timeoutMinutes: 3 },
  { script: "test:clients", counts: "line", needs: ["curl", "python3"], timeoutMinutes: 2 },
  { script: "test:gates", counts: "line", timeoutMinutes: 5 },
  { script: "test:docs", counts: "vitest", needs: ["chromium", "curl"], timeoutMinutes: 10 },
  { script: "test:package", args: ["--core"], counts: "line", needs: ["chromium"], timeoutMinutes: 6 },
];

/** `test:` scripts that CI leaves out, with the reason. */
export const notInCi: Readonly<Record<string, string>> = {
  "test:mutation": "takes up to 25 minutes, and asks how good the tests are, not the code",
  "test:bulk-proof": "takes a quarter of an hour and measures speed and memory, which a shared runner can't promise",
  "test:runtimes": "installs 900 MB of runtimes; the workflow on pull requests runs it",
  "test:deep": "takes up to half an hour; `npm test` runs its short version",
};
