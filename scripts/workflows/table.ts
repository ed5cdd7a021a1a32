// The outcome of all runs as a table: a row for each step, a column for each run.
import type { StepResult } from "./respect.js";

/** One run's results under its heading. */
export interface Column {
  readonly heading: string;
  readonly results: readonly StepResult[];
}

/** A workflow's name without the credential, under which its runs stand side by side. */
export function nameOf(workflowId: string): string {
  return workflowId.replace(/With(Digest|Token)$/, "");
}

const keyOf = ({ file, workflowId, stepId }: StepResult): string => [file, nameOf(workflowId), stepId].join("\0");

function cell(result: StepResult | undefined): string {
  if (result === undefined) return "-";
  const status = result.status === 0 ? "none" : String(result.status);
  return result.problems.length === 0 ? `${status} ok, ${result.checks} checks` : `${status} FAILED`;
}

/** Renders the table as lines, each step with the status of its answer and the number of checks that passed. */
export function tableOf(columns: readonly Column[]): string[] {
  const found = columns.map(({ results }) => new Map(results.map((result) => [keyOf(result), result])));
  const keys = [...new Set(found.flatMap((results) => [...results.keys()]))];
  const rows = keys.map((key) => {
    const [file = "", name = "", stepId = ""] = key.split("\0");
    return { file, name, stepId, cells: found.map((results) => cell(results.get(key))) };
  });
  const headings = columns.map(({ heading }) => heading);
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map(({ cells }) => cells[at]?.length ?? 0)),
  );
  const first = Math.max(...rows.map(({ name, stepId }) => Math.max(name.length + 2, stepId.length + 4)));
  const line = (start: string, cells: readonly string[]): string =>
    [start.padEnd(first), ...cells.map((text, at) => text.padEnd(widths[at] ?? 0))].join("  ").trimEnd();
  const lines: string[] = [];
  let [file, name] = ["", ""];
  for (const row of rows) {
    if (row.file !== file) lines.push("", line(row.file, headings));
    if (row.file !== file || row.name !== name) lines.push(`  ${row.name}`);
    [file, name] = [row.file, row.name];
    lines.push(line(`    ${row.stepId}`, row.cells));
  }
  return lines;
}
