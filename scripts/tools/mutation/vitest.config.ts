// The tests that judge a mutant: those of the client, of bulk and of the program, all in one import of the sources.
import { defineConfig, type ViteUserConfig } from "vitest/config";

const own = ["client", "bulk", "cli"];
const named = (process.env.MUTATION_TESTS ?? own.join(",")).split(",");
// When the tests of the client mirror src/, they lie in test/ itself and in the folders that are not listed here.
const others = [
  "bench",
  "browser",
  "clients",
  "contract",
  "deep",
  "docs",
  "examples",
  "faults",
  "lint",
  "mock",
  "package",
];
const excluded = [
  ...others,
  "sandbox",
  "support",
  "types",
  "workflows",
  ...own.filter((name) => !named.includes(name)),
];

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...excluded.map((name) => `test/${name}/**`), "**/*.slow.test.ts", "**/*.faults.test.ts"],
    isolate: false,
    // A test that hangs has found its mutant.
    testTimeout: 3_000,
    setupFiles: ["test/support/loopbackOnly.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});

export default config;
