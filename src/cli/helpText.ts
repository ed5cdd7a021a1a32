/** What stands around the flags in `--help`: examples, exit codes, environment. Facts of an operation come from the document. */

import { type Api, type OperationFacts, servers } from "../../generated/client.js";
import { commands } from "./commands.js";
import { pairs } from "./credentials.js";
import { exitCodeTable } from "./exitCodes.js";
import { wrap } from "./output.js";
import { flagOf, programName } from "./words.js";

/** Line width of help text: that of a terminal nobody has widened. */
const width = 80;

/** Stresses a heading; commander takes the codes away where there are no colours. */
export function heading(title: string): string {
  return `\u001b[1m${title}\u001b[22m`;
}

/** Text in lines. */
export function paragraph(text: string, indent = 0): string {
  const space = " ".repeat(indent);
  return wrap(text, width - indent)
    .map((line) => space + line)
    .join("\n");
}

function table(rows: readonly (readonly [name: string, text: string])[]): string {
  const column = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows
    .map(([name, text]) => {
      const [first = "", ...rest] = wrap(text, width - 2 - column);
      return [`  ${name.padEnd(column)}${first}`, ...rest.map((line) => " ".repeat(2 + column) + line)].join("\n");
    })
    .join("\n");
}

/** The exit codes, as a table. */
export function exitCodeText(codes: typeof exitCodeTable = exitCodeTable): string {
  return `\n${heading("Exit codes:")}\n${table(codes.map(([code, meaning]) => [String(code), meaning]))}`;
}

/** The variables, as a table. */
export function environmentText(): string {
  const rows = Object.values(pairs).flatMap(({ parts }) =>
    parts.map(({ variable, text }) => [variable, text] as const),
  );
  const both =
    "When both pairs are set, choose one with --auth. No flag takes a secret: other users could read it there.";
  return `\n${heading("Environment:")}\n${table([...rows, ["NO_COLOR", "set to anything: no colours"]])}\n${paragraph(both, 2)}`;
}

/** The flags of an operation with its example ids, as on a command line. */
function exampleFlags({ pathParameters }: OperationFacts): string {
  return pathParameters.map(({ name, example }) => `${flagOf(name)} ${example}`).join(" ");
}

/** Description and examples of one operation's command. */
export function operationText(operation: OperationFacts): { description: string; after: string } {
  const { operationId, summary, remains, roles, source } = operation;
  const command = commands[operationId];
  const apis = Object.keys(servers) as Api[];
  const description = [`${summary}.`, ...(remains === undefined ? [] : [remains])].map((text) => paragraph(text));
  const needs = apis.map((api) => [servers[api].title, roles[api].join(" or ")] as const);
  const [api = ""] = apis;
  const full = `${programName} ${command} --api ${api} ${exampleFlags(operation)}`;
  const after = [
    `\n${heading("Role it needs:")}`,
    table(needs),
    `\n${heading("Examples:")}`,
    `  # Practise; nothing real is touched:\n  ${programName} ${command} --sandbox`,
    `  # See the request first:\n${continued(`${full} --dry-run`)}`,
    `  # Do it, and ask first:\n${continued(full)}`,
    `  # In a script, with credentials on standard input:\n${continued(`${full} --yes --json --credentials-file - < credentials.env`)}`,
    ...(source === undefined ? [] : [`\n${heading("Manual:")}\n  ${source}`]),
  ];
  return { description: description.join("\n"), after: after.join("\n") };
}

/** A command over several lines, one flag each, which can be pasted. */
function continued(command: string): string {
  return `  ${command.replaceAll(" --", " \\\n    --")}`;
}

/** What stands below the list of commands. */
export function programText(): string {
  const [, command] = Object.values(commands);
  const lines = [
    `\n${heading("Start here:")}`,
    `  ${programName} ${command} --sandbox    # practise; nothing real is touched`,
    `  ${programName} ${command} --help       # flags, role and examples`,
  ];
  return `${lines.join("\n")}\n${environmentText()}\n${exitCodeText()}`;
}

/** Description and examples of `sandbox`. */
export function sandboxText(): { description: string; after: string } {
  const description =
    "Runs a server on 127.0.0.1 that behaves like the four operations on both APIs, with credentials and ids of its own. Nothing real is touched. It logs each request on standard error and runs until Ctrl-C or SIGTERM, which end it with exit code 0.";
  const after = [
    `\n${heading("Examples:")}`,
    `  ${programName} sandbox                 # prints lines to paste`,
    `  ${programName} sandbox --port 8080 --latency 200`,
    `  ${programName} sandbox --json          # first line: url, credentials, ids`,
  ];
  return { description: paragraph(description), after: after.join("\n") };
}
