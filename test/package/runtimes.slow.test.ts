/** The portable suites against the built package on Node 20, 22, 24, 26, Bun and Deno. */
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../support/places.js";
import { buildAndPack, installTools, run } from "./packed.js";
import type { Tally } from "./portable.js";
import { runtimes } from "./runtimes.js";

const seed = process.env.SEED ?? String(Math.floor(Math.random() * 2 ** 31));
let folder = "";
beforeAll(async () => {
  installTools("runtimes");
  // Below the repository, where the bundle finds the packages that stay outside of it.
  folder = await mkdtemp(join(root, "test/package/.portable-"));
  await buildAndPack(folder);
  await build({
    absWorkingDir: root,
    entryPoints: ["test/package/portable.ts"],
    outfile: join(folder, "portable.mjs"),
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "node",
    logLevel: "error",
    plugins: [
      {
        name: "use the build",
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/src\/index\.js$/ }, () => ({ path: join(root, "dist/src/index.js") })),
      },
    ],
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(Object.entries(runtimes))(`every portable test passes on %s (SEED=${seed})`, async (_name, runtime) => {
  const args = [...runtime.args, join(folder, "portable.mjs"), join(root, "dist/src/index.js"), seed];
  const { status, stdout, output } = await run(runtime.executable, args, root);
  expect(status, output.slice(-2_000)).toBe(0);
  const tally = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Tally;
  expect(tally.failures).toEqual([]);
  expect(tally.passed).toBeGreaterThan(100);
});
