/** Help for `batch`. */
import { operationTable } from "../../../generated/client.js";
import { commands } from "../commands.js";
import type { Help } from "../helpText.js";
import { programName } from "../names.js";

/** Description and examples. */
export function batchHelp(): Help {
  const operations = Object.values(operationTable);
  const columns = new Set(operations.flatMap(({ pathParameters }) => pathParameters.map(({ name }) => name)));
  const lines = operations.map(({ operationId, pathParameters }) => {
    const ids = pathParameters.map(({ name }) => `"${name}":"…"`).join(",");
    return `  {"operation":"${commands[operationId]}",${ids}}`;
  });
  const run = `${programName} batch leaked.csv --api`;
  return {
    about:
      "Revokes everything that a file lists, under its rate limits. The whole file is checked before the first request leaves; one bad line, and nothing is sent.",
    more: `The file:
CSV with this header, as a spreadsheet saves it (comma, semicolon or tab), of which columns that no line needs can be left out:
  operation,${[...columns].join(",")}
or one JSON object a line, or a JSON array of them:
${lines.join("\n")}
Other columns are kept in the results. Lines that repeat a target are left out and reported.

Examples:
  # Check the file and see the plan:
  ${run} atlas --dry-run
  # Do it, ask first, keep the audit:
  ${run} atlas --results audit.ndjson
  # Go on after an interrupt, a crash or a loss of power:
  ${run} atlas --results audit.ndjson --resume
  # Try again what was refused:
  ${programName} batch --from-results audit.ndjson --outcome refused --api atlas`,
  };
}
