// The two OAuth endpoints: the client credentials grant (RFC 6749 section 4.4) and revocation (RFC 7009).
import { type Answer, jsonAnswer } from "./answer.js";
import type { AuthRules, Limits } from "./options.js";
import { addressNotAllowed, grantsRateLimited } from "./refusals.js";
import type { Incoming } from "./route.js";
import type { Account, World } from "./state.js";

type Headers = readonly (readonly [string, string])[];

/** What the two endpoints work on. */
export interface TokenContext {
  readonly world: World;
  readonly rules: AuthRules;
  readonly limits: Limits;
  readonly now: number;
}

// RFC 6749 section 5.1: a token must not end up in a cache.
const noStore: Headers = [
  ["Cache-Control", "no-store"],
  ["Pragma", "no-cache"],
];

/** An OAuth error: its `error` is a string, unlike the API's. */
function oauthError(status: number, error: string, description: string, headers: Headers = []): Answer {
  return jsonAnswer(status, { error, error_description: description }, { headers: [...noStore, ...headers] });
}

function invalidClient(description: string): Answer {
  return oauthError(401, "invalid_client", description, [["WWW-Authenticate", 'Basic realm="MMS Public API"']]);
}

function decodeBasic(header: string | undefined): readonly [string, string] | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  let pair: string;
  try {
    pair = atob(encoded);
  } catch {
    return undefined;
  }
  const colon = pair.indexOf(":");
  return colon < 0 ? undefined : [pair.slice(0, colon), pair.slice(colon + 1)];
}

/** The service account behind a Basic header, or the answer that refuses it. */
function authenticateClient(incoming: Incoming, { world, now }: TokenContext): Account | Answer {
  const pair = decodeBasic(incoming.header("authorization"));
  if (pair === undefined) return invalidClient("Client authentication with HTTP Basic is required.");
  const [clientId, value] = pair;
  // The pair is taken as it is sent: RFC 6749's form-encoding of it (`mdb%5Fsa%5Fid%5F…`) is refused, as on the real service.
  const account = world.accounts.get(clientId);
  if (account === undefined) return invalidClient("The client id or secret is not valid.");
  for (const secret of account.secrets.values()) {
    if (secret.value === value && secret.expiresAt > now) {
      if (account.accessList?.(incoming.address) === false) {
        const notAllowed = addressNotAllowed(incoming.address);
        return jsonAnswer(notAllowed.status, notAllowed.body);
      }
      return account;
    }
  }
  return invalidClient("The client id or secret is not valid.");
}

function readForm(incoming: Incoming, body: string): URLSearchParams | Answer {
  const type = (incoming.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    return oauthError(400, "invalid_request", "The body must be application/x-www-form-urlencoded.");
  }
  const form = new URLSearchParams(body);
  for (const name of form.keys()) {
    if (form.getAll(name).length > 1) return oauthError(400, "invalid_request", `Parameter ${name} stands twice.`);
  }
  return form;
}

/** `POST /api/oauth/token`. */
export function grant(incoming: Incoming, body: string, context: TokenContext): Answer {
  const { world, rules, limits, now } = context;
  const form = readForm(incoming, body);
  if (!(form instanceof URLSearchParams)) return form;
  const account = authenticateClient(incoming, context);
  if ("status" in account) return account;
  if (limits.grants !== undefined) {
    const taken = world.buckets.take(`grant ${incoming.address} ${account.clientId}`, limits.grants, now);
    if (taken.retryAfterSeconds !== undefined) {
      return jsonAnswer(429, grantsRateLimited().body, { headers: [["Retry-After", String(taken.retryAfterSeconds)]] });
    }
  }
  const type = form.get("grant_type");
  if (type === null) return oauthError(400, "invalid_request", "Parameter grant_type is missing.");
  if (type !== "client_credentials") {
    return oauthError(400, "unsupported_grant_type", "Only grant_type=client_credentials is served.");
  }
  const token = world.tokens.issue(account.clientId, now, rules.tokenLifeSeconds, rules.liveTokens);
  if (token === undefined) {
    return oauthError(403, "access_denied", `The client already holds ${rules.liveTokens} live access tokens.`);
  }
  const granted = { access_token: token, expires_in: rules.tokenLifeSeconds, token_type: "Bearer" };
  return jsonAnswer(200, granted, { headers: noStore });
}

/** `POST /api/oauth/revoke`. */
export function revoke(incoming: Incoming, body: string, context: TokenContext): Answer {
  const { world, now } = context;
  const form = readForm(incoming, body);
  if (!(form instanceof URLSearchParams)) return form;
  const account = authenticateClient(incoming, context);
  if ("status" in account) return account;
  const token = form.get("token");
  if (token === null || token === "") return oauthError(400, "invalid_request", "Parameter token is missing.");
  const holder = world.tokens.holder(token, now);
  if (holder !== undefined && holder !== account.clientId) {
    // RFC 7009 section 2.1: a token of another client is refused.
    return oauthError(400, "unauthorized_client", "The token was issued to another client.");
  }
  world.tokens.revoke(token);
  // RFC 7009 section 2.2: 200 for an unknown token as well, since the client's aim is reached.
  return { status: 200, headers: noStore };
}
