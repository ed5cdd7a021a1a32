// Runs TypeScript as its reader would; vitest's configuration resolves the package's name to its sources.
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Runs a module to its end, once more each time it is called.
 *
 * @param source - The module's text.
 * @param folder - Where it is written: below the repository, so that it finds the packages that it imports.
 * @returns What the module exports.
 */
export async function runSource(source: string, folder: string): Promise<unknown> {
  const file = join(folder, `${randomUUID()}.ts`);
  await writeFile(file, source);
  return await import(/* @vite-ignore */ pathToFileURL(file).href);
}
