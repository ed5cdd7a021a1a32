/** The two calls of OAuth 2.0 client credentials: ask for a token (RFC 6749 §4.4) and revoke it (RFC 7009). */

import { TokenError } from "../errors.js";
import { own, parseJson } from "../internal/json.js";
import { retryAfterMs } from "../internal/retryAfter.js";
import { cleanText, type Redact } from "../internal/text.js";
import type { AuthContext, TokenResponse } from "./auth.js";

/** A token as it was issued. */
export interface Token {
  readonly value: string;
  /** Milliseconds that it lives. */
  readonly lifetimeMs: number;
}

/** A service account's credential pair. */
export interface ServiceAccountCredentials {
  /** `mdb_sa_id_` and 24 hexadecimal digits. */
  readonly clientId: string;
  /** The secret's value, `mdb_sa_sk_…`. */
  readonly clientSecret: string;
}

/** What the token endpoint's error says, in either of its two shapes. */
interface Refusal {
  readonly error: string | undefined;
  readonly description: string | undefined;
}

/** Asks for a token. Throws `TokenError` for every response without a usable token. */
export async function requestToken(
  credentials: ServiceAccountCredentials,
  context: AuthContext,
  signal: AbortSignal,
  redact: Redact,
): Promise<Token> {
  const response = await context.post(
    { endpoint: "grant", authorization: basic(credentials), form: { grant_type: "client_credentials" } },
    signal,
  );
  if (response.status !== 200) throw grantRefused(response, redact);
  const body: object = Object(parseJson(response.text ?? ""));
  const value = own(body, "access_token");
  const type = own(body, "token_type");
  // RFC 6750 §2.1: b64token. Anything else can't stand in a header.
  if (typeof value !== "string" || !/^[\w.~+/-]+=*$/.test(value)) {
    throw tokenError("The token endpoint's response holds no usable access_token.", response, undefined);
  }
  if (typeof type !== "string" || type.toLowerCase() !== "bearer") {
    throw tokenError("The token endpoint's response is of another token_type than Bearer.", response, undefined);
  }
  return { value, lifetimeMs: lifetimeMs(own(body, "expires_in")) };
}

/** A lifetime in seconds, which some servers write as a string; an hour, which is what MongoDB's tokens live, if it is unusable. */
function lifetimeMs(expiresIn: unknown): number {
  const seconds = typeof expiresIn === "string" && /^\d{1,9}$/.test(expiresIn) ? Number(expiresIn) : expiresIn;
  return typeof seconds === "number" && seconds > 0 && Number.isFinite(seconds) ? seconds * 1000 : 3_600_000;
}

/** Revokes a token, so that it can't be used for the rest of its hour. */
export async function revokeToken(
  credentials: ServiceAccountCredentials,
  token: string,
  context: AuthContext,
  redact: Redact,
): Promise<void> {
  const response = await context.post(
    { endpoint: "revoke", authorization: basic(credentials), form: { token, token_type_hint: "access_token" } },
    context.signal,
  );
  if (response.status === 200) return;
  const { error, description } = readRefusal(response, redact);
  const why = [error, description].filter(Boolean).join(": ");
  throw tokenError(
    `The access token could not be revoked (HTTP ${response.status}${why === "" ? "" : `, ${why}`}).`,
    response,
    error,
  );
}

function grantRefused(response: TokenResponse, redact: Redact): TokenError {
  const { error, description } = readRefusal(response, redact);
  const said = [error, description].filter(Boolean).join(": ").replace(/\.$/, "");
  const summary = `No access token: HTTP ${response.status}${said === "" ? "" : `, ${said}`}.`;
  return tokenError(summary, response, error, nextStep(response.status, error));
}

function nextStep(status: number, error: string | undefined): string {
  if (error === "IP_ADDRESS_NOT_ON_ACCESS_LIST") {
    return "Add this machine's public address to the access list of the service account.";
  }
  if (status === 429) return "Too many token requests (50 a minute for an address and client); wait, then try again.";
  if (status === 403) {
    return "A service account holds at most 100 live tokens; revoke some, close clients when done, or wait until they expire within the hour. Also check its access list.";
  }
  if (status === 401 || error === "invalid_client") {
    return "Check the client id and the secret's value: it may be expired, deleted or of another account.";
  }
  if (status >= 500) return "The token endpoint failed; try again.";
  return "Check that the base URL is that of MongoDB Cloud.";
}

/** OAuth's `{ error: string, error_description }` (RFC 6749 §5.2) or the API's `{ error: number, errorCode, detail }`. */
function readRefusal(response: TokenResponse, redact: Redact): Refusal {
  const body: object = Object(parseJson(response.text ?? ""));
  const text = (name: string): string | undefined => {
    const value = own(body, name);
    return typeof value === "string" ? cleanText(value, redact) : undefined;
  };
  return { error: text("error") ?? text("errorCode"), description: text("error_description") ?? text("detail") };
}

function tokenError(
  summary: string,
  { status, headers }: TokenResponse,
  error: string | undefined,
  next?: string,
): TokenError {
  const retryAfter = retryAfterMs(headers.get("retry-after"), Date.now());
  return new TokenError({ outcome: "not-sent", summary, status, error, nextStep: next, retryAfterMs: retryAfter });
}

/** The secret in each form in which it leaves, longest first: an error may quote any of them. */
export function secretsOf({ clientId, clientSecret }: ServiceAccountCredentials): readonly string[] {
  return [pairInBase64({ clientId, clientSecret }), encodeURIComponent(clientSecret), clientSecret];
}

function basic(credentials: ServiceAccountCredentials): string {
  return `Basic ${pairInBase64(credentials)}`;
}

/**
 * RFC 6749 §2.3.1 encodes both parts; MongoDB rejects an encoded `_`. encodeURIComponent leaves `_` alone and encodes
 * what a standard server would otherwise misread (`%`, `+`, `:`, `&`), so that both are content.
 */
function pairInBase64({ clientId, clientSecret }: ServiceAccountCredentials): string {
  return btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`);
}
