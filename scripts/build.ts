// `npm run build`: writes dist/. The library and ./mock stay unbundled modules, one file per source file, which users
// and their bundlers can read; the program and ./sandbox are bundled with what they need.
import { chmod, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundlePrograms } from "./build/bundle.js";
import { writeLicenses } from "./build/licenses.js";
import { runNode } from "./run-node.js";

const root = fileURLToPath(new URL("..", import.meta.url));

async function build(): Promise<void> {
  // Everything is written beside dist/ and moved there at the end: whoever reads dist/ meanwhile sees the old one, whole.
  // Beside it and not deeper, since source maps hold relative paths.
  const output = await mkdtemp(join(root, ".dist-"));
  try {
    const compiled = runNode("typescript/bin/tsc", ["-p", "scripts/tsconfig.build.json", "--outDir", output]);
    if (compiled !== 0) throw new Error("tsc found errors, see above.");
    await removeScripts(join(output, "src/sandbox"));
    const packages = await bundlePrograms(root, output);
    await writeLicenses(packages, join(output, "THIRD-PARTY-LICENSES.txt"));
    await replace(output, join(root, "dist"));
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** Removes compiled JavaScript but keeps the types: ./sandbox is published as a bundle. */
async function removeScripts(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true })) {
    if (/\.js(\.map)?$/.test(entry)) await rm(join(folder, entry));
  }
}

/** Moves `source` to `target`, and what was there out of the way and then away. */
async function replace(source: string, target: string): Promise<void> {
  const aside = `${source}-old`;
  await rename(target, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error; // the first build replaces nothing
  });
  await rename(source, target);
  await chmod(target, 0o755); // mkdtemp's folders are for their owner alone
  await rm(aside, { recursive: true, force: true });
}

await build();
