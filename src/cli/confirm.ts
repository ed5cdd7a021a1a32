/** Asks before something is deleted, on a terminal only. */
import { createInterface } from "node:readline/promises";
import type { Io } from "./io.js";
import { write } from "./output.js";
import { StoppedError, UsageError } from "./usageError.js";

/**
 * Shows what will happen and goes on only after a typed "yes".
 *
 * @param statement - What will be deleted, where, and as whom.
 * @throws UsageError when there is nobody to ask: standard input or standard error is no terminal.
 * @throws StoppedError after any other answer, the end of the input, or an interrupt.
 */
export async function confirm(io: Io, statement: string, signal: AbortSignal): Promise<void> {
  if (io.stdin.isTTY !== true || io.stderr.isTTY !== true) {
    throw new UsageError(
      "Nobody can be asked for confirmation here: standard input and standard error must be a terminal.",
      "Add --yes to delete without being asked, or --dry-run to see the request first.",
    );
  }
  await write(io.stderr, `${statement}\n`);
  // The terminal keeps its own line editing and its own Ctrl-C, which arrives as a signal.
  const prompt = createInterface({ input: io.stdin, output: io.stderr, terminal: false });
  // The end of the input leaves the question unanswered for ever.
  const ended = new Promise<string>((resolve) => {
    prompt.once("close", () => resolve(""));
  });
  try {
    const answer = await Promise.race([prompt.question('Type "yes" to go on: ', { signal }), ended]);
    if (answer.trim().toLowerCase() !== "yes") throw new StoppedError("DECLINED");
  } catch (error) {
    if (signal.aborted) throw new StoppedError("CANCELLED");
    throw error;
  } finally {
    prompt.close();
  }
}
