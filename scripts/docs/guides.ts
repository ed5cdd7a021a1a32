// Pages of the site whose text is written elsewhere: the document's decisions, and the benchmark's results.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { docsFolder, root } from "./places.js";

/** Writes `docs/decisions.md` from `spec/DECISIONS.md`, and `docs/benchmarks.md` from `scripts/bench/results.md`. */
export async function writeGuides(): Promise<void> {
  await writePage("decisions.md", ["spec", "DECISIONS.md"]);
  const results = await writePage("benchmarks.md", ["scripts", "bench", "results.md"]);
  for (const name of picturesIn(results)) {
    await copyFile(join(root, "scripts", "bench", name), join(docsFolder, name));
  }
}

/** Writes a page that says where its text comes from, and returns the text. */
async function writePage(name: string, source: readonly string[]): Promise<string> {
  const text = await readFile(join(root, ...source), "utf8");
  const notice = `<!-- Written by \`npm run docs\` from ${source.join("/")}. -->`;
  await writeFile(join(docsFolder, name), `---\noutline: 2\n---\n\n${notice}\n\n${text}`);
  return text;
}

/** The pictures that lie beside a page and are shown in it. */
function picturesIn(text: string): string[] {
  return [...text.matchAll(/!\[[^\]]*\]\(([\w-]+\.svg)\)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}
