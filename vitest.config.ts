import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/deep/**", "test/browser/**"],
    setupFiles: ["test/loopbackOnly.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 15_000,
  },
});

export default config;
