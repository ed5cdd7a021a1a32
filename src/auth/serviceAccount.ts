/** OAuth 2.0 client credentials with a service account: one access token for all calls, renewed before it expires. */

import { InvalidParameterError, RevokeError, TokenError } from "../errors.js";
import { onAbort } from "../internal/abort.js";
import { checkKeys } from "../internal/checkKeys.js";
import { describe } from "../internal/text.js";
import type { Auth, AuthContext, AuthRequest, Rejection, Replay } from "./auth.js";
import { parseChallenges } from "./challenge.js";
import { requestToken, revokeToken, type ServiceAccountCredentials, secretsOf, type Token } from "./grant.js";

/** The token of one origin, and the grant that will bring the next. */
interface TokenState {
  token: LiveToken | undefined;
  grant: Grant | undefined;
  /** Every token that may still live: a rejected one may be good for another target, and is to be revoked too. */
  readonly issued: Set<LiveToken>;
  /** When a 401 last led to a grant, on the clock of `performance.now()`. */
  refetchedAt: number;
}

interface LiveToken extends Token {
  readonly renewAt: number;
  readonly expiresAt: number;
}

/** A token that is on its way, and how many wait for it. */
interface Grant {
  readonly token: Promise<LiveToken>;
  readonly giveUp: (reason: unknown) => void;
  waiting: number;
}

/** A token is renewed this long before it expires, or after half of a life shorter than twice that. */
const earlyMs = 60_000;
/**
 * A 401 may mean the role and not the token. Refetching for each would use up the account's 50 grants a minute and 100
 * live tokens, so a token that a 401 brought is not replaced for the next 401 within this time.
 */
const refetchPauseMs = 60_000;

/**
 * Authenticates with a service account over OAuth 2.0 client credentials (RFC 6749 §4.4). One grant serves any number of
 * callers; its token is renewed a minute before it ends, replaced once after a 401, and revoked by `client.close()`.
 *
 * ```ts
 * const client = createClient({ api: "atlas", auth: serviceAccount({ clientId, clientSecret }) });
 * await client.deleteOrgServiceAccountSecret({ orgId, clientId, secretId });
 * await client.close();
 * ```
 *
 * @param credentials Client id and secret value, sent as they are: no `_` is encoded.
 * @throws InvalidParameterError when the pair has no form that can be sent.
 */
export function serviceAccount(credentials: ServiceAccountCredentials): Auth {
  const pair = checkCredentials(credentials);
  const states = new Map<string, TokenState>();

  const stateOf = (origin: string): TokenState => {
    const known = states.get(origin);
    if (known !== undefined) return known;
    const refetchedAt = Number.NEGATIVE_INFINITY;
    const state: TokenState = { token: undefined, grant: undefined, issued: new Set(), refetchedAt };
    states.set(origin, state);
    return state;
  };

  const redact = (text: string): string => {
    const tokens = [...states.values()].flatMap(({ issued }) => [...issued].map(({ value }) => value));
    return [...secretsOf(pair), ...tokens.flatMap(formsOf)].reduce(
      (clean, secret) => clean.replaceAll(secret, "[redacted]"),
      text,
    );
  };

  const fetchToken = async (state: TokenState, context: AuthContext, signal: AbortSignal): Promise<LiveToken> => {
    // From before the request: the server's clock started no earlier.
    const started = performance.now();
    let ok = false;
    try {
      const granted = await requestToken(pair, context, signal, redact);
      const { lifetimeMs } = granted;
      const renewAt = started + Math.max(lifetimeMs - earlyMs, lifetimeMs / 2);
      const token = { ...granted, renewAt, expiresAt: started + lifetimeMs };
      for (const old of state.issued) if (old.expiresAt < started) state.issued.delete(old);
      state.issued.add(token);
      state.token = token;
      ok = true;
      return token;
    } finally {
      context.granted(ok, performance.now() - started);
    }
  };

  /** One grant for all callers: it ends when it is done, late, or left by the last who waited for it. */
  const startGrant = (state: TokenState, context: AuthContext): Grant => {
    const { timeoutMs } = context;
    const controller = new AbortController();
    const giveUp = (reason: unknown): void => {
      // A grant that was given up may end after its successor has begun.
      if (state.grant === grant) state.grant = undefined;
      controller.abort(reason);
    };
    const late = `The token endpoint did not respond within ${timeoutMs} ms.`;
    const timer = setTimeout(() => giveUp(new TokenError({ summary: late, outcome: "not-sent" })), timeoutMs);
    const givenUp = new Promise<never>((_, reject) => {
      onAbort(controller.signal, () => reject(controller.signal.reason));
    });
    // Work that ignores its signal does not hold up its callers.
    const token = Promise.race([fetchToken(state, context, controller.signal), givenUp]).finally(() => {
      clearTimeout(timer);
      if (state.grant === grant) state.grant = undefined;
    });
    // Callers hear of a failure when they join; if all have left, nobody is there to hear of it.
    token.catch(() => undefined);
    const grant: Grant = { token, giveUp, waiting: 0 };
    return grant;
  };

  const join = (grant: Grant, signal: AbortSignal): Promise<LiveToken> =>
    new Promise((resolve, reject) => {
      grant.waiting += 1;
      const leave = (): void => {
        grant.waiting -= 1;
        if (grant.waiting === 0) grant.giveUp(signal.reason);
        reject(signal.reason);
      };
      if (signal.aborted) return leave();
      grant.token.finally(onAbort(signal, leave)).then(resolve, reject);
    });

  const bearer = async (context: AuthContext): Promise<string> => {
    const state = stateOf(context.origin);
    if (state.token !== undefined && performance.now() < state.token.renewAt) return `Bearer ${state.token.value}`;
    state.grant ??= startGrant(state, context);
    const token = await join(state.grant, context.signal);
    return `Bearer ${token.value}`;
  };

  return {
    scheme: "service-account",
    identity: { clientId: pair.clientId },
    redact,

    authorize: (_request: AuthRequest, context: AuthContext): Promise<string> => bearer(context),

    async rejected(_request: AuthRequest, rejection: Rejection, context: AuthContext): Promise<Replay | undefined> {
      if (rejection.replays > 0) return undefined;
      const state = stateOf(context.origin);
      // Another call may have brought a new token since this request left.
      if (`Bearer ${state.token?.value}` === rejection.authorization) {
        const now = performance.now();
        if (now < state.refetchedAt + refetchPauseMs && !saysInvalidToken(rejection.headers)) return undefined;
        state.refetchedAt = now;
        state.token = undefined;
      }
      return { authorization: await bearer(context) };
    },

    async close(context: AuthContext): Promise<void> {
      const state = stateOf(context.origin);
      if (state.grant !== undefined) await join(state.grant, context.signal).catch(ignoreFailedGrant);
      state.token = undefined;
      const failures: unknown[] = [];
      for (const token of [...state.issued]) {
        try {
          await revokeToken(pair, token.value, context, redact);
          state.issued.delete(token);
        } catch (error) {
          failures.push(error); // The other tokens are to be revoked all the same.
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** A token as it leaves: in a header, and in the form that revokes it, which a server may quote in either encoding. */
function formsOf(token: string): readonly string[] {
  return [token, encodeURIComponent(token), new URLSearchParams([["", token]]).toString().slice(1)];
}

/** RFC 6750 §3.1: the token itself is expired, revoked or malformed, and a new one may help. */
function saysInvalidToken(headers: Headers): boolean {
  const { challenges } = parseChallenges(headers.get("www-authenticate") ?? "");
  return challenges.some(
    ({ scheme, parameters }) => scheme === "bearer" && parameters.get("error") === "invalid_token",
  );
}

/** A grant that failed left no token behind, and its callers have its error. */
function ignoreFailedGrant(error: unknown): void {
  if (!(error instanceof RevokeError)) throw error;
}

function checkCredentials(credentials: ServiceAccountCredentials): ServiceAccountCredentials {
  const given = checkKeys(credentials, ["clientId", "clientSecret"], "serviceAccount", "clientId and clientSecret");
  const { clientId, clientSecret } = given;
  if (typeof clientId !== "string" || clientId === "" || /[\p{Cc}\p{Cs}]|mdb_sa_sk_/u.test(clientId)) {
    throw new InvalidParameterError("clientId", "the service account's client id, mdb_sa_id_…", describe(clientId));
  }
  if (typeof clientSecret !== "string" || clientSecret === "" || /[\p{Cc}\p{Cs}]/u.test(clientSecret)) {
    const expected = "the secret's value, a non-empty string without control characters";
    throw new InvalidParameterError("clientSecret", expected, describe(clientSecret));
  }
  return given;
}
