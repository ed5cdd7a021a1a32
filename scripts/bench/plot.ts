// Draws growth as an SVG: two panels, one line each for every contestant, over a logarithmic axis of deletes.
import type { GrowthPoint } from "./growth.js";

/** One line of the plot. */
export interface Line {
  readonly name: string;
  readonly points: readonly GrowthPoint[];
}

interface Panel {
  readonly title: string;
  readonly left: number;
  readonly value: (point: GrowthPoint) => number;
}

const [width, height, panelWidth, panelHeight, top] = [880, 380, 350, 220, 70];
const colours = ["#0b6e4f", "#8a4f9e", "#767676"];
const panels: readonly Panel[] = [
  { title: "CPU time per delete, microseconds", left: 60, value: (point) => point.cpuMicrosecondsPerDelete },
  { title: "Peak memory of the process, MB", left: 500, value: (point) => point.peakMegabytes },
];

/** An SVG that reads on light and on dark pages. */
export function growthPlot(lines: readonly Line[], caption: string): string {
  const body = panels.map((panel) => drawPanel(panel, lines)).join("\n");
  const legend = lines.map(({ name }, index) => {
    const x = 60 + index * 270;
    return `<rect x="${x}" y="${height - 26}" width="14" height="4" fill="${colours[index]}"/><text x="${x + 20}" y="${height - 20}">${escapeText(name)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(caption)}" font-family="system-ui, sans-serif" font-size="12">
<title>${escapeText(caption)}</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="${width / 2}" y="24" text-anchor="middle" font-size="14">${escapeText(caption)}</text>
${body}
${legend.join("\n")}
</svg>
`;
}

function drawPanel({ title, left, value }: Panel, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points);
  const [first, last] = extent(points.map(({ deletes }) => Math.log10(deletes)));
  const ceiling = niceCeiling(Math.max(...points.map(value)));
  const x = (deletes: number): number => left + ((Math.log10(deletes) - first) / (last - first || 1)) * panelWidth;
  const y = (amount: number): number => top + panelHeight - (amount / ceiling) * panelHeight;
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const at = y(part * ceiling).toFixed(1);
    return `<path d="M${left} ${at}h${panelWidth}" stroke="#d9d9d9"/><text x="${left - 6}" y="${Number(at) + 4}" text-anchor="end">${part * ceiling}</text>`;
  });
  const ticks = [...new Set(points.map(({ deletes }) => deletes))].map(
    (deletes) =>
      `<text x="${x(deletes).toFixed(1)}" y="${top + panelHeight + 18}" text-anchor="middle">${deletes.toLocaleString("en")}</text>`,
  );
  const drawn = lines.map(({ points: own }, index) => {
    const path = own.map((point) => `${x(point.deletes).toFixed(1)},${y(value(point)).toFixed(1)}`);
    const dots = path.map((at) => `<circle cx="${at.replace(",", '" cy="')}" r="3" fill="${colours[index]}"/>`);
    return `<polyline points="${path.join(" ")}" fill="none" stroke="${colours[index]}" stroke-width="2"/>${dots.join("")}`;
  });
  return [
    `<text x="${left}" y="${top - 14}">${escapeText(title)}</text>`,
    ...grid,
    ...ticks,
    `<text x="${left + panelWidth / 2}" y="${top + panelHeight + 36}" text-anchor="middle">deletes</text>`,
    ...drawn,
  ].join("\n");
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** The next of 1, 2, 4 and 8 times a power of ten, with a quarter of it being a round number too. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 4, 8].find((factor) => factor * power >= value) ?? 10);
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
