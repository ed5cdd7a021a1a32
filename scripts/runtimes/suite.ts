/** The program that runs on each runtime: every portable test against the build, and one line of JSON at the end. */
import { pathToFileURL } from "node:url";
import { runSequence, type SequenceOptions } from "../../test/deep/sequence.js";
import { allTests } from "../../test/faults/allTests.js";
import { type Library, type PortableTest, platform } from "../../test/faults/suite.js";
import { runTests } from "./harness.js";

const [entry = "", seed = ""] = process.argv.slice(2);
const exchanges = 2_500;

function sequenceTest(transport: SequenceOptions["transport"]): PortableTest {
  return {
    name: `no outcome over ${transport} contradicts the server's record`,
    run: async (library) => {
      const report = await runSequence({ library, seed: Number(seed), exchanges, transport, parallel: 24 });
      const [first] = report.violations;
      if (first !== undefined) throw new Error(`${report.violations.length} violations; the first: ${first}`);
    },
  };
}

const library: Library = await import(pathToFileURL(entry).href);
const tests: PortableTest[] = [...Object.values(allTests).flat(), sequenceTest("memory")];
// Deno re-sends a DELETE whose connection is lost, and no option stops it: the server's record then has two for one.
if (platform !== "deno") tests.push(sequenceTest("wire"));
console.log(JSON.stringify(await runTests(library, tests)));
process.exit(0);
