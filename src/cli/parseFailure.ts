/** A command line that could not be understood, in words that repeat nothing which may be a secret. */
import type { Command, CommanderError, Option } from "commander";
import { UsageError } from "./usageError.js";
import { flagOf, programName } from "./words.js";

const credentialFlag = /^--?(public|private|client)?-?(api-?)?(key|secret|secret-value|password|token|user)(=|$)/i;

/** Turns commander's error into ours. Of its message only the program's own words are used, and a flag's plain name. */
export function parseFailure(error: CommanderError, argv: readonly string[], program: Command): UsageError {
  const suggestion = /\n\(Did you mean ([a-z ,-]+)\?\)$/.exec(error.message)?.[1];
  const command = program.commands.find((each) => each.name() === argv[0]);
  const help = `See ${[programName, ...(command === undefined ? [] : [command.name()])].join(" ")} --help.`;
  switch (error.code) {
    case "commander.unknownOption": {
      const flag = /^error: unknown option '([^']*)/.exec(error.message)?.[1] ?? "";
      return unknownFlag(flag, suggestion, argv, command?.options ?? [], help);
    }
    case "commander.unknownCommand":
      return new UsageError("There is no such command.", suggestion === undefined ? help : didYouMean(suggestion));
    case "commander.excessArguments":
      return excess(command, help);
    case "commander.missingArgument":
      return new UsageError(
        `${command?.name() ?? "The command"} needs a file: the path of the list, or - for standard input.`,
        help,
      );
    case "commander.optionMissingArgument": {
      const flag = /option '(--[a-z-]+) <[a-z]+>' argument missing$/.exec(error.message)?.[1];
      return new UsageError(`${flag ?? "A flag"} needs a value.`, help);
    }
    default:
      return new UsageError("The command line could not be understood.", help);
  }
}

function unknownFlag(
  flag: string,
  suggestion: string | undefined,
  argv: readonly string[],
  options: readonly Option[],
  help: string,
): UsageError {
  const [name = ""] = flag.split("=", 1);
  const near = suggestion ?? nearest(name, options);
  if (credentialFlag.test(flag)) {
    const id = near === undefined ? "" : ` An id goes to ${near}.`;
    return new UsageError(
      "No flag takes a credential: other users of this machine can read the arguments of a program, so count a secret that stood there as exposed.",
      `Set the environment variables that --help lists, or give --credentials-file FILE.${id}`,
    );
  }
  if (argv[0] === flag) return new UsageError(`The command comes first, then ${plainFlag(name)}.`, help);
  const own = options.find(({ long }) => long === name);
  if (own !== undefined) return new UsageError(`${own.long} takes no value.`, `Give ${own.long} alone.`);
  if (!flag.startsWith("--")) {
    return new UsageError(
      "A flag begins with two dashes; what stands here is not repeated, as it may be a secret.",
      help,
    );
  }
  return new UsageError(`Unknown flag: ${plainFlag(name)}.`, near === undefined ? help : didYouMean(near));
}

/** The one flag of which somebody remembers a part, or writes as the library or another page of the API does. */
function nearest(name: string, options: readonly Option[]): string | undefined {
  const asFlag = flagOf(name.replace(/^--/, "")).replace("--project", "--group");
  const part = asFlag.replace(/^--+/, "");
  const found = options.filter(({ long }) => part.length > 2 && long?.split(/^--|-/).join("-").includes(part));
  return found.length === 1 ? found[0]?.long : undefined;
}

function excess(command: Command | undefined, help: string): UsageError {
  const notRepeated = "(it is not repeated: it may be a secret)";
  if (command?.registeredArguments.length === 1) {
    return new UsageError(`${command.name()} takes one file, and more than that stands here ${notRepeated}.`, help);
  }
  const id = command?.options.find(({ long }) => long?.endsWith("-id"))?.long;
  return new UsageError(
    `There is a word here that no flag takes ${notRepeated}. Either its flag is missing, or that flag takes no value.`,
    id === undefined ? help : `Give each id with its flag, such as ${id} ID. ${help}`,
  );
}

function didYouMean(words: string): string {
  return `Did you mean ${words}?`;
}

/** A flag's name, unless it may hold a secret. */
function plainFlag(name: string): string {
  return /^--[a-z][a-z-]{0,29}$/i.test(name) ? name : "one that is not repeated here, as it may hold a secret";
}
