/** Vitest as Stryker runs it: the suites of the client's core alone, so that a mutant costs a second and not a minute. */
import { readFileSync } from "node:fs";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from "vitest/node";

/** The first failure ends a mutant's run: short files first, and those last that try hundreds of random inputs. */
const Cheapest: TestSequencerConstructor = class extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = new Map(files.map(({ moduleId }) => [moduleId, costOf(readFileSync(moduleId, "utf8"))]));
    return files.sort((one, other) => (cost.get(one.moduleId) ?? 0) - (cost.get(other.moduleId) ?? 0));
  }
};

function costOf(source: string): number {
  return source.length + (source.includes('"fast-check"') ? 1e6 : 0);
}

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/client/*.test.ts"],
    // What these find, others find too; they count to thousands, read megabytes, or compile, for each mutant.
    exclude: ["digestMany", "outcomeTable", "docstrings"].map((name) => `test/client/${name}.test.ts`),
    sequence: { sequencer: Cheapest },
    // One import of the core for all files of a mutant's run instead of one for each file.
    isolate: false,
    // A test that hangs has found its mutant: a second is plenty for every one of these.
    testTimeout: 3_000,
    setupFiles: ["test/support/loopbackOnly.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});

export default config;
