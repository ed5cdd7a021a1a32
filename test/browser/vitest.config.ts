// The suite behind `npm run test:docs`: the built site in a browser, and the shell samples with the system's curl.
import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    include: ["test/browser/**/*.test.ts", "test/docs/shell/**/*.test.ts"],
    setupFiles: ["test/support/loopbackOnly.ts"],
    restoreMocks: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One browser at a time: each file starts its own.
    fileParallelism: false,
  },
});

export default config;
