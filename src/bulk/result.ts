/** What becomes of each target, and of all of them so far. */
import type { RevokeError } from "../errors.js";
import type { SuccessOutcome } from "../outcome.js";
import type { Revocation } from "../revoke.js";
import type { Target } from "./target.js";

/** Facts that every result carries. */
export interface BulkResultBase<T> {
  /** The very object that the source gave. */
  readonly target: T;
  /** Its place in the source, from 0. */
  readonly index: number;
  /** DELETEs tried, those answered with 429 included; a challenge and its replay are one attempt. */
  readonly attempts: number;
  /** HTTP requests sent, challenges and grants included. */
  readonly requests: number;
}

/**
 * What became of one target.
 *
 * - `deleted`, `unassigned`, `already-gone`: the server confirmed it; `revocation` is its word.
 * - `refused`: the server answered and did not revoke; `error` says why.
 * - `unknown`: the server may or may not have revoked; revoke it again, or look.
 * - `not-sent`: no DELETE left for it: its ids are wrong, the run was stopped before its turn, or no connection was made.
 */
export type BulkResult<T = Target> = BulkResultBase<T> &
  (
    | { readonly outcome: SuccessOutcome; readonly revocation: Revocation }
    | { readonly outcome: "refused"; readonly error: RevokeError }
    | { readonly outcome: "unknown"; readonly error: RevokeError }
    | { readonly outcome: "not-sent"; readonly error: RevokeError }
  );

/** How far a run has come. */
export interface BulkProgress {
  /** Targets taken from the source. */
  readonly read: number;
  /** Targets whose calls are under way. */
  readonly inFlight: number;
  /** Targets that were read and wait for their scope's rate limit. */
  readonly waiting: number;
  /** Milliseconds until the next of them may go, when nothing else can be done until then. */
  readonly pausedMs: number | undefined;
  /** Results with the outcome `deleted` so far; the next five likewise. */
  readonly deleted: number;
  /** Results with the outcome `unassigned`. */
  readonly unassigned: number;
  /** Results with the outcome `already-gone`. */
  readonly alreadyGone: number;
  /** Results with the outcome `refused`. */
  readonly refused: number;
  /** Results with the outcome `unknown`: these are to be looked at. */
  readonly unknown: number;
  /** Results with the outcome `not-sent`. */
  readonly notSent: number;
  /** Answers with status 429 so far; their targets were sent again. */
  readonly rateLimited: number;
}

const fields = {
  deleted: "deleted",
  unassigned: "unassigned",
  "already-gone": "alreadyGone",
  refused: "refused",
  unknown: "unknown",
  "not-sent": "notSent",
} as const;

/** Results by their outcome. */
export type Tally = Record<(typeof fields)[keyof typeof fields], number>;

/** A tally at the start. */
export function newTally(): Tally {
  return { deleted: 0, unassigned: 0, alreadyGone: 0, refused: 0, unknown: 0, notSent: 0 };
}

/** Counts one result. */
export function count(tally: Tally, outcome: BulkResult["outcome"]): void {
  tally[fields[outcome]] += 1;
}
