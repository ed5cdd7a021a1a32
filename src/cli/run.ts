/** Runs the program once: arguments in, exit code out. Knows no process, so that tests can run it in their own. */
import { Command, CommanderError } from "commander";
import type { ExitCode } from "./exitCodes.js";
import type { Io } from "./io.js";
import { hasColors, widthOf, writeRaw } from "./output.js";
import { parseFailure } from "./parseFailure.js";
import { printReport } from "./printReport.js";
import { buildProgram } from "./program.js";
import { reportFailure } from "./report.js";
import type { GivenFlags } from "./revokeFlags.js";

/**
 * Runs the program.
 *
 * @param argv - The arguments, without the interpreter and the script.
 * @returns The exit code, once everything has been written.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const written: Promise<unknown>[] = [];
  const base = new Command().exitOverride().configureOutput({
    writeOut: (text) => written.push(writeRaw(io.stdout, text)),
    writeErr: (text) => written.push(writeRaw(io.stderr, text)),
    // Commander's own messages quote what they did not understand, which may be a secret.
    outputError: () => undefined,
    getOutHasColors: () => hasColors(io.stdout, io.env),
    getErrHasColors: () => hasColors(io.stderr, io.env),
    getOutHelpWidth: () => Math.min(widthOf(io.stdout), 100),
    getErrHelpWidth: () => Math.min(widthOf(io.stderr), 100),
  });
  // A flag without its value takes --json for one: whoever asked for JSON gets it all the same.
  const withJson = (given: GivenFlags): GivenFlags => (wantsJson(argv) ? { ...given, json: true } : given);
  let exitCode: ExitCode = 2;
  const program = buildProgram(
    base,
    {
      revoke: async (operation, given) =>
        (await import("./revokeCommand.js")).revokeCommand(operation, withJson(given), io),
      batch: async (given) => (await import("./batch/batchCommand.js")).batchCommand(withJson(given), io),
      sandbox: async (given) => (await import("./sandboxCommand.js")).sandboxCommand(withJson(given), io),
    },
    (code) => {
      exitCode = code;
    },
  );
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    exitCode = await endOf(error, argv, program, io);
  }
  await Promise.all(written);
  return exitCode;
}

async function endOf(error: unknown, argv: readonly string[], program: Command, io: Io): Promise<ExitCode> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // No command at all: the help is on standard error already.
    if (error.code === "commander.help") return 2;
  }
  const failure = error instanceof CommanderError ? parseFailure(error, argv, program) : error;
  const report = reportFailure(failure, {});
  await printReport(report, wantsJson(argv), io);
  return report.exitCode;
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end < 0 ? argv.length : end).includes("--json");
}
