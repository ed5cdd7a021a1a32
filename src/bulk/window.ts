/** The targets that were read and could not go yet: a bounded look-ahead, oldest first. */
import type { Budgets } from "./budgets.js";
import type { Job } from "./job.js";

/** What the window has to offer. */
export type Next<T> =
  | { readonly kind: "go"; readonly job: Job<T> }
  | { readonly kind: "give up"; readonly job: Job<T> }
  /** Nothing may go for so long; Infinity: not before an answer under way has come, or the window is empty. */
  | { readonly kind: "wait"; readonly waitMs: number };

/** A window of jobs. */
export interface Window<T> {
  readonly size: number;
  add(job: Job<T>): void;
  /** Puts a job that was sent back where it was. */
  putBack(job: Job<T>): void;
  /** Takes out the oldest job whose scope lets it go. */
  next(): Next<T>;
  /** Takes out everything. */
  clear(): Job<T>[];
}

/** An empty window. */
export function createWindow<T>(budgets: Budgets): Window<T> {
  let jobs: Job<T>[] = [];

  const takeAt = (at: number): Job<T>[] => jobs.splice(at, 1);

  return {
    get size() {
      return jobs.length;
    },
    add(job) {
      jobs.push(job);
    },
    putBack(job) {
      const at = jobs.findIndex(({ index }) => index > job.index);
      jobs.splice(at < 0 ? jobs.length : at, 0, job);
    },
    next() {
      const waits = new Map<string, number>();
      for (const [at, job] of jobs.entries()) {
        const { scope } = job.checked;
        if (waits.has(scope)) continue;
        if (budgets.givenUp(scope)) for (const taken of takeAt(at)) return { kind: "give up", job: taken };
        const waitMs = budgets.waitMs(scope);
        if (waitMs <= 0) for (const taken of takeAt(at)) return { kind: "go", job: taken };
        waits.set(scope, waitMs);
      }
      return { kind: "wait", waitMs: Math.min(Number.POSITIVE_INFINITY, ...waits.values()) };
    },
    clear() {
      const all = jobs;
      jobs = [];
      return all;
    },
  };
}
