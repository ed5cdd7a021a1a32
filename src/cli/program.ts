/** The command line as commander sees it. Loads nothing that does the work. */

import { Command, Option } from "commander";
import { type OperationFacts, operationTable } from "../../generated/client.js";
import { packageVersion } from "../../generated/version.js";
import { batchFlags } from "./batch/batchFlags.js";
import { batchText } from "./batch/batchHelp.js";
import { commands } from "./commands.js";
import type { ExitCode } from "./exitCodes.js";
import { batchExitCodeTable } from "./exitCodes.js";
import { environmentText, exitCodeText, heading, operationText, programText, sandboxText } from "./helpText.js";
import { commonFlags, type Flag, type GivenFlags, idFlags } from "./revokeFlags.js";
import { sandboxFlags } from "./sandboxFlags.js";
import { programName } from "./words.js";

/** What each command does, once its flags are known. */
export interface Actions {
  readonly revoke: (operation: OperationFacts, given: GivenFlags) => Promise<ExitCode>;
  readonly batch: (given: GivenFlags) => Promise<ExitCode>;
  readonly sandbox: (given: GivenFlags) => Promise<ExitCode>;
}

/**
 * Builds the commands of one run.
 *
 * @param base - A fresh command that already says where output goes; subcommands do as it does.
 * @param done - Told the exit code of the command that ran.
 */
export function buildProgram(base: Command, actions: Actions, done: (code: ExitCode) => void): Command {
  base
    .name(programName)
    .usage("<command> [flags]")
    .description("Revokes MongoDB Cloud Manager and Atlas credentials, and says for certain whether they are gone.")
    .version(packageVersion, "-V, --version", "Print the version.")
    .helpOption("-h, --help", "Print help; after a command: help for it.")
    .addHelpCommand(
      new Command("help").argument("[command]").description("Print help for a command.").helpGroup("Help:"),
    )
    .configureHelp({ styleTitle: heading, subcommandTerm: (command) => command.name() })
    .commandsGroup("Revoke:")
    .addHelpText("after", () => programText());
  for (const operation of Object.values(operationTable)) {
    const command = base.command(commands[operation.operationId]).summary(operation.summary).usage("[flags]");
    command.description(operationText(operation).description);
    addFlags(command, [...idFlags(operation), ...commonFlags]);
    command.addHelpText("after", () => `${operationText(operation).after}\n${environmentText()}\n${exitCodeText()}`);
    command.action(async (given: GivenFlags) => done(await actions.revoke(operation, given)));
  }
  const batch = base.command("batch").usage("[file] [flags]");
  batch.argument("[file]", "CSV, NDJSON or a JSON array of targets; - reads standard input");
  batch.summary("Revoke many, from a file").description(batchText().description);
  addFlags(batch, batchFlags);
  batch.addHelpText("after", () => `${batchText().after}\n${environmentText()}\n${exitCodeText(batchExitCodeTable)}`);
  batch.action(async (file: string | undefined, given: GivenFlags) =>
    done(await actions.batch(file === undefined ? given : { ...given, file: [file] })),
  );
  const sandbox = base.command("sandbox").helpGroup("Practise:").usage("[flags]");
  sandbox.summary("Run a server on this machine to practise on").description(sandboxText().description);
  addFlags(sandbox, sandboxFlags);
  sandbox.addHelpText("after", () => sandboxText().after);
  sandbox.action(async (given: GivenFlags) => done(await actions.sandbox(given)));
  return base;
}

function addFlags(command: Command, flags: readonly Flag[]): void {
  for (const { flag, value, text, group } of flags) {
    const option = new Option(value === undefined ? flag : `${flag} ${value}`, text).helpGroup(group);
    // Every value is kept: that a flag was given twice must not go unnoticed.
    if (value !== undefined) option.argParser((given: string, before: readonly string[] = []) => [...before, given]);
    command.addOption(option);
  }
  command.helpOption("-h, --help", "Print this help.");
}
