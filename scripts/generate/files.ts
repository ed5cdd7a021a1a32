// What `npm run generate` writes: every file of generated/ with its content, all from the one document.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";
import { bundleDocument, pathFiles } from "./bundle.js";
import { clientSource } from "./clientSource.js";
import { asObject, type JsonObject } from "./document.js";
import { exampleSource } from "./exampleSource.js";
import { readFacts, readLookups } from "./facts.js";

const entries = ["spec/openapi.yaml", "spec/lookup.yaml"] as const;
const header = "// Written by `npm run generate` from spec/. Do not edit.\n";

/**
 * Generates every file of generated/ without writing any.
 *
 * @param root - The repository's folder.
 * @returns Contents by path, relative to `root`.
 * @throws DocumentError when the document can't be bundled or lacks a fact that the client needs.
 */
export async function generateFiles(root: string): Promise<Map<string, string>> {
  const [bundle, lookup] = await Promise.all(entries.map((entry) => bundleDocument(root, entry)));
  const [files, lookupFiles] = await Promise.all(entries.map((entry) => pathFiles(root, entry)));
  if (bundle === undefined || lookup === undefined) throw new TypeError("a document is missing");
  const facts = readFacts(withoutLinks(bundle), files);
  const lookups = readLookups(withoutLinks(lookup), facts.servers, lookupFiles);
  return new Map([
    ["generated/openapi.json", textOf(bundle)],
    ["generated/schema.ts", await typesOf(bundle, "spec/openapi.yaml")],
    ["generated/lookup.json", textOf(lookup)],
    ["generated/lookup.ts", await typesOf(lookup, "spec/lookup.yaml")],
    ["generated/client.ts", `${header}${clientSource(facts, lookups)}`],
    ["generated/examples.ts", `${header}${exampleSource(bundle)}`],
    ["generated/version.ts", await versionSource(root)],
  ]);
}

/**
 * Compares generated files with those in the repository.
 *
 * @returns The paths that are missing or differ.
 */
export async function staleFiles(root: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, content] of files) {
    const current = await readFile(join(root, path), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (current !== content) stale.push(path);
  }
  return stale;
}

function textOf(bundle: JsonObject): string {
  return `${JSON.stringify(bundle, null, 2)}\n`;
}

/** A copy without the links to decisions, which only the reference can follow. */
function withoutLinks(bundle: JsonObject): JsonObject {
  const link = /(?: |\\n)?Decisions?(?: |\\n)(?:\[\d+\]\(\.\/decisions\.html\)(?:, | and |,\\n| and\\n)?)+\./g;
  return JSON.parse(JSON.stringify(bundle).replaceAll(link, "")) as JsonObject;
}

/** The bundle goes in as text, so openapi-typescript never sees redocly.yaml, which its older engine can't read. */
async function typesOf(bundle: JsonObject, source: string): Promise<string> {
  const document = withoutLinks(bundle);
  // A 204 has no body, whatever its media type says; with one, a caller's data would be of an unknown type.
  for (const response of Object.values(asObject(asObject(document.components).responses))) {
    const { content } = asObject(response);
    if (Object.values(asObject(content)).some((type) => Object.keys(asObject(type)).length === 0))
      delete asObject(response).content;
  }
  const types = astToString(await openapiTS(textOf(document), { silent: true }));
  return `// Written by \`npm run generate\` from ${source}. Do not edit.\n\n${types}`;
}

/** The package's version as a module: an import of package.json would not reach a browser. */
async function versionSource(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  return `// Written by \`npm run generate\` from package.json. Do not edit.

/** Version of this package. */
export const packageVersion: string = ${JSON.stringify(version)};
`;
}
