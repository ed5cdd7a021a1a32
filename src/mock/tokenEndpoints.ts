// The two OAuth endpoints: the client credentials grant (RFC 6749 section 4.4) and revocation (RFC 7009).

import { base64 } from "./digest.js";
import type { CloudRules } from "./options.js";
import { take } from "./rateLimit.js";
import { fromExample } from "./refusals.js";
import { type HeaderLines, json, type MockResponse, serviceHeaders } from "./response.js";
import type { Incoming } from "./route.js";
import type { Account, Secret, World } from "./state.js";

const tokenLifeSeconds = 3600;
const liveTokens = 100;

// RFC 6749 section 5.1: a token must not end up in a cache.
const noStore: HeaderLines = [...serviceHeaders.atlas, ["Cache-Control", "no-store"], ["Pragma", "no-cache"]];

/** An OAuth error: its `error` is a string, unlike the API's. */
function oauthError(status: number, error: string, description: string, headers: HeaderLines = []): MockResponse {
  return json(status, { error, error_description: description }, [...noStore, ...headers]);
}

function invalidClient(description: string): MockResponse {
  return oauthError(401, "invalid_client", description, [["WWW-Authenticate", 'Basic realm="MMS Public API"']]);
}

/** The endpoint refuses: the service account holds as many live tokens as it may. */
export function tokenLimit(): MockResponse {
  return oauthError(403, "access_denied", `The client already holds ${liveTokens} live access tokens.`);
}

/** The endpoint's 429: the one error there that has the API's shape, with a number in `error`. */
export function grantsRateLimited(retryAfterSeconds: number): MockResponse {
  return json(429, fromExample("cloudManagerRateLimited"), [
    ...serviceHeaders.atlas,
    ["Retry-After", String(retryAfterSeconds)],
  ]);
}

/** The service account that holds a live token. */
export function holderOf({ tokens }: World, token: string, now: number): string | undefined {
  const entry = tokens.get(token);
  return entry !== undefined && entry.expiresAt > now ? entry.clientId : undefined;
}

function decodeBasic(header: string): readonly string[] | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1];
  try {
    const bytes = Uint8Array.from(atob(encoded ?? "?"), (character) => character.charCodeAt(0));
    return /^([^:]*):(.*)$/s.exec(new TextDecoder().decode(bytes))?.slice(1);
  } catch {
    return undefined; // It is not base64.
  }
}

/** The account and the secret behind a Basic header. */
function authenticateClient(
  incoming: Incoming,
  world: World,
  now: number,
): { readonly account: Account; readonly secret: Secret } | MockResponse {
  const pair = decodeBasic(incoming.header("authorization") ?? "");
  if (pair === undefined) return invalidClient("Client authentication with HTTP Basic is required.");
  // The pair is taken as it is sent: RFC 6749's form-encoding of it (`mdb%5Fsa%5Fid%5F…`) is refused, as on the real service.
  const [clientId = "", value] = pair;
  const account = world.accounts.get(clientId);
  const secret = [...(account?.secrets.values() ?? [])].find((held) => held.value === value && held.expiresAt > now);
  if (account === undefined || secret === undefined) return invalidClient("The client id or secret is not valid.");
  return { account, secret };
}

function grant(form: URLSearchParams, account: Account, world: World, now: number): MockResponse {
  const type = form.get("grant_type");
  if (type === null) return oauthError(400, "invalid_request", "Parameter grant_type is missing.");
  if (type !== "client_credentials") {
    return oauthError(400, "unsupported_grant_type", "Only grant_type=client_credentials is served.");
  }
  let live = 0;
  for (const [token, { clientId, expiresAt }] of world.tokens) {
    if (expiresAt <= now) world.tokens.delete(token);
    else if (clientId === account.clientId) live += 1;
  }
  if (live >= liveTokens) return tokenLimit();
  const token = `mock_access_token_${base64(33).replaceAll("+", "-").replaceAll("/", "_")}`;
  world.tokens.set(token, { clientId: account.clientId, expiresAt: now + tokenLifeSeconds * 1000 });
  return json(200, { access_token: token, expires_in: tokenLifeSeconds, token_type: "Bearer" }, noStore);
}

function revoke(form: URLSearchParams, account: Account, world: World, now: number): MockResponse {
  const token = form.get("token");
  if (token === null || token === "") return oauthError(400, "invalid_request", "Parameter token is missing.");
  // RFC 7009 section 2.1: a token of another client is refused.
  if ((holderOf(world, token, now) ?? account.clientId) !== account.clientId) {
    return oauthError(400, "unauthorized_client", "The token was issued to another client.");
  }
  world.tokens.delete(token);
  // RFC 7009 section 2.2: 200 for an unknown token as well, since the client's aim is reached.
  return { status: 200, headers: noStore };
}

/** `POST /api/oauth/token` and `POST /api/oauth/revoke`. */
export function answerToken(
  kind: "grant" | "revoke",
  incoming: Incoming,
  body: string,
  world: World,
  rules: CloudRules,
): MockResponse {
  const now = rules.clock();
  if (!rules.auth) return oauthError(404, "not_found", "Authentication is switched off.");
  const type = (incoming.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    return oauthError(400, "invalid_request", "The body must be application/x-www-form-urlencoded.");
  }
  const form = new URLSearchParams(body);
  const twice = [...form.keys()].find((name, at, names) => names.indexOf(name) !== at);
  if (twice !== undefined) return oauthError(400, "invalid_request", `Parameter ${twice} stands twice.`);
  const client = authenticateClient(incoming, world, now);
  if ("status" in client) return client;
  const { account, secret } = client;
  if (kind === "revoke") return revoke(form, account, world, now);
  const bucket = rules.limits.grants;
  const taken = bucket && take(world.levels, `grant ${account.clientId}`, bucket, now);
  if (taken?.retryAfterSeconds !== undefined) return grantsRateLimited(taken.retryAfterSeconds);
  const response = grant(form, account, world, now);
  if (response.status === 200) secret.lastUsedAt = now;
  return response;
}
