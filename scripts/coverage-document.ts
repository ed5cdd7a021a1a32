// `npm run coverage:document`: runs the contract tests and prints which cells of the document they exercised. Exits 1 if
// a documented cell is missing; `npm test` fails for the same reason.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentedCells, documentedKeywords, type KeywordCase, nameOf } from "../test/contract/cells.js";
import type { Cell } from "../test/contract/checker.js";
import { runNode } from "./run-node.js";

const files = ["test/contract/matrix.test.ts", "test/contract/parameters.test.ts"];

/** Groups by a text, in the order of first appearance. */
function group<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** Rows of cells, the columns padded to the widest. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const letters: Readonly<Record<Cell["credential"], string>> = { digest: "D", "service account": "S", none: "C" };

function matrix(cells: readonly Cell[], exercised: ReadonlySet<string>): string {
  const statuses = [...new Set(cells.map(({ status }) => status))].sort((one, other) => one - other);
  const rows = [...group(cells, ({ operationId, api, envelope }) => `${operationId} ${api} ${envelope}`).values()];
  const body = rows.map((row) => {
    const [first] = row;
    const entries = statuses.map((status) =>
      row
        .filter((cell) => cell.status === status)
        .map((cell) => (exercised.has(nameOf(cell)) ? letters[cell.credential] : "!"))
        .join(""),
    );
    return [first?.operationId ?? "", first?.api ?? "", first?.envelope ? "yes" : "no", ...entries];
  });
  return table([["operation", "API", "envelope", ...statuses.map(String)], ...body]);
}

function keywords(cases: readonly KeywordCase[], exercised: ReadonlySet<string>): string {
  const rows = [...group(cases, ({ parameter, keyword }) => `${parameter} ${keyword}`).values()].map((row) => {
    const [first] = row;
    const part = (valid: boolean): string => {
      const half = row.filter((one) => one.valid === valid);
      return half.length === 0 ? "" : `${half.filter((one) => exercised.has(nameOf(one))).length} of ${half.length}`;
    };
    return [first?.parameter ?? "", first?.keyword ?? "", part(true), part(false)];
  });
  return table([["parameter", "keyword", "valid", "invalid"], ...rows]);
}

const folder = await mkdtemp(join(tmpdir(), "coverage-"));
try {
  const report = join(folder, "exercised");
  await writeFile(report, "");
  const code = runNode("vitest/vitest.mjs", ["run", "--reporter=dot", ...files], { COVERAGE_DOCUMENT: report });
  const exercised = new Set((await readFile(report, "utf8")).split("\n"));
  const [cells, cases] = [documentedCells(), documentedKeywords()];
  console.log("D: digest, S: service account, C: the challenge, without a credential, !: not exercised\n");
  console.log(`${matrix(cells, exercised)}\n`);
  console.log("Operations and APIs on which a parameter's keyword was exercised\n");
  console.log(`${keywords(cases, exercised)}\n`);
  for (const [what, list] of [
    ["cells", cells],
    ["keyword cases", cases],
  ] as const) {
    const done = list.filter((item) => exercised.has(nameOf(item))).length;
    const percent = Math.floor((1000 * done) / list.length) / 10;
    console.log(`${done} of ${list.length} documented ${what} exercised: ${percent} %`);
    if (done < list.length) process.exitCode = 1;
  }
  if (code !== 0) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
