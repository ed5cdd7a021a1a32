// Copies of the split document, to plant edits in.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Files } from "./edits.js";

/** Reads all files below spec/ that belong to the document. */
export async function readDocument(root: string): Promise<Files> {
  const spec = join(root, "spec");
  const folders = ["", "paths", "components", "samples", "workflows"];
  const names = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(join(spec, folder), { recursive: folder !== "", withFileTypes: true });
      return entries.filter((entry) => entry.isFile() && (folder === "samples" || entry.name.endsWith(".yaml")));
    }),
  );
  const paths = names.flat().map((entry) => relative(spec, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(spec, path), "utf8")] as const)),
  );
}

/** Writes a document's files into a folder, and returns the path of its openapi.yaml. */
export async function writeDocument(folder: string, files: Files): Promise<string> {
  for (const [name, text] of files) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return join(folder, "openapi.yaml");
}
