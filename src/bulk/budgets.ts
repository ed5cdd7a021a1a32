/** The budgets of one client: one per scope, shared by every bulk run of the client, and one for its access tokens. */
import { RateLimitError } from "../apiErrors.js";
import type { RevokeClient } from "../client.js";
import { type RevokeError, TokenError } from "../errors.js";
import type { Revocation } from "../revoke.js";
import { type BucketFacts, type Budget, createBudget, type News, type Pass } from "./budget.js";

/** How long a scope may let nothing through before its targets are given up, in milliseconds. */
export const patienceMs: number = 15 * 60_000;
/** Beyond this many scopes, those that limit nothing now are forgotten. */
const scopesKept = 1024;

/** A request's share of its scope's budget. */
export interface Share {
  /** Reports the answer, and wakes whoever waits for the budget. */
  answered(result: Revocation | RevokeError): void;
}

/** The shared budgets of one client. */
export interface Budgets {
  /** Milliseconds until a request of the scope may leave; 0 for now, Infinity for "after an answer under way". */
  waitMs(scope: string): number;
  /** Whether the scope has let nothing through for longer than anyone should wait. */
  givenUp(scope: string): boolean;
  take(scope: string): Share;
  /** Calls back after each answer; returns the way to stop that. */
  subscribe(wake: () => void): () => void;
}

const known: WeakMap<RevokeClient, Budgets> = new WeakMap();

/** The budgets of a client, the same for each of its runs. */
export function budgetsOf(client: RevokeClient): Budgets {
  const budgets = known.get(client) ?? createBudgets();
  known.set(client, budgets);
  return budgets;
}

/** Budgets that know nothing yet. `now` is any steady clock in milliseconds. */
export function createBudgets(now: () => number = () => performance.now()): Budgets {
  const scopes = new Map<string, Budget>();
  const wakers = new Set<() => void>();
  const tokens = createBudget();

  function budgetFor(scope: string): Budget {
    const budget = scopes.get(scope) ?? createBudget();
    // Last used, last forgotten.
    scopes.delete(scope);
    scopes.set(scope, budget);
    if (scopes.size > scopesKept) forgetOne();
    return budget;
  }

  function forgetOne(): void {
    for (const [scope, budget] of scopes) {
      if (budget.idle(now())) {
        scopes.delete(scope);
        return;
      }
    }
  }

  return {
    waitMs: (scope) => Math.max(tokens.waitMs(now()), budgetFor(scope).waitMs(now())),
    givenUp(scope) {
      const time = now();
      return [tokens, budgetFor(scope)].some(
        ({ closedSince }) => closedSince !== undefined && time - closedSince > patienceMs,
      );
    },
    take(scope) {
      const budget = budgetFor(scope);
      const passes: [Budget, Pass][] = [budget, tokens].map((each) => [each, each.take(now())]);
      return {
        answered(result) {
          const { forScope, forTokens } = readNews(result);
          for (const [each, pass] of passes) each.answered(pass, each === tokens ? forTokens : forScope, now());
          for (const wake of [...wakers]) wake();
        },
      };
    },
    subscribe(wake) {
      wakers.add(wake);
      return () => wakers.delete(wake);
    },
  };
}

const nothing: News = { kind: "nothing" };
const admitted: News = { kind: "admitted", remaining: undefined, limit: undefined };

function readNews(result: Revocation | RevokeError): { readonly forScope: News; readonly forTokens: News } {
  if (!(result instanceof Error)) {
    return { forScope: { ...admitted, ...result.rateLimit }, forTokens: admitted };
  }
  if (result instanceof TokenError) {
    const limited: News = { kind: "limited", retryAfterMs: result.retryAfterMs, bucket: undefined };
    return { forScope: nothing, forTokens: result.status === 429 ? limited : nothing };
  }
  if (result instanceof RateLimitError) {
    const { retryAfterMs } = result;
    return { forScope: { kind: "limited", retryAfterMs, bucket: bucketIn(result) }, forTokens: admitted };
  }
  // Any other answer of the API was let through by its limiter.
  return "status" in result ? { forScope: admitted, forTokens: admitted } : { forScope: nothing, forTokens: nothing };
}

/** `parameters: [path, retryAfterSeconds, capacity, refill, refillSeconds]` of RATE_LIMITED_TOKEN_BUCKET. */
function bucketIn({ errorCode, parameters }: RateLimitError): BucketFacts | undefined {
  if (errorCode !== "RATE_LIMITED_TOKEN_BUCKET" || parameters === undefined) return undefined;
  const [capacity, refill, seconds] = parameters.slice(2, 5).map(Number);
  if (capacity === undefined || refill === undefined || seconds === undefined) return undefined;
  if (!(capacity >= 1 && refill > 0 && seconds > 0 && seconds <= 86_400)) return undefined;
  return Number.isFinite(capacity) && Number.isFinite(refill)
    ? { capacity, perMs: refill / (seconds * 1000) }
    : undefined;
}
