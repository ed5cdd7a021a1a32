/** Prints help, as wide as the terminal. */
import { exitCodeTable } from "./exitCodes.js";
import { environmentText, programHelp } from "./helpText.js";
import type { Io, Output } from "./io.js";
import { programName } from "./names.js";
import { type Paint, paintFor, widthOf, wrap, write } from "./output.js";
import type { Command } from "./program.js";

type Rows = readonly (readonly [name: string, text: string])[];

/** Writes the help of a command, or of the program. */
export async function printHelp(
  command: Command | undefined,
  program: readonly Command[],
  io: Io,
  stream: Output,
): Promise<void> {
  const paint = paintFor(stream, io.env);
  const width = widthOf(stream, 80);
  const section = (title: string, rows: Rows): string =>
    `${title}:\n${rows.map((row) => `  ${row.join("  ")}`).join("\n")}`;
  const codes = (rows: typeof exitCodeTable): string =>
    section(
      "Exit codes",
      rows.map(([code, meaning]) => [String(code), meaning]),
    );
  if (command === undefined) {
    const list: Rows = [
      ...program.map(({ name, summary }) => [name, summary] as const),
      ["COMMAND --help", "everything about a command"],
    ];
    const parts = [
      programHelp.about,
      section("Commands", list),
      programHelp.more,
      environmentText,
      codes(exitCodeTable),
    ];
    await write(stream, rendered(`${programName} <command> [flags]`, parts, paint, width));
    return;
  }
  const { name, argument, flags, help, exitCodes } = command;
  const { about, more } = help();
  const word = argument === undefined ? "" : argument.optional ? ` [${argument.name}]` : ` <${argument.name}>`;
  const rows: Rows = [
    ...(argument === undefined ? [] : [[argument.name, argument.text] as const]),
    ...flags.map(({ flag, value, text }) => [value === undefined ? flag : `${flag} ${value}`, text] as const),
  ];
  const parts = [
    about,
    section("Flags", rows),
    more,
    ...(exitCodes === undefined ? [] : [environmentText, codes(exitCodes)]),
  ];
  await write(stream, rendered(`${programName} ${name}${word} [flags]`, parts, paint, width));
}

/** Headings stressed, paragraphs and tables wrapped, and every other line that begins with a space as it is. */
function rendered(usage: string, parts: readonly string[], paint: Paint, width: number): string {
  const lines = parts
    .join("\n\n")
    // A name, two spaces or more, and its text: such lines below one another are a table.
    .replace(/(?:^ {2}[^\s#].*? {2,}\S.*$\n?)+/gm, (rows) => {
      const cells = rows
        .trimEnd()
        .split("\n")
        .map((row) => row.trim().split(/ {2,}/, 2));
      return `${table(
        cells.map(([name = "", text = ""]) => [name, text] as const),
        width,
      )}\n`;
    })
    .split("\n")
    .map((line) => {
      if (line.startsWith(" ")) return line;
      return /^[A-Z][^.]*:$/.test(line) ? paint("bold", line) : wrap(line, width).join("\n");
    });
  return `${paint("bold", "Usage:")} ${usage}\n\n${lines.join("\n").trimEnd()}\n`;
}

/** Names in one column, texts in the other; below its name where a name is long or the terminal is narrow. */
function table(rows: Rows, width: number): string {
  const column = Math.min(Math.max(0, ...rows.map(([name]) => name.length)) + 2, Math.max(8, Math.floor(width / 2.5)));
  const indent = " ".repeat(2 + column);
  return rows
    .map(([name, text]) => {
      const lines = wrap(text, width - indent.length).join(`\n${indent}`);
      return name.length + 2 <= column ? `  ${name.padEnd(column)}${lines}` : `  ${name}\n${indent}${lines}`;
    })
    .join("\n");
}
