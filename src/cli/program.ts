/** Every command of the program as data: parsing, help and completion read this one table. */
import { type OperationFacts, operationTable } from "../../generated/client.js";
import { batchFlags } from "./batch/batchFlags.js";
import { batchHelp } from "./batch/batchHelp.js";
import { findFlags, sandboxFlags, verifyFlags } from "./commandFlags.js";
import { commands } from "./commands.js";
import { shells } from "./completion.js";
import {
  batchExitCodeTable,
  type ExitCode,
  type ExitCodeTable,
  exitCodeTable,
  lookExitCodeTable,
} from "./exitCodes.js";
import { commonFlags, type Flag, type GivenFlags } from "./flags.js";
import { completionHelp, findHelp, type Help, operationHelp, sandboxHelp, verifyHelp } from "./helpText.js";
import type { Io } from "./io.js";
import { flagOf } from "./names.js";

/** The word that a command takes besides its flags. */
export interface Argument {
  readonly name: string;
  readonly text: string;
  readonly optional?: boolean;
  /** The words that it can be; any other text when absent. */
  readonly words?: readonly string[];
}

/** One command. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly argument?: Argument;
  readonly flags: readonly Flag[];
  readonly help: () => Help;
  readonly exitCodes?: ExitCodeTable;
  /** Loads what does the work, and does it. */
  readonly run: (given: GivenFlags, io: Io, argument: string) => Promise<ExitCode>;
}

function revocation(operation: OperationFacts): Command {
  const idFlags = operation.pathParameters.map(({ name, description, form }) => ({
    flag: flagOf(name),
    value: "<id>",
    text: `${description} Form: ${form}.`,
  }));
  return {
    name: commands[operation.operationId],
    summary: operation.summary,
    flags: [...idFlags, ...commonFlags],
    help: () => operationHelp(operation),
    exitCodes: exitCodeTable,
    run: async (given, io) => (await import("./revokeCommand.js")).revokeCommand(operation, given, io),
  };
}

const fileText = "CSV, NDJSON or a JSON array of targets; - reads standard input";
const verifyText = "The command whose ids follow; left out with --results or --leaked";

/** The commands, in the order of `--help`. */
export const program: readonly Command[] = [
  ...Object.values(operationTable).map(revocation),
  {
    name: "batch",
    summary: "Revoke many, from a file",
    argument: { name: "file", text: fileText, optional: true },
    flags: batchFlags,
    help: batchHelp,
    exitCodes: batchExitCodeTable,
    run: async (given, io, file) => {
      const { batchCommand } = await import("./batch/batchCommand.js");
      return await batchCommand(file === "" ? given : { ...given, file: [file] }, io);
    },
  },
  {
    name: "find",
    summary: "List what exists, or find what a leaked value belongs to",
    flags: findFlags,
    help: () => findHelp,
    exitCodes: lookExitCodeTable,
    run: async (given, io) => (await import("./findCommand.js")).findCommand(given, io),
  },
  {
    name: "verify",
    summary: "Look whether a credential is gone",
    argument: { name: "command", text: verifyText, optional: true, words: Object.values(commands) },
    flags: verifyFlags,
    help: () => verifyHelp,
    exitCodes: lookExitCodeTable,
    run: async (given, io, command) => (await import("./verifyCommand.js")).verifyCommand(command, given, io),
  },
  {
    name: "sandbox",
    summary: "Run a server on this machine to practise on",
    flags: sandboxFlags,
    help: () => sandboxHelp,
    run: async (given, io) => (await import("./sandboxCommand.js")).sandboxCommand(given, io),
  },
  {
    name: "completion",
    summary: "Print a script with which a shell completes commands and flags",
    argument: { name: "shell", text: shells.join(", "), words: shells },
    flags: [],
    help: () => completionHelp,
    run: async (_, io, shell) => (await import("./completion.js")).completionCommand(shell, program, io),
  },
];
