/** The targets that are still to be sent, in the order of sending. Those of a closed gate wait, and others pass them. */
import type { Gates } from "./gates.js";
import type { CheckedTarget } from "./target.js";

/** What a queue has to offer: an item to send, or the wait for the first gate to open. */
export type Next<T> = { readonly item: T } | { readonly waitMs: number };

/** A queue of checked targets. */
export interface Queue<T> {
  /** Takes the next item whose gate is open; undefined when the phase has nothing left. */
  next(): Next<T> | undefined;
  /** Puts an item that is to be sent again in front of its scope. */
  putBack(item: T): void;
  /** Goes on to the next phase; false when there is none. */
  nextPhase(): boolean;
  /** Takes any item, whatever its gate says. */
  takeAny(): T | undefined;
}

/** Orders items into a queue. `ownClientId` is the service account that signs the requests. */
export function createQueue<T extends CheckedTarget>(
  items: readonly T[],
  gates: Gates,
  ownClientId?: string,
): Queue<T> {
  const phases = phasesOf(items, ownClientId);
  let phase: readonly T[] = [];
  let at = 0;
  /** Items by scope, oldest first; a scope without any is not in it. */
  const waiting = new Map<string, T[]>();
  const waitingOf = (scope: string): T[] => waiting.get(scope) ?? waiting.set(scope, []).get(scope) ?? [];

  function takeWaiting(scope: string, line: T[]): T | undefined {
    const item = line.shift();
    if (line.length === 0) waiting.delete(scope);
    return item;
  }

  function nextPhase(): boolean {
    const next = phases.shift();
    [phase, at] = [next ?? [], 0];
    return next !== undefined;
  }

  return {
    nextPhase,
    next() {
      let leastMs = Number.POSITIVE_INFINITY;
      for (const [scope, line] of waiting) {
        const waitMs = gates.waitMs(scope);
        const item = waitMs <= 0 ? takeWaiting(scope, line) : undefined;
        if (item !== undefined) return { item };
        leastMs = Math.min(leastMs, waitMs);
      }
      for (let item = phase[at]; item !== undefined; item = phase[at]) {
        at += 1;
        const { scope } = item;
        const waitMs = gates.waitMs(scope);
        if (waitMs <= 0) return { item };
        waitingOf(scope).push(item);
        leastMs = Math.min(leastMs, waitMs);
      }
      return waiting.size === 0 ? undefined : { waitMs: leastMs };
    },
    putBack: (item) => void waitingOf(item.scope).unshift(item),
    takeAny() {
      for (const [scope, line] of waiting) return takeWaiting(scope, line);
      while (at >= phase.length) if (!nextPhase()) return undefined;
      at += 1;
      return phase[at - 1];
    },
  };
}

/**
 * Phases: each starts when the one before has ended. An account that has left a project can't be asked for its secrets
 * there any more, and the account that signs must be the last to go.
 */
function phasesOf<T extends CheckedTarget>(items: readonly T[], ownClientId?: string): T[][] {
  const phases: [T[], T[], T[], T[]] = [[], [], [], []];
  const ownId = ownClientId?.toLowerCase();
  for (const item of items) {
    const { ids, operation } = item;
    const unassigns = operation.operationId === "unassignGroupServiceAccount";
    if (ownId !== undefined && ids.clientId?.toLowerCase() === ownId) phases[unassigns ? 3 : 2].push(item);
    else phases[unassigns ? 1 : 0].push(item);
  }
  return phases.filter((phase) => phase.length > 0).map(mixed);
}

/** The n-th of a scope's N targets stands at the fraction n / N of its phase, so that all scopes end at the same time. */
function mixed<T extends CheckedTarget>(items: readonly T[]): T[] {
  const sizes = new Map<string, number>();
  for (const { scope } of items) sizes.set(scope, (sizes.get(scope) ?? 0) + 1);
  const seen = new Map<string, number>();
  const placed = items.map((item) => {
    const { scope } = item;
    const before = seen.get(scope) ?? 0;
    seen.set(scope, before + 1);
    return { item, fraction: (before + 0.5) / (sizes.get(scope) ?? 1) };
  });
  return placed.sort((a, b) => a.fraction - b.fraction).map(({ item }) => item);
}
