/** The two calls of OAuth 2.0 client credentials: ask for a token (RFC 6749 §4.4) and give it back (RFC 7009). */
import { own } from "../envelope.js";
import { TokenError } from "../errors.js";
import { retryAfterMs } from "../retryAfter.js";
import { cleanText, type Redact } from "../text.js";
import type { AuthContext, TokenAnswer } from "./auth.js";

/** A token as it was issued. */
export interface Token {
  readonly value: string;
  /** Milliseconds it lives, when the server told. */
  readonly lifetimeMs: number | undefined;
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

/** Asks for a token. Throws `TokenError` for every answer that is no token. */
export async function requestToken(
  credentials: ServiceAccountCredentials,
  context: AuthContext,
  signal: AbortSignal,
  redact: Redact,
): Promise<Token> {
  const answer = await context.post(
    { endpoint: "grant", authorization: basic(credentials), form: { grant_type: "client_credentials" } },
    signal,
  );
  if (answer.status !== 200) throw grantRefused(answer, redact);
  const body = readObject(answer.text);
  const value = own(body, "access_token");
  const type = own(body, "token_type");
  // RFC 6750 §2.1: b64token. Anything else can't stand in a header.
  if (typeof value !== "string" || !/^[\w.~+/-]+=*$/.test(value)) {
    throw tokenError("The token endpoint's answer holds no usable access_token.", answer, undefined);
  }
  if (typeof type !== "string" || type.toLowerCase() !== "bearer") {
    throw tokenError("The token endpoint's answer is of another token_type than Bearer.", answer, undefined);
  }
  const seconds = own(body, "expires_in");
  const lifetimeMs = typeof seconds === "number" && seconds > 0 ? seconds * 1000 : undefined;
  return { value, lifetimeMs };
}

/** Gives a token back, so that it can't be used for the rest of its hour. */
export async function revokeToken(
  credentials: ServiceAccountCredentials,
  token: string,
  context: AuthContext,
  redact: Redact,
): Promise<void> {
  const answer = await context.post(
    { endpoint: "revoke", authorization: basic(credentials), form: { token, token_type_hint: "access_token" } },
    context.signal,
  );
  if (answer.status === 200) return;
  const { error, description } = readRefusal(answer, redact);
  const why = [error, description].filter(Boolean).join(": ");
  throw tokenError(
    `The access token could not be revoked (HTTP ${answer.status}${why === "" ? "" : `, ${why}`}).`,
    answer,
    error,
  );
}

function grantRefused(answer: TokenAnswer, redact: Redact): TokenError {
  const { error, description } = readRefusal(answer, redact);
  const said = [error, description].filter(Boolean).join(": ").replace(/\.$/, "");
  const next = nextStep(answer.status, error);
  return tokenError(
    `No access token: HTTP ${answer.status}${said === "" ? "" : `, ${said}`}. ${next}`,
    answer,
    error,
    next,
  );
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
function readRefusal(answer: TokenAnswer, redact: Redact): Refusal {
  const body = readObject(answer.text);
  const text = (name: string): string | undefined => {
    const value = own(body, name);
    return typeof value === "string" ? cleanText(value, redact) : undefined;
  };
  return { error: text("error") ?? text("errorCode"), description: text("error_description") ?? text("detail") };
}

function tokenError(message: string, answer: TokenAnswer, error: string | undefined, nextStep?: string): TokenError {
  return new TokenError(message, {
    outcome: "not-sent",
    status: answer.status,
    error,
    nextStep,
    retryAfterMs: retryAfterMs(answer.headers.get("retry-after"), Date.now()),
  });
}

/** A body's JSON, as an object that can be asked for its own properties whatever it is. */
function readObject(text: string | undefined): object {
  try {
    return Object(JSON.parse(String(text)));
  } catch {
    return {}; // Not JSON: the status alone says what happened.
  }
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
