/** That the documents are in order, and that mistakes in them are caught: each mistake of mistakes.yaml is planted in a copy. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Files, parseSpec, readSpec, root } from "./documents.js";
import { factProblems, schemaProblems } from "./facts.js";
import { proseProblems } from "./prose.js";
import { structureProblems } from "./structure.js";
import { workflowProblems } from "./workflows.js";

interface Copy {
  readonly what: string;
  readonly file: string;
  readonly files: Files;
}

interface Problem {
  readonly ruleId: string;
  readonly message: string;
}

const spec = await readSpec();
const configurations = { document: "redocly.yaml", workflow: "spec/workflows/redocly.yaml" };
const read = async (name: string): Promise<Copy[]> => {
  const edits = parse(await readFile(new URL(name, import.meta.url), "utf8")) as Record<
    string,
    [string, string, string][]
  >;
  return Object.entries(edits).flatMap(([file, list]) =>
    list.map(([what, from, to]) => {
      const parts = (spec.get(file) ?? "").split(from);
      if (from !== "" && parts.length !== 2)
        throw new Error(`${what}: ${file} has ${parts.length - 1} × ${JSON.stringify(from)}`);
      return { what, file, files: new Map(spec).set(file, from === "" ? to : parts.join(to)) };
    }),
  );
};

/** What the checks of this folder find. A document that can't even be parsed counts as one problem. */
function problemsOf(files: Files): string[] {
  try {
    const parsed = parseSpec(files);
    const checks = [structureProblems, proseProblems, factProblems, schemaProblems, workflowProblems];
    return checks.flatMap((check) => check(parsed));
  } catch (error) {
    return [String(error)];
  }
}

const mistakes = await read("mistakes.yaml");
const harmless = await read("harmless.yaml");
/** What is left to redocly: mistakes that no check of this folder finds, and edits that must pass. */
const linted = [...mistakes.filter(({ files }) => problemsOf(files).length === 0), ...harmless];

const folder = await mkdtemp(join(tmpdir(), "planted-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const found = new Map<Copy, readonly Problem[]>();

/** Lints copies in one process. */
async function lint(configuration: string, copies: readonly Copy[]): Promise<void> {
  if (copies.length === 0) return;
  const entries = copies.flatMap((copy) => {
    const roots = copy.file.startsWith("workflows/") ? [copy.file] : ["openapi.yaml", "lookup.yaml"];
    return roots.map((name) => ({ copy, path: join(folder, String(linted.indexOf(copy)), name) }));
  });
  const args = [
    "lint",
    `--config=${join(root, configuration)}`,
    "--format=json",
    "--max-problems=1000",
    ...entries.map(({ path }) => path),
  ];
  const child = spawn(process.execPath, [join(root, "node_modules/@redocly/cli/bin/cli.js"), ...args], {
    env: { ...process.env, NODE_ENV: "production", REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await new Promise((resolve) => child.on("close", resolve));
  const reports = output
    .split(/(?<=^\})(?=\{$)/m)
    .map((text) => (JSON.parse(text) as { problems: Problem[] }).problems);
  expect(reports).toHaveLength(entries.length);
  for (const [index, { copy }] of entries.entries())
    found.set(copy, [...(found.get(copy) ?? []), ...(reports[index] ?? [])]);
}

beforeAll(async () => {
  await Promise.all(
    linted.flatMap(({ files }, index) =>
      [...files].map(async ([name, text]) => {
        const file = join(folder, String(index), name);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
      }),
    ),
  );
  const documents = linted.filter(({ file }) => /^(\w+\.yaml|paths|components|samples)/.test(file));
  const middle = documents.length / 2;
  await Promise.all([
    lint(configurations.document, documents.slice(0, middle)),
    lint(configurations.document, documents.slice(middle)),
    lint(
      configurations.workflow,
      linted.filter(({ file }) => file.endsWith(".arazzo.yaml")),
    ),
  ]);
}, 120_000);

test("the documents are in order", () => {
  expect(problemsOf(spec)).toEqual([]);
});

describe("a mistake is caught", () => {
  test.each(mistakes)("$file: $what", (copy) => {
    expect([...problemsOf(copy.files), ...(found.get(copy) ?? [])]).not.toEqual([]);
  });
});

describe("an edit that an expert may make passes", () => {
  test.each(harmless)("$file: $what", (copy) => {
    expect([...problemsOf(copy.files), ...(found.get(copy) ?? [])]).toEqual([]);
  });
});

test.each(Object.values(configurations))(
  "every rule that is configured in %s catches a mistake that nothing else catches",
  async (name) => {
    const { rules } = parse(await readFile(join(root, name), "utf8")) as { rules: object };
    const fired = new Set([...found.values()].flat().map(({ ruleId }) => ruleId));
    expect(Object.keys(rules).filter((rule) => rule.startsWith("rule/") && !fired.has(rule))).toEqual([]);
  },
);
