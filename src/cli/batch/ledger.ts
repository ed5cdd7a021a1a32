/** What is known about each target of a batch, from this run and from earlier ones: one byte each. */
import type { BulkResult } from "../../bulk/result.js";

const states = [
  "untouched",
  "started",
  "deleted",
  "unassigned",
  "already-gone",
  "refused",
  "unknown",
  "not-sent",
] as const;

/** What is known about a target: nothing, that a request may have left for it, or how it ended last. */
export type TargetState = (typeof states)[number];

/** The book of a batch. */
export interface BatchLedger {
  readonly size: number;
  state(place: number): TargetState;
  /** A request may leave for the target from now on. */
  start(place: number): void;
  /** Notes an outcome. `final` ones are not tried again. */
  end(place: number, outcome: BulkResult["outcome"], final: boolean, reason: string | undefined): void;
  /** Whether another run has something to do for it. */
  isLeft(place: number): boolean;
  /** Whether an earlier run may have sent it without hearing the answer. */
  mayBeGone(place: number): boolean;
  /** Targets by what is known now. */
  counts(): Readonly<Record<TargetState, number>>;
  /** Refusals by reason, the most frequent first. */
  reasons(): readonly (readonly [reason: string, count: number])[];
}

/** Reasons that are told apart: the server's codes are an open set. */
const reasonsAtMost = 200;

/** A book in which nothing is known. */
export function createLedger(size: number): BatchLedger {
  const known = new Uint8Array(size);
  const final = new Uint8Array(size);
  const reasonAt = new Uint8Array(size);
  const reasonNames: string[] = [];
  const state = (place: number): TargetState => states[known[place] ?? 0] ?? "untouched";

  function reasonIndex(reason: string): number {
    const known = reasonNames.indexOf(reason);
    if (known >= 0) return known;
    const name = reasonNames.length < reasonsAtMost ? reason : "another reason";
    if (reasonNames.at(-1) !== name) reasonNames.push(name);
    return reasonNames.length - 1;
  }

  return {
    size,
    state,
    start(place) {
      known[place] = states.indexOf("started");
    },
    end(place, outcome, isFinal, reason) {
      known[place] = states.indexOf(outcome);
      final[place] = isFinal ? 1 : 0;
      if (outcome === "refused") reasonAt[place] = reasonIndex(reason ?? "no reason");
    },
    isLeft: (place) => final[place] === 0,
    mayBeGone: (place) => final[place] === 0 && (state(place) === "started" || state(place) === "unknown"),
    counts() {
      const counts = {
        untouched: 0,
        started: 0,
        deleted: 0,
        unassigned: 0,
        "already-gone": 0,
        refused: 0,
        unknown: 0,
        "not-sent": 0,
      };
      for (let place = 0; place < size; place += 1) counts[state(place)] += 1;
      return counts;
    },
    reasons() {
      const counts = new Map<string, number>();
      for (let place = 0; place < size; place += 1) {
        if (state(place) !== "refused") continue;
        const name = reasonNames[reasonAt[place] ?? 0] ?? "";
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return [...counts].sort(([, a], [, b]) => b - a);
    },
  };
}
