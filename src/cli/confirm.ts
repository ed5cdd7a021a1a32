/** Asks before something is revoked, on a terminal only. */
import { createInterface } from "node:readline/promises";
import type { Io } from "./io.js";
import { formatRows, paintFor, type Row, widthOf, write } from "./output.js";
import { StoppedError, UsageError } from "./usageError.js";

/**
 * Makes sure that somebody can be asked.
 *
 * @throws UsageError when standard input or standard error is not a terminal.
 */
export function requireTerminal(io: Io): void {
  if (io.stdin.isTTY === true && io.stderr.isTTY === true) return;
  throw new UsageError(
    "Nobody can be asked for confirmation here: standard input and standard error must be a terminal.",
    "Add --yes to revoke without being asked, or --dry-run to see the request first.",
  );
}

/**
 * Shows what will happen and goes on only after a typed "yes".
 *
 * @param rows - What will be revoked, where, and as whom.
 * @throws StoppedError after any other response, the end of the input, or an interrupt.
 */
export async function confirm(io: Io, rows: readonly Row[], signal: AbortSignal): Promise<void> {
  requireTerminal(io);
  const paint = paintFor(io.stderr, io.env);
  await write(io.stderr, `${paint("bold", "About to revoke:")}\n\n${formatRows(rows, paint, widthOf(io.stderr))}\n`);
  // The terminal keeps its own line editing and its own Ctrl-C, which arrives as a signal.
  const prompt = createInterface({ input: io.stdin, output: io.stderr, terminal: false });
  // The end of the input leaves the question open for ever.
  const ended = new Promise<string>((resolve) => {
    prompt.once("close", () => resolve(""));
  });
  try {
    const typed = await Promise.race([prompt.question('Type "yes" to go on: ', { signal }), ended]);
    if (typed.trim().toLowerCase() !== "yes") throw new StoppedError("DECLINED");
  } catch (error) {
    if (signal.aborted) throw new StoppedError("CANCELLED");
    throw error;
  } finally {
    prompt.close();
  }
}
