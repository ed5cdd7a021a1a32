/** The smallest test runner that every runtime can run: one test after the other, each within a time of its own. */
import type { Library, PortableTest } from "../../test/faults/suite.js";

/** What a run came to. */
export interface Tally {
  readonly passed: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

// The platform's own: tests watch the global ones for timers that a call leaves behind.
const { setTimeout, clearTimeout } = globalThis;
const maxTestMs = 180_000;

/** Runs tests in order against one build of the package; a test that does not end in three minutes has failed. */
export async function runTests(library: Library, tests: readonly PortableTest[]): Promise<Tally> {
  const failures: { name: string; message: string }[] = [];
  for (const { name, run } of tests) {
    try {
      await inTime(run(library));
    } catch (error) {
      failures.push({ name, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { passed: tests.length - failures.length, failures };
}

function inTime(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${maxTestMs} ms`)), maxTestMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
