// Bundles the program and ./sandbox, so that `npx mongodb-cloud-revoke sandbox` works alone and neither adds a package
// to a library user's tree.
import { join } from "node:path";
import { build, type Metafile } from "esbuild";

/** CommonJS packages inside an ES module bundle call `require` for Node's own modules. */
const requireForCommonJs =
  'import { createRequire as createRequireOfBundle } from "node:module"; const require = createRequireOfBundle(import.meta.url);';

/**
 * Writes `cli/main.js` and `sandbox/index.js` with the chunks that they share or load only when needed.
 *
 * @param root - The repository's folder.
 * @param output - Where to write.
 * @returns The folders of the packages that went into the bundles.
 */
export async function bundlePrograms(root: string, output: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { "cli/main": "src/cli/main.ts", "sandbox/index": "src/sandbox/index.ts" },
    outdir: output,
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    platform: "node",
    target: "node20.19",
    banner: { js: requireForCommonJs },
    legalComments: "none", // THIRD-PARTY-LICENSES.txt has the licenses, in full
    metafile: true,
    logLevel: "warning",
    logOverride: { "direct-eval": "error", "require-resolve-not-external": "error" },
  });
  return bundledPackages(metafile).map((folder) => join(root, folder));
}

/** Folders of the packages that contribute code to an output; what tree shaking removed doesn't count. */
function bundledPackages({ outputs }: Metafile): string[] {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}
