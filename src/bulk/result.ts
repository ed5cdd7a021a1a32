/** How each target ended, and all of them so far. */
import type { RevokeError } from "../errors.js";
import type { Revocation } from "../revoke.js";
import type { Target } from "./target.js";

/** Facts that every result carries. */
export interface BulkResultBase<T> {
  /** The very object that the source gave. */
  readonly target: T;
  /** Its place in the source, from 0. */
  readonly index: number;
  /** DELETEs tried, those that got a 429 included; a challenge and its replay are one attempt. */
  readonly attempts: number;
  /** HTTP requests that may have left, challenges and grants included. */
  readonly requests: number;
}

/**
 * How one target ended.
 *
 * - `deleted`, `unassigned`, `already-gone`: the server confirmed it; `revocation` is the confirmation.
 * - `refused`: the server responded and did not revoke; `error` says why.
 * - `unknown`: the server may or may not have revoked; revoke it again, or look.
 * - `not-sent`: no DELETE left for it: the run was stopped before its turn, or no connection was made.
 */
export type BulkResult<T = Target> = BulkResultBase<T> & BulkOutcome;

/** How a target ended, and by what that is known. */
export type BulkOutcome =
  | { readonly outcome: "deleted" | "unassigned" | "already-gone"; readonly revocation: Revocation }
  | { readonly outcome: "refused" | "unknown" | "not-sent"; readonly error: RevokeError };

/** Results by outcome. */
export interface BulkCounts {
  readonly deleted: number;
  readonly unassigned: number;
  readonly alreadyGone: number;
  readonly refused: number;
  /** These are to be looked at. */
  readonly unknown: number;
  readonly notSent: number;
}

/** How far a run has come. */
export interface BulkProgress extends BulkCounts {
  /** Targets of the run. */
  readonly total: number;
  /** Targets whose calls are under way. */
  readonly inFlight: number;
  /** Milliseconds until the next target may go, when nothing else can be done until then. */
  readonly pausedMs: number | undefined;
  /** Responses with status 429 so far; their targets are sent again. */
  readonly rateLimited: number;
  /** What ended the run before its time. */
  readonly stopped: RevokeError | undefined;
}

/** The name under which results of an outcome are counted. */
export const countOf: Readonly<Record<BulkResult["outcome"], keyof BulkCounts>> = {
  deleted: "deleted",
  unassigned: "unassigned",
  "already-gone": "alreadyGone",
  refused: "refused",
  unknown: "unknown",
  "not-sent": "notSent",
};

/** Counts at the start. */
export function newCounts(): Record<keyof BulkCounts, number> {
  return { deleted: 0, unassigned: 0, alreadyGone: 0, refused: 0, unknown: 0, notSent: 0 };
}
