/** `completion`: scripts with which bash, zsh and fish complete commands, flags and the words that a flag knows. */
import type { ExitCode } from "./exitCodes.js";
import type { Flag } from "./flags.js";
import type { Io } from "./io.js";
import { programName } from "./names.js";
import { writeResult } from "./output.js";
import type { Command } from "./program.js";

/** The shells, as the command names them. */
export const shells = ["bash", "zsh", "fish"] as const;

/** Prints the script for a shell. */
export async function completionCommand(shell: string, program: readonly Command[], io: Io): Promise<ExitCode> {
  // zsh reads bash's script through its own bashcompinit.
  const bashScript = (shell === "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "") + bash(program);
  await writeResult(io, shell === "fish" ? fish(program) : bashScript, `a completion script for ${shell}`);
  return 0;
}

/** After a flag with a value: its words, or the shell's own completion of files. Else the command's flags, or the commands. */
function bash(program: readonly Command[]): string {
  const valued = new Map(
    program.flatMap(({ flags }) => flags.filter(({ value }) => value).map((each) => [each.flag, each])),
  );
  const values = [...valued.values()].map(({ flag, words = [] }) => `    ${flag}) words="${words.join(" ")}" ;;`);
  const own = program.map(({ name, flags, argument }) => {
    const words = [...(argument?.words ?? []), ...flags.map(({ flag }) => flag), "--help"];
    return `    ${name}) words="${words.join(" ")}" ;;`;
  });
  return `_mongodb_cloud_revoke() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words="${program.map(({ name }) => name).join(" ")} --help --version"
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "\${COMP_WORDS[1]}" in
${own.join("\n")}
    esac
    case "\${COMP_WORDS[COMP_CWORD-1]}" in
${values.join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _mongodb_cloud_revoke ${programName}
`;
}

function fish(program: readonly Command[]): string {
  const start = `complete -c ${programName}`;
  const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
  const argumentOf = ({ value, words = [] }: Flag): string =>
    value === undefined ? "" : value === "<file>" ? " -r -F" : ` -x -a '${words.join(" ")}'`;
  const lines = program.flatMap(({ name, summary, flags, argument }) => {
    const inside = `${start} -n '__fish_seen_subcommand_from ${name}'`;
    const words =
      argument === undefined ? "-f" : argument.words === undefined ? "-F" : `-f -a '${argument.words.join(" ")}'`;
    return [
      `${start} -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
      `${inside} ${words}`,
      ...flags.map((flag) => `${inside} -l ${flag.flag.slice(2)}${argumentOf(flag)} -d ${quoted(flag.text)}`),
    ];
  });
  return `${lines.join("\n")}\n`;
}
