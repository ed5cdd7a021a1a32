/**
 * The order of sending. Scopes are mixed in proportion to their sizes, so that each waits for its own rate limit while the
 * others go on; and what would take the ground from under others comes after them.
 */
import type { Plan } from "./plan.js";

/** Places of a plan, in groups: a group starts when the one before has ended. */
export type Order = readonly Uint32Array[];

/**
 * Orders what is left of a plan.
 *
 * @param ownClientId The service account that signs the requests: its own end must be the last that it asks for.
 */
export function orderOf(plan: Plan, isLeft: (place: number) => boolean, ownClientId: string | undefined): Order {
  const secrets: number[] = [];
  const accounts: number[] = [];
  const own: number[] = [];
  for (let place = 0; place < plan.size; place += 1) {
    if (!isLeft(place)) continue;
    const target = plan.at(place);
    if ("clientId" in target && target.clientId === ownClientId) own.push(place);
    // An account that has left the project can't be asked for its secrets there any more.
    else if (target.operation === "unassignGroupServiceAccount") accounts.push(place);
    else secrets.push(place);
  }
  return [secrets, accounts, own].filter((group) => group.length > 0).map((group) => mixed(plan, group));
}

/** The n-th of a scope's N targets stands at the fraction n / N of the whole. */
function mixed(plan: Plan, places: readonly number[]): Uint32Array {
  const sizes = new Map<string, number>();
  for (const place of places) sizes.set(plan.scopeOf(place), (sizes.get(plan.scopeOf(place)) ?? 0) + 1);
  const seen = new Map<string, number>();
  const fractions = new Float64Array(places.length);
  for (const [at, place] of places.entries()) {
    const scope = plan.scopeOf(place);
    const before = seen.get(scope) ?? 0;
    seen.set(scope, before + 1);
    fractions[at] = (before + 0.5) / (sizes.get(scope) ?? 1);
  }
  const turns = Uint32Array.from(places.keys()).sort((a, b) => (fractions[a] ?? 0) - (fractions[b] ?? 0) || a - b);
  return turns.map((at) => places[at] ?? 0);
}
