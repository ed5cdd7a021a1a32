// `npm run test:lint`: plants single mistakes in copies of the document and its workflows and shows that the lint configuration catches
// each, pointing at the file; that every configured rule works; that recommended-strict alone would miss many; and
// that harmless edits pass.
// All copies are linted by one run of the Redocly CLI, the very program that `npm run lint` uses.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { readDocument, writeDocument } from "../test/lint/copies.js";
import type { Files, Planted } from "../test/lint/edits.js";
import { harmless } from "../test/lint/harmlessEdits.js";
import { copyPaste, proseAndExtensions } from "../test/lint/operationMistakes.js";
import {
  examples,
  pathsAndParameters,
  patternsAndDefaults,
  referencesAndOrphans,
} from "../test/lint/parameterMistakes.js";
import { errorSchema, headers, responses, security } from "../test/lint/responseMistakes.js";
import { harmlessInWorkflows, workflows } from "../test/lint/workflowMistakes.js";
import { redoclyEnvironment } from "./redocly.js";

const classes: Readonly<Record<string, readonly Planted[]>> = {
  "paths and parameters": pathsAndParameters,
  "patterns and defaults": patternsAndDefaults,
  responses,
  headers,
  examples,
  "error schema": errorSchema,
  security,
  "references and orphan files": referencesAndOrphans,
  "copy-paste between operations": copyPaste,
  "prose, samples and extensions": proseAndExtensions,
  workflows,
};
const leastPerClass = 6;
const leastMissedByStrict = 25;
const leastMistakes = 60;

interface Problem {
  readonly ruleId: string;
  readonly message: string;
  readonly location: readonly { readonly source: { readonly ref: string } }[];
}

const root = fileURLToPath(new URL("../", import.meta.url));
const configurations = { document: join(root, "redocly.yaml"), workflow: join(root, "scripts/workflows/redocly.yaml") };

/** Lints each document in one process. A document that can't be linted at all counts as one problem. */
async function lint(config: string, documents: readonly string[]): Promise<Problem[][]> {
  const args = ["lint", "--config", config, "--lint-config=error", "--format=json", "--max-problems=1000"];
  const child = spawn(process.execPath, [join(root, "node_modules/@redocly/cli/bin/cli.js"), ...args, ...documents], {
    env: { ...process.env, ...redoclyEnvironment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [output, complaints] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
  const reports = output
    .split(/(?<=^\})(?=\{$)/m)
    .map((text) => (JSON.parse(text) as { problems: Problem[] }).problems);
  if (reports.length !== documents.length) {
    throw new Error(`redocly reported on ${reports.length} of ${documents.length} documents:\n${complaints}`);
  }
  return reports;
}

/** Lints in two processes, for a machine with two cores. */
async function lintInHalves(config: string, documents: readonly string[]): Promise<Problem[][]> {
  const middle = Math.ceil(documents.length / 2);
  const halves = [documents.slice(0, middle), documents.slice(middle)];
  return (await Promise.all(halves.map((half) => lint(config, half)))).flat();
}

/** A copy with one edit: what is linted, with which configuration, and where a message should point. */
interface Copy {
  readonly entry: string;
  readonly config: string;
  readonly pointsAt: string;
}

async function plant(folder: string, document: Files, [, edit]: Planted): Promise<Copy> {
  const files = new Map(document);
  const pointsAt = edit(files);
  const entry = await writeDocument(folder, files);
  if (!pointsAt.startsWith("workflows/")) return { entry, config: configurations.document, pointsAt };
  return { entry: join(folder, pointsAt), config: configurations.workflow, pointsAt };
}

/** Lints each copy with its own configuration. */
async function lintCopies(copies: readonly Copy[]): Promise<Problem[][]> {
  const found = new Map<Copy, Problem[]>();
  const lintWith = async (config: string, run: typeof lint): Promise<void> => {
    const linted = copies.filter((copy) => copy.config === config);
    const reports = await run(
      config,
      linted.map(({ entry }) => entry),
    );
    for (const [at, copy] of linted.entries()) found.set(copy, reports[at] ?? []);
  };
  await Promise.all([lintWith(configurations.document, lintInHalves), lintWith(configurations.workflow, lint)]);
  return copies.map((copy) => found.get(copy) ?? []);
}

const pointsAtFile =
  (file: string) =>
  (problem: Problem): boolean =>
    problem.location.some(({ source }) => source.ref.replaceAll("\\", "/").endsWith(`/${file}`)) ||
    problem.message.includes(file);

const started = Date.now();
const verbose = process.argv.includes("--verbose");
const folder = await mkdtemp(join(tmpdir(), "planted-"));
const failures: string[] = [];
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
try {
  const document = await readDocument(root);
  const harmlessEdits = [...harmless, ...harmlessInWorkflows];
  const cases = [...Object.entries(classes), ["harmless", harmlessEdits] as const].flatMap(([name, list]) =>
    list.map((planted) => ({ name, planted })),
  );
  const copies = await Promise.all(
    cases.map(({ planted }, index) => plant(join(folder, String(index)), document, planted)),
  );
  const strict = join(folder, "redocly.yaml");
  await writeFile(strict, "extends:\n  - recommended-strict\n");
  const ours = await lintCopies(copies);
  const theirs = await lintInHalves(
    strict,
    copies.map(({ entry }) => entry),
  );

  const results = cases.map(({ name, planted: [what] }, index) => {
    const problems = ours[index] ?? [];
    const file = copies[index]?.pointsAt ?? "";
    const caught = name === "harmless" ? problems.length > 0 : problems.some(pointsAtFile(file));
    const rules = [...new Set(problems.map(({ ruleId }) => ruleId))].join(", ") || "nothing";
    if (verbose) console.log(`${name}: ${what} (${file}): ${rules}`);
    if (name === "harmless" && caught) failures.push(`harmless, but caught: ${what} (${rules})`);
    if (name !== "harmless" && !caught) failures.push(`${name}: not caught in ${file}: ${what} (${rules})`);
    return { name, caught, missedByStrict: theirs[index]?.length === 0 };
  });
  const inClass = (name: string): typeof results => results.filter((result) => result.name === name);
  for (const name of Object.keys(classes)) {
    const planted = inClass(name);
    const caught = planted.filter((result) => result.caught).length;
    const missed = planted.filter((result) => result.missedByStrict).length;
    console.log(`${name.padEnd(30)} ${caught} of ${planted.length} caught, ${missed} missed by recommended-strict`);
    if (planted.length < leastPerClass) failures.push(`${name}: fewer than ${leastPerClass} mistakes`);
  }
  const mistakes = results.filter(({ name }) => name !== "harmless");
  const passed = inClass("harmless").filter(({ caught }) => !caught).length;
  const missed = sum(mistakes.map(({ missedByStrict }) => Number(missedByStrict)));
  if (mistakes.length < leastMistakes) failures.push(`fewer than ${leastMistakes} mistakes`);
  if (missed < leastMissedByStrict)
    failures.push(`recommended-strict misses ${missed}, fewer than ${leastMissedByStrict}`);
  for (const [linted, config] of Object.entries(configurations)) {
    const { rules } = parse(await readFile(config, "utf8")) as { rules: Record<string, unknown> };
    const fired = new Set(
      ours.filter((_, at) => copies[at]?.config === config).flatMap((problems) => problems.map(({ ruleId }) => ruleId)),
    );
    for (const rule of Object.keys(rules).filter((name) => !fired.has(name))) {
      failures.push(`no planted mistake shows that ${rule} works on a ${linted}`);
    }
  }
  for (const failure of failures) console.error(failure);
  console.log(`\n${mistakes.filter(({ caught }) => caught).length} of ${mistakes.length} planted mistakes caught`);
  console.log(`${passed} of ${harmlessEdits.length} harmless edits passed`);
  console.log(`recommended-strict alone misses ${missed} of ${mistakes.length}`);
  console.log(
    `${results.length - failures.length} passed, ${failures.length} failed (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
