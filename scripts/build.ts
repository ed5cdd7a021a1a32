// `npm run build`: writes dist/. The library and ./mock stay unbundled modules, one file per source file, which users
// and their bundlers can read; the program and ./sandbox are bundled with what they need.
import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundlePrograms } from "./build/bundle.js";
import { writeLicenses } from "./build/licenses.js";
import { runNode } from "./run-node.js";

const root = fileURLToPath(new URL("..", import.meta.url));

async function build(): Promise<void> {
  // Everything is written beside dist/ and moved there at the end: whoever reads dist/ meanwhile sees the old one, whole.
  const staging = await mkdtemp(join(root, ".dist-"));
  try {
    const output = join(staging, "new");
    const compiled = runNode("typescript/bin/tsc", ["-p", "scripts/tsconfig.build.json", "--outDir", output]);
    if (compiled !== 0) throw new Error("tsc found errors, see above.");
    await removeScripts(join(output, "src/sandbox"));
    const packages = await bundlePrograms(root, output);
    await writeLicenses(packages, join(output, "THIRD-PARTY-LICENSES.txt"));
    await replace(output, join(root, "dist"), join(staging, "old"));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Removes compiled JavaScript but keeps the types: ./sandbox is published as a bundle. */
async function removeScripts(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true })) {
    if (/\.js(\.map)?$/.test(entry)) await rm(join(folder, entry));
  }
}

/** Moves `source` to `target`; what was there goes to `aside`. */
async function replace(source: string, target: string, aside: string): Promise<void> {
  await rename(target, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error; // the first build replaces nothing
  });
  await rename(source, target);
}

await build();
