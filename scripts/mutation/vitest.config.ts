/** Vitest as Stryker runs it: the suites of the client's core alone, so that a mutant costs a second and not a minute. */
import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/client/*.test.ts"],
    // What these find, outcome.test.ts finds too; they read megabytes, or compile, for each mutant.
    exclude: ["test/client/outcomeTable.test.ts", "test/client/docstrings.test.ts"],
    testTimeout: 60_000,
    setupFiles: ["test/loopbackOnly.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});

export default config;
