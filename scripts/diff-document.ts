// `npm run diff:document -- <base>`: fails if a document breaks callers of the version at the git ref <base>, or in a folder.
// A break is announced by a higher major version of the document, and passes then. With `--format=github-actions` each
// breaking change becomes an annotation.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { redoclyEnvironment } from "./redocly.js";

interface Place {
  readonly file: string;
  readonly line: number;
  readonly value: unknown;
}

/** A change, as `redocly diff --format=json` reports it. */
interface Change {
  readonly path: string;
  readonly typeName: string;
  readonly kind: "added" | "removed" | "modified";
  readonly impact: "major" | "minor" | "patch";
  readonly property?: string;
  readonly verdicts: readonly { readonly message: string }[];
  readonly base?: Place;
  readonly revision?: Place;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** What redocly rates too low for a document from which clients and DELETEs are generated. */
const ratedTooLow: readonly (readonly [why: string, matches: (change: Change) => boolean])[] = [
  ["an id has another name, so that calls no longer compile", is("Parameter", "name")],
  ["a caller who leaves it out gets something else", is("Schema", "default")],
  ["a response that was accepted is rejected now, or the other way round", is("Schema", "required")],
  ["a success is another status", ({ path }) => path.endsWith("/x-success")],
  ["the request asks for another version", is("Operation", "x-atlas-version")],
  ["a success means another thing", is("Operation", "x-effect")],
  ["callers choose the server by this name", is("Server", "x-api")],
  ["credentials go elsewhere", is("ClientCredentials", "tokenUrl")],
  ["credentials go elsewhere", is("ClientCredentials", "x-revocationUrl")],
  ["requests without a body are rejected now", ({ typeName, kind }) => typeName === "RequestBody" && kind === "added"],
];

function is(typeName: string, property: string): (change: Change) => boolean {
  return (change) => change.typeName === typeName && change.property === property;
}

function reasons(change: Change): string[] {
  if (change.impact === "major") return change.verdicts.map(({ message }) => message);
  const why = ratedTooLow.find(([, matches]) => matches(change))?.[0];
  const text = (place: Place | undefined): string => JSON.stringify(place?.value) ?? "nothing";
  const what = change.property ?? change.typeName;
  return why === undefined ? [] : [`${what} changed from ${text(change.base)} to ${text(change.revision)}: ${why}.`];
}

/** spec/ as it stood at a commit: redocly diff takes no git revisions. */
function specAt(ref: string, folder: string): string {
  const archive = execFileSync("git", ["archive", "--format=tar", ref, "spec"], { cwd: root, maxBuffer: 2 ** 26 });
  execFileSync("tar", ["-x", "-C", folder], { input: archive });
  return join(folder, "spec");
}

/** Compares one document, prints what breaks, and returns whether that is allowed. */
function compare(base: string, revision: string, annotate: boolean): boolean {
  const cli = join(root, "node_modules/@redocly/cli/bin/cli.js");
  const args = ["diff", base, revision, "--config", join(root, "scripts/diff/redocly.yaml"), "--format=json"];
  const output = execFileSync(process.execPath, [cli, ...args, "--fail-on=none"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...redoclyEnvironment },
    maxBuffer: 2 ** 26,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const report = JSON.parse(output) as { changes: Change[]; infoVersions: { base: string; revision: string } };
  const breaking = report.changes.filter((change) => reasons(change).length > 0);
  for (const change of breaking) {
    const { file, line } = change.revision ?? change.base ?? { file: revision, line: 1 };
    const name = relative(root, join(root, file)).replaceAll("\\", "/");
    const text = `${change.path.replace("#/", "").replaceAll("~1", "/")}: ${reasons(change).join(" ")}`;
    console.log(
      annotate
        ? `::error file=${name},line=${line},title=Breaking change::${text}`
        : `breaking  ${name}:${line}  ${text}`,
    );
  }
  console.log(
    `${relative(root, revision)}: ${breaking.length} breaking changes, ${report.changes.length - breaking.length} others.`,
  );
  const announced = Number.parseInt(report.infoVersions.revision, 10) > Number.parseInt(report.infoVersions.base, 10);
  if (breaking.length > 0)
    console.log(announced ? "Announced by a higher major version." : "Raise the document's major version.");
  return breaking.length === 0 || announced;
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { format: { type: "string" } } });
const [from, to = join(root, "spec")] = positionals;
if (from === undefined || from.startsWith("-")) {
  console.error("Usage: npm run diff:document -- <base: a commit, branch, tag or folder> [--format=github-actions]");
  process.exitCode = 2;
} else {
  const folder = mkdtempSync(join(tmpdir(), "base-"));
  try {
    const base = statSync(from, { throwIfNoEntry: false })?.isDirectory() ? from : specAt(from, folder);
    const names = ["openapi.yaml", "lookup.yaml"].filter((name) => existsSync(join(base, name)));
    const good = names.map((name) => compare(join(base, name), join(to, name), values.format === "github-actions"));
    process.exitCode = good.includes(false) ? 1 : 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
