// Reads Stryker's JSON report: a row of counts for each file, and the mutants that no test noticed.

interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** Line and column, both from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** The part of Stryker's report (mutation testing report schema, version 2) that is read here. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** Counts of one file. Timeouts and mutants without coverage stand apart. */
export interface Row {
  readonly file: string;
  readonly killed: number;
  readonly timeout: number;
  readonly survived: number;
  readonly noCoverage: number;
  /** Mutants that did not run, such as those that break the build. */
  readonly invalid: number;
  /** Killed and timed out, of all that ran or should have run, in percent. */
  readonly score: number;
}

/** A mutant that no test noticed. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly status: string;
  readonly before: string;
  readonly after: string;
}

/** One row for each file, and a last one for all. */
export function rowsOf({ files }: MutationReport): Row[] {
  const all = Object.entries(files).map(([file, { mutants }]) => rowOf(file, mutants));
  return [
    ...all,
    rowOf(
      "all files",
      Object.values(files).flatMap(({ mutants }) => mutants),
    ),
  ];
}

function rowOf(file: string, mutants: readonly Mutant[]): Row {
  const count = (...statuses: string[]): number => mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, timeout] = [count("Killed"), count("Timeout")];
  const [survived, noCoverage] = [count("Survived"), count("NoCoverage")];
  const valid = killed + timeout + survived + noCoverage;
  const score = valid === 0 ? 100 : (100 * (killed + timeout)) / valid;
  return { file, killed, timeout, survived, noCoverage, invalid: mutants.length - valid, score };
}

/** The mutants that survived, or that no test reaches. */
export function survivorsOf({ files }: MutationReport): Survivor[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === "Survived" || status === "NoCoverage")
      .map(({ status, location, replacement = "" }) => ({
        file,
        line: location.start.line,
        status,
        before: oneLine(textAt(source, location)),
        after: oneLine(replacement),
      })),
  );
}

/** How survivors.md names a mutant: by its text, since lines move. */
export function keyOf({ file, before, after }: Survivor): string {
  return `${file}: ${before} → ${after}`;
}

/** Survivors without an entry in survivors.md, whose entries are headings `### key`. */
export function unexplained(survivors: readonly Survivor[], explanations: string): Survivor[] {
  const known = new Set(explanations.split("\n").map((line) => line.replace(/^### /, "")));
  return survivors.filter((survivor) => !known.has(keyOf(survivor)));
}

function textAt(source: string, { start, end }: Mutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .join("\n");
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
