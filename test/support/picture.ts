// A terminal as an SVG: real output with its colours, on a dark ground that is readable on a light page and on a dark one.

const columnWidth = 7.85;
const lineHeight = 19;
const [left, top] = [22, 54];
const plain = "#d7dde4";

/** ANSI's numbers that the program uses, as attributes of a tspan. */
const white = ' fill="#ffffff"';
const styles: Readonly<Record<string, string>> = {
  "1": `font-weight="700"${white}`,
  "31": 'fill="#ff8f85"',
  "32": 'fill="#74d68f"',
  "33": 'fill="#f0c069"',
};

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** Not every viewer keeps several spaces in a row. */
const keepSpaces = (text: string): string => text.replaceAll(" ", "\u00a0");

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the terminal's own.
const sequence = /\x1b\[([\d;]*)m/g;

interface Run {
  readonly text: string;
  readonly style: string;
}

/** A line in runs of one style each. Bold is white where no colour says otherwise. */
function runsOf(line: string): Run[] {
  const runs: Run[] = [];
  let [bold, colour, from] = ["", "", 0];
  const push = (to: number): void => {
    if (to > from)
      runs.push({
        text: line.slice(from, to),
        style: colour === "" ? bold : `${bold} ${colour}`.replace(white, "").trim(),
      });
  };
  for (const match of line.matchAll(sequence)) {
    push(match.index);
    from = match.index + match[0].length;
    for (const code of (match[1] || "0").split(";")) {
      if (code === "1") bold = styles[code] ?? "";
      else if (code === "22") bold = "";
      else if (code === "0" || code === "39") [bold, colour] = [code === "0" ? "" : bold, ""];
      else colour = styles[code] ?? "";
    }
  }
  push(line.length);
  return runs;
}

/** Breaks a line where the terminal would. */
function broken(runs: readonly Run[], columns: number): Run[][] {
  const lines: Run[][] = [[]];
  let room = columns;
  for (const { text, style } of runs) {
    for (let rest = text; rest !== ""; ) {
      if (room === 0) {
        lines.push([]);
        room = columns;
      }
      const piece = rest.slice(0, room);
      lines.at(-1)?.push({ text: piece, style });
      room -= piece.length;
      rest = rest.slice(piece.length);
    }
  }
  return lines;
}

/** Draws a terminal of so many columns. `title` is read by those who can't see it. */
export function terminalPicture(text: string, title: string, columns: number): string {
  let typed = false;
  const lines = text
    .trimEnd()
    .split("\n")
    .flatMap((line) => {
      const command = typed || line.startsWith("$ ");
      typed = command && line.endsWith("\\");
      return broken(command ? [{ text: line, style: white.trim() }] : runsOf(line), columns);
    });
  const width = Math.ceil(columns * columnWidth + 2 * left);
  const height = top + lines.length * lineHeight + 8;
  const rows = lines.map((runs, index) => {
    const spans = runs.map((run) =>
      `<tspan ${run.style}>${keepSpaces(escapeXml(run.text))}</tspan>`.replace("<tspan >", "<tspan>"),
    );
    return spans.length === 0 ? "" : `<text x="${left}" y="${top + index * lineHeight}">${spans.join("")}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(title)}">
<title>${escapeXml(title)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="9" fill="#10181f" stroke="#3a4752"/>
<circle cx="24" cy="21" r="6" fill="#ff6159"/><circle cx="44" cy="21" r="6" fill="#ffbd2e"/><circle cx="64" cy="21" r="6" fill="#28c941"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="${plain}">
${rows.filter((row) => row !== "").join("\n")}
</g>
</svg>
`;
}
