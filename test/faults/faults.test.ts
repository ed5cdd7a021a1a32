/** Runs the fault suite on the source; `npm run test:runtimes` runs the same on the build, on every runtime. */
import { describe, it } from "vitest";
import * as library from "../../src/index.js";
import { allTests } from "./allTests.js";

for (const [area, tests] of Object.entries(allTests)) {
  describe(area, () => {
    for (const { name, run } of tests) it(name, () => run(library));
  });
}
