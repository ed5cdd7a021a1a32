/** Writes to the two streams: colours only where somebody sees them, lines as wide as the terminal, no write unobserved. */
import type { Io, Output } from "./io.js";

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

/** Whether a stream shows colours: NO_COLOR (no-color.org) forbids them, FORCE_COLOR asks for them; else a terminal that is not dumb. */
export function hasColors(stream: Output, env: Io["env"]): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return !["0", "false"].includes(env.FORCE_COLOR);
  return stream.isTTY === true && env.TERM !== "dumb";
}

/** How to stress text on a stream. */
export function paintFor(stream: Output, env: Io["env"]): Paint {
  if (!hasColors(stream, env)) return (_, text) => text;
  return (style, text) => {
    const [on, off] = escapes[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}

/** How wide text may be on a stream: a terminal's width up to 120 characters; elsewhere what is given, which is no bound by itself. */
export function widthOf(stream: Output, elsewhere: number = Number.POSITIVE_INFINITY): number {
  return stream.isTTY === true ? Math.max(40, Math.min(stream.columns || 80, 120)) : elsewhere;
}

/** Breaks a text into lines between words; a word that is wider than the line stays whole, and so does a command in backticks. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.match(/[^\s`]*`[^`]*`\S*|\S+/g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** One named fact in a list of facts. */
export type Row = readonly [name: string, value: string, style?: Style];

/** Facts below one another: names in one column, values wrapped in the other, or below their names where it is narrow. */
export function formatRows(rows: readonly Row[], paint: Paint, width: number): string {
  const narrow = width < 60;
  const column = Math.max(0, ...rows.map(([name]) => name.length)) + 2;
  const indent = narrow ? 4 : 2 + column;
  const between = (name: string): string => (narrow ? `\n${" ".repeat(indent)}` : " ".repeat(column - name.length));
  return rows
    .map(([name, value, style]) => {
      const lines = wrap(value, width - indent).join(`\n${" ".repeat(indent)}`);
      return `  ${paint("dim", name)}${between(name)}${style === undefined ? lines : paint(style, lines)}\n`;
    })
    .join("");
}

/** Writes a text as it is. Resolves, when it has left the process, with the error if it could not be written. */
export function writeRaw(stream: Output, text: string): Promise<Error | undefined> {
  return new Promise((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined));
  });
}

/** Writes a text without any secret's value in it, wherever that came from. */
export function write(stream: Output, text: string): Promise<Error | undefined> {
  return writeRaw(stream, text.replace(/mdb_sa_sk_[\w-]+/gi, "(a secret's value, not repeated here)"));
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
