// The code blocks of the guides, as a reader would copy them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { docsFolder, root } from "../support/places.js";

/** Pages that `npm run docs` and `npm run bench` write. */
export const writtenPages: readonly string[] = ["decisions.md", "security.md", "changelog.md", "benchmarks.md"];

/** One fenced block. */
export interface Block {
  /** File and line, for messages. */
  readonly where: string;
  readonly language: string;
  /** What stands behind the language: `run` for a block that the tests execute. */
  readonly marks: readonly string[];
  readonly source: string;
}

/** Reads the fenced blocks of the hand-written pages and of the README. */
export function guideBlocks(): Block[] {
  const pages = readdirSync(docsFolder).filter((name) => name.endsWith(".md") && !writtenPages.includes(name));
  const paths = [readme, ...pages.map((page) => [page, join(docsFolder, page)] as const)];
  return paths.flatMap(([page, path]) => blocksOf(page, readFileSync(path, "utf8")));
}

/** The README, which is the package's page in a registry too. `docs/` has a page of that name. */
const readme: readonly [name: string, path: string] = ["../README.md", join(root, "README.md")];

/** Reads the fenced blocks of one page. */
export function blocksOf(page: string, text: string): Block[] {
  const blocks: Block[] = [];
  for (const match of text.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)) {
    const [, language = "", marks = "", source = ""] = match;
    const line = text.slice(0, match.index).split("\n").length;
    blocks.push({ where: `${page}:${line}`, language, marks: marks.trim().split(/\s+/).filter(Boolean), source });
  }
  return blocks;
}

/** What a block says that it prints: `console.log(…); // <JSON>`, in order. */
export function promisedOutput(source: string): string[] {
  return [...source.matchAll(/console\.log\(.*\); \/\/ (\S.*)$/gm)].map(([, promised = ""]) => promised);
}
