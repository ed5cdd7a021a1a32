// `npm run docs`: builds the site into site/: guides, HTTP reference and TypeScript API. Any static server can serve it.
// `DOCS_BASE` is the path under which it will lie, for example `/mongodb-cloud-revoke/`; the default is `/`.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Document, referencePages } from "./docs/reference.js";

const root = new URL("../", import.meta.url);
const at = (path: string): string => fileURLToPath(new URL(path, root));
const read = (path: string): string => readFileSync(at(path), "utf8");

/** Runs a JavaScript file of a package; its output is shown only when it fails. */
function node(file: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at(file), ...args], {
    cwd: at(""),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${file} ended with ${status}:\n${stdout}${stderr}`);
}

/** Pages whose text stands elsewhere in the repository. */
function writeCopies(): void {
  const copies = { decisions: "spec/DECISIONS.md", security: "SECURITY.md", changelog: "CHANGELOG.md" };
  for (const [name, path] of Object.entries(copies)) {
    const text = read(path)
      .replace(/\]\((?:\.\/)?docs\//g, "](./")
      .replace(/^# mongodb-cloud-revoke$/m, "# Changes")
      // So that the reference can link to each decision by its number.
      .replace(/^### (\d+)\. .*$/gm, "$& {#decision-$1}");
    writeFileSync(at(`docs/${name}.md`), `---\noutline: 2\n---\n\n${text}`);
  }
}

/** One page for each operation of the documents, and the documents themselves. */
function writeReference(): void {
  for (const folder of ["docs/reference", "docs/public"]) mkdirSync(at(folder), { recursive: true });
  const documents = ["openapi.json", "lookup.json"].map((name) => {
    copyFileSync(at(`generated/${name}`), at(`docs/public/${name}`));
    // The links to decisions are those of a page beside theirs; these pages stand one folder below.
    return JSON.parse(read(`generated/${name}`).replaceAll("(./decisions.html)", "(../decisions.md)")) as Document;
  });
  for (const [name, text] of referencePages(documents)) writeFileSync(at(`docs/reference/${name}.md`), text);
}

node("scripts/tools.mjs", "docs");
for (const stale of ["docs/api", "docs/reference", "site"]) rmSync(at(stale), { recursive: true, force: true });
writeCopies();
writeReference();
node("docs/node_modules/typedoc/bin/typedoc", "--options", "docs/typedoc.config.mjs");
// A dead link between pages fails this build.
node("docs/node_modules/vitepress/bin/vitepress.js", "build", "docs");
console.log("The site is in site/.");
