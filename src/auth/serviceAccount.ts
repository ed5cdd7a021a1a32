/** OAuth 2.0 client credentials with a service account: one access token for all calls, renewed before it expires. */
import { InvalidParameterError, RevokeError } from "../errors.js";
import { describe } from "../text.js";
import type { Auth, AuthContext, AuthRequest, Rejection, Replay } from "./auth.js";
import { requestToken, revokeToken, type ServiceAccountCredentials, type Token } from "./grant.js";
import { type SharedWork, shareWork } from "./sharedWork.js";

/** The token of one origin, and the grant that will bring the next. */
interface TokenState {
  token: (Token & { readonly renewAt: number }) | undefined;
  grant: SharedWork<Token> | undefined;
}

/** A token is renewed this long before it expires, or after half of a life shorter than twice that. */
const earlyMs = 60_000;

/**
 * Authenticates with a service account: one grant serves any number of callers.
 *
 * @throws InvalidParameterError when the pair has no form that can be sent.
 */
export function serviceAccount(credentials: ServiceAccountCredentials): Auth {
  const pair = checkCredentials(credentials);
  const states = new Map<string, TokenState>();

  const stateOf = (origin: string): TokenState => {
    const known = states.get(origin);
    if (known !== undefined) return known;
    const state: TokenState = { token: undefined, grant: undefined };
    states.set(origin, state);
    return state;
  };

  const redact = (text: string): string => {
    let clean = text.replaceAll(pair.clientSecret, "[redacted]");
    for (const { token } of states.values()) if (token) clean = clean.replaceAll(token.value, "[redacted]");
    return clean;
  };

  const grant = (state: TokenState, context: AuthContext): SharedWork<Token> => {
    const work: SharedWork<Token> = shareWork(
      async (signal) => {
        const started = performance.now();
        let ok = false;
        try {
          const token = await requestToken(pair, context, signal, redact);
          const lifetime = token.lifetimeMs ?? Number.POSITIVE_INFINITY;
          // From before the request: the server's clock started no earlier.
          state.token = { ...token, renewAt: started + Math.max(lifetime - earlyMs, lifetime / 2) };
          ok = true;
          return token;
        } finally {
          context.granted(ok, performance.now() - started);
        }
      },
      () => {
        // A grant that was given up may end after its successor has begun.
        if (state.grant === work) state.grant = undefined;
      },
    );
    return work;
  };

  const bearer = async (context: AuthContext): Promise<string> => {
    const state = stateOf(context.origin);
    if (state.token !== undefined && performance.now() < state.token.renewAt) return `Bearer ${state.token.value}`;
    state.grant ??= grant(state, context);
    const token = await state.grant.join(context.signal);
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
      if (`Bearer ${state.token?.value}` === rejection.authorization) state.token = undefined;
      return { authorization: await bearer(context) };
    },

    async close(context: AuthContext): Promise<void> {
      const state = stateOf(context.origin);
      if (state.grant !== undefined) await state.grant.join(context.signal).catch(ignoreFailedGrant);
      const { token } = state;
      state.token = undefined;
      if (token !== undefined) await revokeToken(pair, token.value, context, redact);
    },
  };
}

/** A grant that failed left no token behind, and its callers have its error. */
function ignoreFailedGrant(error: unknown): void {
  if (!(error instanceof RevokeError)) throw error;
}

function checkCredentials(credentials: ServiceAccountCredentials): ServiceAccountCredentials {
  if (typeof credentials !== "object" || credentials === null) {
    throw new InvalidParameterError(
      "serviceAccount",
      "an object with clientId and clientSecret",
      describe(credentials),
    );
  }
  const { clientId, clientSecret } = credentials;
  if (typeof clientId !== "string" || clientId === "" || /[\p{Cc}\p{Cs}]|mdb_sa_sk_/u.test(clientId)) {
    throw new InvalidParameterError("clientId", "the service account's client id, mdb_sa_id_…", describe(clientId));
  }
  if (typeof clientSecret !== "string" || clientSecret === "" || /[\p{Cc}\p{Cs}]/u.test(clientSecret)) {
    const expected = "the secret's value, a non-empty string without control characters";
    throw new InvalidParameterError("clientSecret", expected, describe(clientSecret));
  }
  return { clientId, clientSecret };
}
