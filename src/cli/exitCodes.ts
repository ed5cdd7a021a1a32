/** The program's exit codes: one per thing that can be known about the credential. */
import type { ErrorOutcome } from "../errors.js";

/** How a run can end. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** Exit codes with their meanings, as the table in `--help`. */
export type ExitCodeTable = readonly (readonly [code: ExitCode, meaning: string])[];

/** The codes of a revocation. */
export const exitCodeTable: ExitCodeTable = [
  [0, "done: deleted, unassigned, or already gone; with --dry-run: the request was printed"],
  [1, "refused: the server said no, and nothing was revoked"],
  [2, "not sent: wrong usage, no confirmation, no access token, no connection, or nothing to revoke"],
  [3, "unknown: it may or may not be gone; check before you rely on it"],
  [130, "interrupted (SIGINT, SIGTERM): the message says what is known"],
];

/** The same codes for many targets. */
export const batchExitCodeTable: ExitCodeTable = [
  [0, "all done: deleted, unassigned, or already gone; with --dry-run: the plan was printed"],
  [1, "some were refused or not sent; the others are gone"],
  [2, "nothing was sent: wrong usage, a bad line, no confirmation, no access token, or no connection"],
  [3, "some are unknown: they may or may not be gone; run again with --resume"],
  [130, "interrupted (SIGINT, SIGTERM): calls under way were finished; go on with --resume"],
];

/** The codes of `find` and `verify`, which only read. */
export const lookExitCodeTable: ExitCodeTable = [
  [0, "find: found; verify: gone, everything that was asked for"],
  [1, "find: nothing matches; verify: at least one is still there"],
  [2, "wrong usage, or no credentials; nothing was read"],
  [3, "at least one list could not be read; this beats 1"],
];

/** The code of an error, by what is known about the credential. */
export const exitCodeOf: Readonly<Record<ErrorOutcome, ExitCode>> = { refused: 1, "not-sent": 2, unknown: 3 };
