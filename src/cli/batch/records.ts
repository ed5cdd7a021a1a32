/** Reads lines as records, NDJSON or CSV: each a set of named values, or what is wrong with it. */
import { parse } from "csv-parse/sync";
import { describe } from "../../internal/text.js";
import { crlfProblem, type Line } from "./lines.js";

/** What stands in one line. */
export interface InputRecord {
  readonly line: number;
  /** Absent when the line can't be read as a record. */
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly problems: readonly string[];
}

/** Yields a record for each line that is not blank. The first decides: a line that begins with `{` makes it NDJSON. */
export async function* readRecords(lines: AsyncIterable<Line>): AsyncGenerator<InputRecord, void, undefined> {
  let read: ((text: string) => Read) | undefined;
  let crlfTold = false;
  for await (const { number, text, problems: all } of lines) {
    const problems = crlfTold ? all.filter((problem) => problem !== crlfProblem) : all;
    crlfTold ||= all.includes(crlfProblem);
    const blank = text.trim() === "";
    if (blank || read === undefined) {
      const header = blank || text.trimStart().startsWith("{") ? undefined : csvHeader(text);
      if (!blank) read = header === undefined ? readJson : (row) => readRow(row, header.columns);
      if (blank || header !== undefined) {
        const found = [...problems, ...(header?.problems ?? [])];
        if (found.length > 0) yield { line: number, values: undefined, problems: found };
        // Without its header no row can be read.
        if (header !== undefined && header.problems.length > 0) return;
        continue;
      }
    }
    const { values, problem } = read?.(text) ?? { values: undefined, problem: undefined };
    yield { line: number, values, problems: problem === undefined ? problems : [...problems, problem] };
  }
}

interface Read {
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly problem?: string;
}

function readJson(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The platform's message quotes its input.
    return { values: undefined, problem: "is not JSON" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { values: undefined, problem: `must be a JSON object; got ${describe(value)}` };
  }
  // A key that stands twice would silently lose one of two ids.
  if (squeeze(JSON.stringify(value)) !== squeeze(text)) {
    return { values: undefined, problem: "holds a key twice, or characters written as escapes" };
  }
  return { values: { ...value } };
}

function squeeze(json: string): string {
  return json.replace(/\s/g, "");
}

function csvHeader(text: string): { readonly columns: readonly string[]; readonly problems: readonly string[] } {
  const columns = csvCells(text);
  if (columns === undefined || !columns.includes("operation")) {
    const problem = 'is neither a JSON object nor a CSV header with a column "operation"';
    return { columns: [], problems: [problem] };
  }
  const twice = columns.some((name, at) => columns.indexOf(name) !== at);
  const odd = columns.filter((name) => !/^[A-Za-z]{1,30}$/.test(name));
  const problems = [
    ...(twice ? ["names a column twice"] : []),
    ...(odd.length > 0 ? [`names a column that is ${describe(odd[0])}`] : []),
  ];
  return { columns, problems };
}

/** An empty cell says that the operation has no such id. */
function readRow(text: string, columns: readonly string[]): Read {
  const cells = csvCells(text);
  if (cells === undefined) return { values: undefined, problem: "is no row of CSV: check its quotes" };
  if (cells.length !== columns.length) {
    return { values: undefined, problem: `has ${cells.length} cells where the header names ${columns.length}` };
  }
  const entries = columns.map((name, at) => [name, cells[at]] as const);
  return { values: Object.fromEntries(entries.filter(([, cell]) => cell !== "")) };
}

/** No id holds a comma, a quote or a line break, so a row is a line; only quotes need a parser that knows CSV. */
function csvCells(text: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(",");
  try {
    const rows: string[][] = parse(text, { relax_column_count: true });
    return rows.length === 1 ? rows[0] : undefined;
  } catch {
    return undefined; // csv-parse's message quotes its input.
  }
}
