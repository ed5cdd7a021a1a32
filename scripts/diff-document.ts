// `npm run diff:document -- <base>`: fails if the document breaks callers of the version at the git ref <base>.
// A break is announced by a higher major version of the document, and passes then. With `--format=github-actions` each
// breaking change becomes an annotation.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { documentAt } from "./diff/base.js";
import { type Breaking, compareDocuments } from "./diff/breaking.js";

const root = fileURLToPath(new URL("..", import.meta.url));

function main(): number {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { format: { type: "string" } } });
  const [ref, ...rest] = positionals;
  if (ref === undefined || rest.length > 0 || ref.startsWith("-")) {
    console.error("Usage: npm run diff:document -- <base: a commit, branch or tag> [--format=github-actions]");
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), "base-"));
  try {
    const base = documentAt(root, ref, folder);
    if (base === undefined) {
      console.log(`${ref} has no document: nothing to compare with.`);
      return 0;
    }
    const { breaking, harmless, announced } = compareDocuments(root, base, join(root, "spec/openapi.yaml"));
    for (const change of breaking) console.log(describe(change, folder, values.format === "github-actions"));
    console.log(`Against ${ref}: ${breaking.length} breaking changes, ${harmless} others.`);
    if (breaking.length === 0) return 0;
    console.log(
      announced
        ? "The document's major version rises: announced."
        : "Raise the document's major version to announce a break.",
    );
    return announced ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe({ message, file, line, inRevision }: Breaking, folder: string, annotate: boolean): string {
  const name = relative(inRevision ? root : folder, join(root, file)).replaceAll("\\", "/");
  if (!annotate) return `breaking  ${name}:${line}  ${message}`;
  // A message on one line, as the annotation format wants it. What is gone has no line in the pull request.
  const text = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return `::error file=${name}${inRevision ? `,line=${line}` : ""},title=Breaking change::${text}`;
}

process.exitCode = main();
