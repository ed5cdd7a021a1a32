/** Writes to the two streams: colours only where somebody sees them, lines as wide as the terminal, no write unobserved. */
import type { Io, Output } from "./io.js";
import { withoutSecrets } from "./words.js";

/** Ways to stress a text. */
export type Style = "bold" | "dim" | "red" | "green" | "yellow";

/** Stresses a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

const escapes: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
};

/** Whether a stream shows colours: a terminal, unless NO_COLOR (no-color.org) or a dumb terminal says otherwise. */
export function hasColors(stream: Output, env: Io["env"]): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

/** How to stress text on a stream. */
export function paintFor(stream: Output, env: Io["env"]): Paint {
  if (!hasColors(stream, env)) return (_, text) => text;
  return (style, text) => {
    const [on, off] = escapes[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}

/** How wide text may be on a stream: a terminal's width up to 100 characters, and without bound elsewhere. */
export function widthOf(stream: Output): number {
  return stream.isTTY === true ? Math.max(40, Math.min(stream.columns ?? 80, 100)) : Number.POSITIVE_INFINITY;
}

/** Breaks a text into lines between words; a word that is wider than the line stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** One named fact in a list of facts. */
export type Row = readonly [name: string, value: string, style?: Style];

/** Facts below one another, names in one column, values wrapped in the other. */
export function formatRows(rows: readonly Row[], paint: Paint, width: number): string {
  const column = Math.max(...rows.map(([name]) => name.length)) + 2;
  const indent = 2 + column;
  return rows
    .map(([name, value, style]) => {
      const lines = wrap(value, width - indent).join(`\n${" ".repeat(indent)}`);
      return `  ${paint("dim", name)}${" ".repeat(column - name.length)}${style === undefined ? lines : paint(style, lines)}\n`;
    })
    .join("");
}

/** Writes a text as it is. Resolves, when it has left the process, with the error if it could not be written. */
export function writeRaw(stream: Output, text: string): Promise<Error | undefined> {
  return new Promise((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined));
  });
}

/** Writes a text without any secret's value in it. */
export function write(stream: Output, text: string): Promise<Error | undefined> {
  return writeRaw(stream, withoutSecrets(text));
}

/**
 * Writes a result to standard output. When nobody reads there any more, its first line goes to standard error instead: an
 * outcome must not vanish in a closed pipe.
 */
export async function writeResult(io: Io, text: string, firstLine: string): Promise<void> {
  const error = await write(io.stdout, text);
  if (error === undefined) return;
  const code = "code" in error ? ` (${String(error.code)})` : "";
  await write(io.stderr, `Standard output is closed${code}; the result was: ${firstLine}\n`);
}
