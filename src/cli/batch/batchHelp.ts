/** Help for `batch`. */
import { operationTable } from "../../../generated/client.js";
import { commands } from "../commands.js";
import { heading, paragraph } from "../helpText.js";
import { programName } from "../words.js";

/** Description and examples. */
export function batchText(): { description: string; after: string } {
  const description =
    "Revokes everything that a file lists, under its rate limits. The whole file is checked before the first request leaves; one bad line, and nothing is sent.";
  const operations = Object.values(operationTable);
  const formats = operations.map(({ operationId, pathParameters }) => {
    const ids = pathParameters.map(({ name }) => `"${name}":"…"`).join(",");
    return `  {"operation":"${commands[operationId]}",${ids}}`;
  });
  const columns = new Set(operations.flatMap(({ pathParameters }) => pathParameters.map(({ name }) => name)));
  const run = `${programName} batch leaked.csv --api atlas`;
  const after = [
    `\n${heading("The file:")}`,
    paragraph(
      "CSV with this header, as a spreadsheet saves it (comma, semicolon or tab), of which columns that no line needs can be left out:",
      2,
    ),
    `  operation,${[...columns].join(",")}`,
    paragraph("or one JSON object a line, or a JSON array of them:", 2),
    ...formats,
    paragraph("Other columns are kept in the results. Lines that repeat a target are left out and reported.", 2),
    `\n${heading("Examples:")}`,
    `  # Check the file and see the plan:\n  ${run} --dry-run`,
    `  # Rehearse it; nothing real is touched:\n  ${run} --sandbox`,
    `  # Do it, ask first, keep the audit:\n  ${run} --results audit.ndjson`,
    `  # Go on after an interrupt, a crash or a loss of power:\n  ${run} --results audit.ndjson --resume`,
    `  # Try again what was refused:\n  ${programName} batch --from-results audit.ndjson --outcome refused --api atlas`,
  ];
  return { description: paragraph(description), after: after.join("\n") };
}
