/** The program's exit codes: one per thing that can be known about the credential. */
import type { ErrorOutcome } from "../errors.js";

/** How a run can end. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** Each code with its meaning, in the order of the table in `--help`. */
export const exitCodeTable: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [0, "gone: revoked, or already gone; with --dry-run: the request was printed"],
  [1, "refused: the server said no, and nothing was revoked"],
  [2, "not sent: wrong usage, no confirmation, no access token, or no connection; nothing was revoked"],
  [3, "unknown: it may or may not be gone; check before you rely on it"],
  [130, "interrupted (SIGINT, SIGTERM): the message says what is known"],
];

/** The same codes for many targets. */
export const batchExitCodeTable: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [0, "all gone: revoked, or already gone; with --dry-run: the plan was printed"],
  [1, "some were refused or not sent; the others are gone"],
  [2, "nothing was sent: wrong usage, a bad line, no confirmation, no access token, or no connection"],
  [3, "some are unknown: they may or may not be gone; run again with --resume"],
  [130, "interrupted (SIGINT, SIGTERM): calls under way were finished; go on with --resume"],
];

/** The code of an error, by what is known about the credential. */
export const exitCodeOf: Readonly<Record<ErrorOutcome, ExitCode>> = { refused: 1, "not-sent": 2, unknown: 3 };
