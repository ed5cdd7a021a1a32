/** What every command has around its work: the interrupt, the report of a failure, and the clean-up at the end. */
import { setTimeout as pause } from "node:timers/promises";
import { isRevokeError } from "../errors.js";
import type { OnEvent } from "../index.js";
import type { ExitCode } from "./exitCodes.js";
import type { Io } from "./io.js";
import { write } from "./output.js";
import { printReport, reportFailure, type Target } from "./report.js";
import { StoppedError } from "./usageError.js";

/** What a command gets for one run. */
export interface Run {
  readonly io: Io;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  readonly json: boolean;
  /** Shows what a person must not wait for in silence: each wait, and what the client warns of. */
  readonly onEvent: OnEvent;
  /** Adds something to do at the end; the last one is done first. */
  readonly atEnd: (cleanup: () => Promise<void>) => void;
}

/** How long an interrupted run still tries to revoke its access token, in milliseconds. */
const interruptedCloseMs = 2000;

/**
 * Runs a command's work.
 *
 * @param target - What is known of the target when the work fails; the work may fill it in.
 */
export async function execute(
  io: Io,
  json: boolean,
  target: Target,
  work: (run: Run) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interrupt = new AbortController();
  const { signal } = interrupt;
  const release = io.onInterrupt(() => interrupt.abort());
  const cleanups: (() => Promise<void>)[] = [];
  try {
    const atEnd: Run["atEnd"] = (cleanup) => cleanups.unshift(cleanup);
    return await work({ io, signal, json, onEvent: narrator(io, json), atEnd });
  } catch (error) {
    // What ended before the call: the call's own errors say more.
    const stopped = signal.aborted && error instanceof Error && error.name === "AbortError" && !isRevokeError(error);
    const report = reportFailure(stopped ? new StoppedError("CANCELLED") : error, target);
    await printReport(report, json, io);
    return report.exitCode;
  } finally {
    for (const cleanup of cleanups) await cleanUp(cleanup, signal, io);
    release();
  }
}

/** Ends what the run began. The outcome is reported by then, and no failure here changes it. */
async function cleanUp(cleanup: () => Promise<void>, interrupted: AbortSignal, io: Io): Promise<void> {
  const ended = new AbortController();
  const givenUp = async (): Promise<string | undefined> => {
    if (!interrupted.aborted)
      await new Promise((resolve) => interrupted.addEventListener("abort", resolve, { once: true }));
    await pause(interruptedCloseMs, undefined, { signal: ended.signal });
    return "Gave up waiting for the access token to be revoked; it expires within the hour.";
  };
  const problem = await Promise.race([
    cleanup().then(
      () => undefined,
      (error: unknown) => String(error),
    ),
    givenUp().catch(() => undefined),
  ]);
  ended.abort();
  if (problem !== undefined) await write(io.stderr, `Warning: ${problem}\n`);
}

function narrator(io: Io, json: boolean): OnEvent {
  return (event) => {
    if (event.type === "warning") void write(io.stderr, `Warning: ${event.message}\n`);
    if (event.type !== "wait" || json) return;
    const seconds = (event.waitMs / 1000).toFixed(event.waitMs < 10_000 ? 1 : 0);
    void write(io.stderr, `Waiting ${seconds} s before the next attempt: ${event.because}.\n`);
  };
}
