import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const source = (file: string): string => fileURLToPath(new URL(`src/${file}`, import.meta.url));

const config: ViteUserConfig = defineConfig({
  resolve: {
    alias: [
      // Examples and guides name the package as a user does; here that name stands for the sources, so that no build is needed.
      { find: /^mongodb-cloud-revoke$/, replacement: source("index.ts") },
      { find: /^mongodb-cloud-revoke\/mock$/, replacement: source("mock/index.ts") },
      { find: /^mongodb-cloud-revoke\/sandbox$/, replacement: source("sandbox/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts", "examples/**/*.test.ts"],
    exclude: ["test/deep/**", "test/browser/**", "test/docs/shell/**"],
    setupFiles: ["test/support/loopbackOnly.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    // vitest leaves one core free by default: on two cores that is half of the time.
    maxWorkers: "100%",
    testTimeout: 15_000,
  },
});

export default config;
