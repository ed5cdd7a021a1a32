// One cell of the consumers' matrix: a way to use the package, and whether it works.
import type { Finished } from "../nested.js";

/** One consumer. */
export interface Cell {
  /** Row of the printed table. */
  readonly row: string;
  /** Column of the printed table. */
  readonly column: string;
  /** Part of the short run in CI. */
  readonly core: boolean;
  /** Gives what went wrong; empty when nothing did. */
  readonly check: () => Promise<string>;
}

/** A finished command's output if it failed. */
export function failureOf({ status, output }: Finished): string {
  return status === 0 ? "" : output.trim() || `exit ${status ?? "by a signal"}`;
}

/** A cell's result. */
export interface Result {
  readonly cell: Cell;
  readonly problem: string;
}

/** Runs cells, `width` at a time. */
export async function runCells(cells: readonly Cell[], width: number): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = cells.entries();
  const worker = async (): Promise<void> => {
    for (const [index, cell] of waiting) {
      const problem = await cell.check().catch((error: unknown) => String(error));
      results[index] = { cell, problem };
      if (problem !== "") console.log(`\nFAILED ${cell.row} / ${cell.column}\n${problem.replace(/^/gm, "       ")}`);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

/** The results as a table: one line a row, its columns after it. */
export function table(results: readonly Result[]): string {
  const rows = [...new Set(results.map(({ cell }) => cell.row))];
  const width = Math.max(...rows.map((row) => row.length));
  return rows
    .map((row) => {
      const cells = results.filter(({ cell }) => cell.row === row);
      const marks = cells.map(({ cell, problem }) => `${problem === "" ? "ok" : "FAILED"} ${cell.column}`);
      return `${row.padEnd(width)}  ${marks.join("  ")}`;
    })
    .join("\n");
}
