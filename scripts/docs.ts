// `npm run docs`: builds the site into site/ - guides, TypeScript API and reference. Any static server can serve it.
// `DOCS_BASE` is the path under which it will lie, for example `/mongodb-cloud-revoke/`; the default is `/`.
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeGuides } from "./docs/guides.js";
import { installTools } from "./docs/install.js";
import { docsFolder, siteFolder } from "./docs/places.js";
import { writeReference } from "./docs/reference.js";
import { StepFailed, step } from "./docs/run.js";

async function build(): Promise<void> {
  const tool = (path: string): string => join(docsFolder, "node_modules", path);
  const writeApi = async (): Promise<void> => {
    await rm(join(docsFolder, "api"), { recursive: true, force: true });
    await step("typedoc", process.execPath, [
      tool("typedoc/bin/typedoc"),
      "--options",
      join(docsFolder, "typedoc.config.mjs"),
    ]);
  };
  const installed = installTools();
  await Promise.all([installed.then(writeApi), writeReference(installed), writeGuides()]);
  await rm(siteFolder, { recursive: true, force: true });
  await step("vitepress build", process.execPath, [tool("vitepress/bin/vitepress.js"), "build", docsFolder]);
}

async function size(folder: string): Promise<{ files: number; bytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return { files: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
}

const started = performance.now();
try {
  await build();
  const { files, bytes } = await size(siteFolder);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`site/: ${files} files, ${(bytes / 1e6).toFixed(1)} MB, built in ${seconds} s`);
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
