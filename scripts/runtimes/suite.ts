/** The program that runs on each runtime: every portable test against the build, and one line of JSON at the end. */
import { pathToFileURL } from "node:url";
import { allTests } from "../../test/faults/allTests.js";
import type { Library } from "../../test/faults/suite.js";
import { runTests } from "./harness.js";

const [entry = "", only = ""] = process.argv.slice(2);
const library: Library = await import(pathToFileURL(entry).href);
const tests = Object.values(allTests)
  .flat()
  .filter(({ name }) => name.includes(only));
const tally = await runTests(library, tests);
console.log(JSON.stringify(tally));
process.exit(0);
