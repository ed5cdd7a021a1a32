/** Builds the client with patches in its source, without touching the source. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Library } from "../faults/suite.js";
import type { Sabotage } from "./sabotages.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The source files of a sabotage with its patches in them, by path.
 *
 * @throws Error when a patch no longer fits its file.
 */
export async function sabotagedSource({ name, patches }: Sabotage): Promise<ReadonlyMap<string, string>> {
  const source = new Map<string, string>();
  for (const { file, find, replace } of patches) {
    const path = join(root, "src", file);
    const text = source.get(path) ?? (await readFile(path, "utf8"));
    const found = text.split(find).length - 1;
    if (found !== 1)
      throw new Error(`The sabotage "${name}" finds its place in src/${file} ${found} times, not once: ${find}`);
    source.set(
      path,
      text.replace(find, () => replace),
    );
  }
  return source;
}

/**
 * Bundles a sabotaged copy of src/ and imports it.
 *
 * @throws Error when a patch no longer fits its file.
 */
export async function loadSabotaged(sabotage: Sabotage): Promise<Library> {
  const source = await sabotagedSource(sabotage);
  // Below the repository, so that packages are found.
  const folder = await mkdtemp(join(root, "test/deep/.sabotaged-"));
  try {
    const outfile = join(folder, "index.mjs");
    await build({
      entryPoints: [join(root, "src/index.ts")],
      outfile,
      bundle: true,
      packages: "external",
      format: "esm",
      platform: "node",
      target: "node20.19",
      logLevel: "error",
      plugins: [
        {
          name: "sabotage",
          setup({ onLoad }) {
            onLoad({ filter: /\.ts$/ }, ({ path }) => {
              const contents = source.get(path);
              return contents === undefined ? undefined : { contents, loader: "ts" };
            });
          },
        },
      ],
    });
    const library: Library = await import(pathToFileURL(outfile).href);
    return library;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
