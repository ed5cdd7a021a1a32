import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const source = (file: string): string => fileURLToPath(new URL(`src/${file}`, import.meta.url));

/** Folders of `test/` that have a project of their own; everything else, `examples/` included, is `unit`. */
const folders: Readonly<Record<string, readonly string[]>> = {
  /** Raw sockets and random faults. */
  faults: ["faults", "deep"],
  /** The document, and what is generated from it. */
  contract: ["contract", "lint"],
  /** What the guides and the samples say. */
  docs: ["docs", "examples"],
  /** The packed package as its users install it, and the repository's own machinery. */
  package: ["package"],
  /** The document's workflows, and foreign clients, on the sandbox. */
  workflows: ["workflows", "clients"],
  /** The built site and the client, in Chromium. */
  browser: ["browser"],
};
const slow = "**/*.slow.test.ts";
/** Files whose tests replace a module, as a file system that fails, need a world of their own. */
const replaced = "**/*.faults.test.ts";
/** Tests of the program use signals, pipes and file modes, which Windows does not have. */
const posix = process.platform === "win32" ? ["bulk", "cli"] : [];
const filesOf = (names: readonly string[]): string[] => names.map((name) => `test/${name}/**/*.test.ts`);

interface Project {
  readonly name: string;
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  readonly more?: object;
}

const project = ({ name, include, exclude = [], more = {} }: Project) => ({
  extends: true as const,
  test: { name, include: [...include], exclude: [...exclude, "**/node_modules/**"], ...more },
});

// These start processes, browsers and installations, or send thousands of requests.
const patient = { testTimeout: 300_000, hookTimeout: 300_000, maxConcurrency: 2 };
const settings: Readonly<Record<string, object>> = {
  package: { ...patient, globalSetup: "test/package/setup.ts" },
  workflows: patient,
  browser: { ...patient, globalSetup: "test/browser/setup.ts" },
};

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
    setupFiles: ["test/support/loopbackOnly.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    // vitest leaves one core free by default: on two cores that is half of the time.
    maxWorkers: "100%",
    testTimeout: 15_000,
    projects: [
      project({
        name: "unit",
        include: ["test/**/*.test.ts", "examples/**/*.test.ts"],
        exclude: [slow, replaced, ...filesOf([...Object.values(folders).flat(), ...posix])],
        // One import of the sources for each worker instead of one for each file.
        more: { isolate: false },
      }),
      ...Object.entries(folders).map(([name, own]) =>
        project({
          name,
          include: name === "faults" ? [...filesOf(own), replaced] : filesOf(own),
          exclude: [slow],
          more: settings[name] ?? {},
        }),
      ),
      project({ name: "slow", include: [slow], more: { ...patient, fileParallelism: false } }),
    ],
  },
});

export default config;
