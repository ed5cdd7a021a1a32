/** Reads the input of a batch as text, then as records: CSV as spreadsheets save it, NDJSON, or a JSON array. */
import { parse } from "csv-parse/sync";
import { describe } from "../../internal/text.js";
import { elementsOf, parseRecord } from "./json.js";

/** What stands in one line. */
export interface InputRecord {
  readonly line: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Something that is wrong with a line. */
export interface Problem {
  readonly line: number;
  readonly text: string;
  /** Whether the line holds what looks like the value of a secret. */
  readonly secret?: boolean;
}

/** The text of an input: without BOM, every line ended by LF. */
export function decodeInput(bytes: Buffer): { readonly text: string } | Problem {
  if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString("latin1", 0, 2))) {
    return { line: 1, text: "is UTF-16: save the file as CSV UTF-8 (comma delimited), or as NDJSON" };
  }
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let text: string;
  try {
    text = utf8.decode(bytes).replace(/\r\n?/g, "\n");
  } catch {
    const lines = bytes.toString("latin1").split(/\r\n?|\n/);
    const bad = lines.findIndex((line) => Buffer.from(line, "latin1").toString("utf8").includes("\ufffd"));
    return { line: bad + 1, text: "is not UTF-8: save the file as CSV UTF-8 (comma delimited), or as NDJSON" };
  }
  // Tab and LF are white space in JSON and CSV; every other control character is a sign of another kind of file.
  const control = /[^\P{Cc}\t\n]/u.exec(text);
  if (control === null) return { text };
  return { line: lineAt(text, control.index), text: "holds control characters: is this a binary file?" };
}

/** The number of the line in which a place of a text stands. */
function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** Yields a record, or what is wrong, for each line or element. The first character that is not blank says which format. */
export function readRecords(text: string): Iterable<InputRecord | Problem> {
  const start = text.trimStart();
  if (start.startsWith("[")) return jsonArray(text);
  return start.startsWith("{") ? ndjson(text) : csv(text);
}

function* ndjson(text: string): Generator<InputRecord | Problem> {
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() !== "") yield { line: at + 1, ...parseRecord(line) };
  }
}

function* jsonArray(text: string): Generator<InputRecord | Problem> {
  for (const { line, text: element } of elementsOf(text)) {
    yield element === undefined
      ? { line, text: "ends before the JSON array does, or has something behind it" }
      : { line, ...parseRecord(element) };
  }
}

/** What separates cells: of those that spreadsheets use, the one that stands most often in the header. */
function delimiterOf(header: string): string {
  const count = (mark: string): number => header.split(mark).length;
  return [",", ";", "\t"].sort((a, b) => count(b) - count(a))[0] ?? ",";
}

function csv(text: string): (InputRecord | Problem)[] {
  const [header = ""] = text.trimStart().split("\n", 1);
  const headerLine = lineAt(text, text.length - text.trimStart().length);
  const delimiter = delimiterOf(header);
  if (
    !/^"?operation"?$/im.test(
      header
        .split(delimiter)
        .map((name) => name.trim())
        .join("\n"),
    )
  ) {
    return [{ line: headerLine, text: 'is neither JSON nor a CSV header with a column "operation"' }];
  }
  const found: (InputRecord | Problem)[] = [];
  let columns: readonly string[] | undefined;
  let line = 0;
  const onRecord = (cells: readonly string[], { lines }: { readonly lines: number }): null => {
    const own = line + 1;
    line = lines;
    if (cells.every((cell) => cell === "")) return null;
    if (columns === undefined) columns = cells.map((name, at) => name || `column ${at + 1}`);
    else found.push({ line: own, ...rowOf(columns, cells) });
    return null;
  };
  try {
    parse(text, { delimiter, relax_column_count: true, trim: true, record_delimiter: "\n", on_record: onRecord });
  } catch {
    // csv-parse's message quotes its input.
    found.push({ line: line + 1, text: "is not valid CSV: check its quotes" });
  }
  return found;
}

/** A row as values by column. Rows are padded with empty cells by spreadsheets, and cut short by people. */
function rowOf(
  columns: readonly string[],
  row: readonly string[],
): { values: InputRecord["values"] } | { text: string } {
  if (row.slice(columns.length).some((cell) => cell !== "")) {
    return { text: `has ${row.length} cells where the header names ${columns.length} columns` };
  }
  const filled = columns.flatMap((name, at) => (row[at] ? [[name, row[at]] as const] : []));
  const twice = filled.find(([name], at) => filled.findIndex(([other]) => other === name) !== at);
  if (twice !== undefined) return { text: `has two columns of one name (${describe(twice[0])})` };
  return { values: Object.fromEntries(filled) };
}
