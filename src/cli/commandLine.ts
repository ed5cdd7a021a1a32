/** Reads the command line, and says of one that can't be understood what was meant. What may be a secret is not repeated. */
import { parseArgs } from "node:util";
import { commands } from "./commands.js";
import { type Flag, type GivenFlags, oneOf } from "./flags.js";
import { refuseSecrets } from "./looksLike.js";
import { flagOf, programName } from "./names.js";
import type { Command } from "./program.js";
import { nearest } from "./suggest.js";
import { UsageError } from "./usageError.js";

/** A command line that was understood. */
export interface CommandLine {
  /** Absent for the program's own help. */
  readonly command: Command | undefined;
  readonly help: boolean;
  readonly given: GivenFlags;
  /** Empty where the command takes none. */
  readonly argument: string;
}

const notRepeated = "it is not repeated: it may be a secret";
const credentialFlag = /^--?(public|private|client)?-?(api-?)?(key|secret|secret-value|password|token|user)$/i;

/** Reads the arguments. Throws `UsageError`. */
export function readCommandLine(argv: readonly string[], program: readonly Command[]): CommandLine {
  const [first = "", ...rest] = argv;
  const [wanted = "--help"] = first === "help" ? rest : [first];
  if (wanted === "--help" || wanted === "-h") return { command: undefined, help: true, given: {}, argument: "" };
  const command = program.find(({ name }) => name === wanted);
  if (command === undefined) throw unknownCommand(wanted, program);
  return first === "help" ? { command, help: true, given: {}, argument: "" } : readArguments(command, rest);
}

function unknownCommand(typed: string, program: readonly Command[]): UsageError {
  const help = `See ${programName} --help.`;
  const flag = program.flatMap(({ flags }) => flags).find((each) => each.flag === typed);
  if (flag !== undefined) return new UsageError(`The command comes first, then ${flag.flag}.`, help);
  if (typed.startsWith("-")) return unknownFlag(typed, [], help);
  const known = program.map(({ name }) => name);
  const near = new Map<string, string>(Object.entries(commands)).get(typed) ?? nearest(typed, known);
  return new UsageError("There is no such command.", near === undefined ? help : `Did you mean ${near}?`);
}

function readArguments(command: Command, argv: readonly string[]): CommandLine {
  const next = `See ${programName} ${command.name} --help.`;
  const kind = ({ value }: Flag): "boolean" | "string" => (value === undefined ? "boolean" : "string");
  const options = Object.fromEntries(command.flags.map((flag) => [flag.flag.slice(2), { type: kind(flag) }]));
  const { tokens } = parseArgs({
    args: [...argv],
    options: { ...options, help: { type: "boolean", short: "h" } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: Record<string, readonly string[] | true> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    if (token.name === "help") return { command, help: true, given: {}, argument: "" };
    const flag = command.flags.find((each) => each.flag === token.rawName);
    if (flag === undefined) throw unknownFlag(token.rawName, command.flags, next);
    if (flag.value === undefined && token.value !== undefined) {
      throw new UsageError(`${flag.flag} takes no value.`, `Give ${flag.flag} alone.`);
    }
    if (flag.value !== undefined && token.value === undefined)
      throw new UsageError(`${flag.flag} needs a value.`, next);
    const name = flag.flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const before = given[name];
    // Every value is kept: that a flag was given twice must not go unnoticed.
    given[name] = token.value === undefined || [...(Array.isArray(before) ? before : []), token.value];
  }
  refuseSecrets(given, words);
  return { command, help: false, given, argument: readWords(words, command, next) };
}

function readWords(words: readonly string[], { name, argument, flags }: Command, next: string): string {
  const [word, ...more] = argument === undefined ? ["", ...words] : words;
  if (more.length > 0) {
    const id = flags.find(({ flag }) => flag.endsWith("-id"))?.flag;
    throw new UsageError(
      `There is a word that neither ${name} nor a flag takes (${notRepeated}). Its flag is missing, or that flag takes no value.`,
      id === undefined ? next : `Give each id with its flag, such as ${id} ID. ${next}`,
    );
  }
  if (word === undefined && !argument?.optional) {
    throw new UsageError(`${name} needs a ${argument?.name}: ${argument?.text}.`, next);
  }
  if (word === undefined || argument === undefined) return "";
  return argument.words === undefined ? word : (oneOf(`The ${argument.name}`, word, argument.words) ?? "");
}

function unknownFlag(flag: string, flags: readonly Flag[], next: string): UsageError {
  // As the library or another page of the API calls it.
  const asFlag = flagOf(flag.replace(/^--?/, "")).replace("--project", "--group").replace("--organization", "--org");
  const near = nearest(
    asFlag,
    flags.map((each) => each.flag),
  );
  if (credentialFlag.test(flag)) {
    return new UsageError(
      "No flag takes a credential: other users of this machine can read the arguments of a program, so count a secret that stood there as exposed.",
      `Set the environment variables that --help lists, or give --credentials-file FILE.${near === undefined ? "" : ` An id goes to ${near}.`}`,
    );
  }
  if (!flag.startsWith("--")) return new UsageError(`A flag begins with two dashes (${notRepeated}).`, next);
  const shown = /^--[a-z][a-z-]{0,29}$/i.test(flag) ? flag : notRepeated;
  return new UsageError(`Unknown flag: ${shown}.`, near === undefined ? next : `Did you mean ${near}?`);
}
