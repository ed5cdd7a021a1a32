// Pages of the site whose text is written elsewhere: the document's decisions.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { docsFolder, root } from "./places.js";

/** Writes `docs/decisions.md` from `spec/DECISIONS.md`. */
export async function writeGuides(): Promise<void> {
  const text = await readFile(join(root, "spec", "DECISIONS.md"), "utf8");
  const notice = "<!-- Written by `npm run docs` from spec/DECISIONS.md. -->";
  await writeFile(join(docsFolder, "decisions.md"), `---\noutline: 2\n---\n\n${notice}\n\n${text}`);
}
