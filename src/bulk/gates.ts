/** The gates of one client: one for each scope, shared by its bulk runs, and one for its access tokens. */
import { RateLimitError } from "../apiErrors.js";
import type { RevokeClient } from "../client.js";
import { type RevokeError, TokenError } from "../errors.js";
import type { Revocation } from "../revoke.js";
import { createGate, type Feedback, type Gate } from "./gate.js";

/** The gates of one client. */
export interface Gates {
  /** Milliseconds until a request of the scope may leave; 0 for now. */
  waitMs(scope: string): number;
  /** For how long the scope has let nothing through, in milliseconds. */
  closedMs(scope: string): number;
  /** Lets a request through; the function that it returns takes what the call ended with. */
  enter(scope: string): (ended: Revocation | RevokeError) => void;
}

const known: WeakMap<RevokeClient, Gates> = new WeakMap();

/** The gates of a client, the same for each of its runs. */
export function gatesOf(client: RevokeClient): Gates {
  const gates = known.get(client) ?? createGates();
  known.set(client, gates);
  return gates;
}

function createGates(): Gates {
  const now = (): number => performance.now();
  const scopes = new Map<string, Gate>();
  const tokens = createGate();
  function gatesFor(scope: string): readonly [Gate, Gate] {
    const gate = scopes.get(scope) ?? createGate();
    scopes.set(scope, gate);
    return [gate, tokens];
  }
  return {
    waitMs: (scope) => Math.max(...gatesFor(scope).map((gate) => gate.waitMs(now()))),
    closedMs: (scope) => Math.max(...gatesFor(scope).map(({ closedSince = now() }) => now() - closedSince)),
    enter(scope) {
      const [leave, leaveTokens] = gatesFor(scope).map((gate) => gate.enter(now()));
      return (ended) => {
        const ofTokens = ended instanceof TokenError;
        leave?.(ofTokens ? undefined : feedbackOf(ended), now());
        leaveTokens?.(ofTokens ? feedbackOf(ended) : { remaining: undefined }, now());
      };
    },
  };
}

/** Whether a call ended with a rate limit, and its target is to be sent again. */
export function wasLimited(ended: Revocation | RevokeError): ended is RateLimitError | TokenError {
  return ended instanceof RateLimitError || (ended instanceof TokenError && ended.status === 429);
}

function feedbackOf(ended: Revocation | RevokeError): Feedback {
  if (wasLimited(ended)) return { retryAfterMs: ended.retryAfterMs, refillMs: refillIn(ended) };
  if (!("status" in ended)) return undefined;
  return { remaining: "rateLimit" in ended ? ended.rateLimit?.remaining : undefined };
}

/** Milliseconds for one request, by `parameters: [path, retryAfterSeconds, capacity, refill, refillSeconds]`. */
function refillIn(error: RateLimitError | TokenError): number | undefined {
  if (!(error instanceof RateLimitError) || error.errorCode !== "RATE_LIMITED_TOKEN_BUCKET") return undefined;
  const [refill = 0, seconds = 0] = (error.parameters ?? []).slice(3, 5).map(Number);
  const refillMs = (seconds * 1000) / refill;
  return refill > 0 && refillMs > 0 && refillMs <= 60_000 ? refillMs : undefined;
}
