/** Runs the program once: arguments in, exit code out. Knows no process, so that tests can run it in their own. */
import { packageVersion } from "../../generated/version.js";
import { readCommandLine } from "./commandLine.js";
import type { ExitCode } from "./exitCodes.js";
import type { GivenFlags } from "./flags.js";
import { printHelp } from "./help.js";
import type { Io } from "./io.js";
import { write } from "./output.js";
import { program } from "./program.js";

/**
 * Runs the program.
 *
 * @param argv - The arguments, without the interpreter and the script.
 * @returns The exit code, once everything has been written.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const json = wantsJson(argv);
  if (argv.length === 0) {
    await printHelp(undefined, program, io, io.stderr);
    return 2;
  }
  if (argv[0] === "--version" || argv[0] === "-V") {
    await write(io.stdout, `${packageVersion}\n`);
    return 0;
  }
  try {
    const { command, help, given, argument } = readCommandLine(argv, program);
    if (help || command === undefined) {
      await printHelp(command, program, io, io.stdout);
      return 0;
    }
    // A flag without its value takes --json for one: whoever asked for JSON gets it all the same.
    const flags: GivenFlags = json ? { ...given, json: true } : given;
    return await command.run(flags, io, argument);
  } catch (error) {
    const { printReport, reportFailure } = await import("./report.js");
    const report = reportFailure(error, {});
    await printReport(report, json, io);
    return report.exitCode;
  }
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end < 0 ? argv.length : end).includes("--json");
}
