// Access tokens of service accounts: issued, counted, expired, revoked.
import { base64 } from "./random.js";

/** All live access tokens of one server. */
export interface Tokens {
  /** A new token, or undefined when the service account already holds `limit` live ones. */
  issue(clientId: string, now: number, lifeSeconds: number, limit: number): string | undefined;
  /** The service account that holds a live token. */
  holder(token: string, now: number): string | undefined;
  revoke(token: string): void;
  /** How many live tokens a service account holds. */
  count(clientId: string, now: number): number;
}

/** Creates an issuer without tokens. */
export function createTokens(): Tokens {
  const live = new Map<string, { readonly clientId: string; readonly expiresAt: number }>();
  const byClient = new Map<string, Set<string>>();

  function revoke(token: string): void {
    const entry = live.get(token);
    if (entry === undefined) return;
    live.delete(token);
    byClient.get(entry.clientId)?.delete(token);
  }

  function count(clientId: string, now: number): number {
    const held = byClient.get(clientId);
    if (held === undefined) return 0;
    for (const token of held) if ((live.get(token)?.expiresAt ?? 0) <= now) revoke(token);
    return held.size;
  }

  return {
    revoke,
    count,
    issue(clientId, now, lifeSeconds, limit) {
      if (count(clientId, now) >= limit) return undefined;
      const token = `mock_access_token_${base64(33).replaceAll("+", "-").replaceAll("/", "_")}`;
      live.set(token, { clientId, expiresAt: now + lifeSeconds * 1000 });
      const held = byClient.get(clientId) ?? new Set();
      held.add(token);
      byClient.set(clientId, held);
      return token;
    },
    holder(token, now) {
      const entry = live.get(token);
      if (entry === undefined) return undefined;
      if (entry.expiresAt > now) return entry.clientId;
      revoke(token);
      return undefined;
    },
  };
}
