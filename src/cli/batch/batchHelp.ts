/** Help for `batch`. */
import { operationTable } from "../../../generated/client.js";
import { heading, paragraph } from "../helpText.js";
import { programName } from "../words.js";

/** Description and examples. */
export function batchText(): { description: string; after: string } {
  const description =
    "Revokes everything that a file lists, under one rate limit. The whole file is checked before the first request leaves; one bad line, and nothing is sent.";
  const formats = Object.values(operationTable).map(({ operationId, pathParameters }) => {
    const ids = pathParameters.map(({ name }) => `"${name}":"…"`).join(",");
    return `  {"operation":"${operationId}",${ids}}`;
  });
  const csv = `  operation,${[...new Set(Object.values(operationTable).flatMap(({ pathParameters }) => pathParameters.map(({ name }) => name)))].join(",")}`;
  const run = `${programName} batch leaked.ndjson --api atlas`;
  const after = [
    `\n${heading("The file:")}`,
    paragraph("One JSON object a line,", 2),
    ...formats,
    paragraph("or CSV with this header, of which columns that no line needs can be left out:", 2),
    csv,
    paragraph("UTF-8 without BOM, lines that end with LF. Lines that repeat a target are left out and reported.", 2),
    `\n${heading("Examples:")}`,
    `  # Check the file and see the plan:\n  ${run} --dry-run`,
    `  # Rehearse it; nothing real is touched:\n  ${run} --sandbox`,
    `  # Do it, ask first, keep the audit:\n  ${run} --results audit.ndjson`,
    `  # Go on after an interrupt, a crash or a loss of power:\n  ${run} --results audit.ndjson --resume`,
  ];
  return { description: paragraph(description), after: after.join("\n") };
}
