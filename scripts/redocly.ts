// Runs the Redocly CLI the way this project needs it everywhere: without telemetry and without an update notice.
import { runNode } from "./run-node.js";

/** What keeps the Redocly CLI from telling others about its runs. */
export const redoclyEnvironment: Readonly<Record<string, string>> = {
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
};

/**
 * Runs one Redocly command and waits for it.
 * @param args The command and its arguments.
 * @returns The exit code.
 */
export function redocly(...args: readonly string[]): number {
  return runNode("@redocly/cli/bin/cli.js", args, redoclyEnvironment);
}
