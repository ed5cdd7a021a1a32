/** The program that runs on each runtime: every portable test against the build, and one line of JSON at the end. */
import { pathToFileURL } from "node:url";
import { runSequence } from "../deep/sequence.js";
import { allTests } from "../faults/allTests.js";
import type { Library, PortableTest } from "../faults/suite.js";

/** What a run came to. */
export interface Tally {
  readonly passed: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

// The platform's own: tests watch the global ones for timers that a call leaves behind.
const { setTimeout, clearTimeout } = globalThis;
const maxTestMs = 180_000;

/** Runs tests in order against one build of the package; a test that does not end in three minutes has failed. */
async function runTests(library: Library, tests: readonly PortableTest[]): Promise<Tally> {
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

const [entry = "", seed = ""] = process.argv.slice(2);
const exchanges = 2_500;

const sequenceTest: PortableTest = {
  name: "no outcome contradicts the record of a server that misbehaves",
  run: async (library) => {
    const report = await runSequence({ library, seed: Number(seed), exchanges, parallel: 24 });
    const [first] = report.violations;
    if (first !== undefined) throw new Error(`${report.violations.length} violations; the first: ${first}`);
  },
};

const library: Library = await import(pathToFileURL(entry).href);
const tests: readonly PortableTest[] = [...Object.values(allTests).flat(), sequenceTest];
console.log(JSON.stringify(await runTests(library, tests)));
process.exit(0);
