// `npm run generate`: writes generated/ from spec/openapi.yaml. With `-- --check` it writes nothing, names what is
// stale, and exits 1 if anything is.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DocumentError } from "./generate/document.js";
import { generateFiles, staleFiles } from "./generate/files.js";

const root = fileURLToPath(new URL("..", import.meta.url));

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const files = await generateFiles(root);
  const stale = await staleFiles(root, files);
  if (values.check) {
    for (const path of stale) console.error(`${path} is stale: run \`npm run generate\` and commit it.`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const path of stale) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, files.get(path) ?? "");
    console.log(`wrote ${path}`);
  }
  if (stale.length === 0) console.log("generated/ is up to date.");
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof DocumentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
