/** A command line that could not be understood, in words that repeat nothing which may be a secret. */
import type { CommanderError } from "commander";
import { UsageError } from "./usageError.js";

const credentialFlag = /^--?(public|private|client)?-?(api-?)?(key|secret|secret-value|password|token|user)(=|$)/i;

/** Turns commander's error into ours. Of its message only the program's own words are used, and a flag's plain name. */
export function parseFailure(error: CommanderError, argv: readonly string[]): UsageError {
  const suggestion = /\n\((Did you mean [a-z ,-]+\?)\)$/.exec(error.message)?.[1];
  const next = suggestion ?? "Try --help.";
  switch (error.code) {
    case "commander.unknownOption": {
      const flag = /^error: unknown option '([^']*)/.exec(error.message)?.[1] ?? "";
      if (credentialFlag.test(flag)) {
        return new UsageError(
          "No flag takes a credential: other users of this machine can read the arguments of a program, so count a secret that stood there as exposed.",
          "Set the environment variables that --help lists, or give --credentials-file FILE.",
        );
      }
      if (argv[0] === flag) return new UsageError(`The command comes first, then ${plainFlag(flag)}.`, "Try --help.");
      return new UsageError(`Unknown flag: ${plainFlag(flag)}.`, next);
    }
    case "commander.unknownCommand":
      return new UsageError("There is no such command.", suggestion ?? "Try --help for the list of commands.");
    case "commander.excessArguments":
      return new UsageError(
        "There are words here that belong to no flag (they are not repeated: they may be secrets).",
        "Give each id with its flag, such as --secret-id ID.",
      );
    case "commander.optionMissingArgument": {
      const flag = /option '(--[a-z-]+) <[a-z]+>' argument missing$/.exec(error.message)?.[1];
      return new UsageError(`${flag ?? "A flag"} needs a value.`, next);
    }
    default:
      return new UsageError("The command line could not be understood.", next);
  }
}

/** A flag's name without whatever was attached to it. */
function plainFlag(flag: string): string {
  const name = flag.split("=", 1)[0] ?? "";
  return /^--[a-z][a-z-]{0,29}$/i.test(name) ? name : "one that is not repeated here, as it may hold a secret";
}
