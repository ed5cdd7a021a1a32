// The server's half of HTTP Digest (RFC 7616), with the manners of Jetty, whose challenge has MongoDB's very form.
// It shares no code with the client: a verifier that did would agree with the client's mistakes.
import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** The realm of every challenge. */
export const realm = "MMS Public API";

/** Nonces that a server gave out and still knows, with the counts that were used. */
export type Nonces = Map<string, { readonly expiresAt: number; readonly used: Set<number> }>;

// Jetty's: a nonce lives a minute and serves 1024 requests.
const nonceLifeMs = 60_000;
const nonceUses = 1024;

/** What the verifier must know about one public key. */
export interface DigestKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The key that signed, or why the request is refused. `stale`: the nonce is at fault, the key may be right (section 3.3). */
export type Verdict<Key> = Key | { readonly stale: boolean };

// A flood of challenges must not eat the memory; the oldest nonce becomes unknown, to which a client responds by trying again.
const outstandingNonces = 65_536;

/** `bytes` random bytes in base64. */
export function base64(bytes: number): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
}

/** The recorded challenge, with a new nonce of 32 base64 characters. */
export function challenge(nonces: Nonces, now: number, stale: boolean): string {
  for (const [nonce, { expiresAt }] of nonces) {
    if (expiresAt > now && nonces.size < outstandingNonces) break;
    nonces.delete(nonce);
  }
  const nonce = base64(24);
  nonces.set(nonce, { expiresAt: now + nonceLifeMs, used: new Set() });
  return `Digest realm="${realm}", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=${stale}`;
}

const directive = /\s*([!#$%&'*+\-.^_`|~\w]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)/y;

/** The directives after `Digest`, by lower-case name; undefined when they do not parse or one stands twice. */
function parseDirectives(text: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (let at = 0; at < text.length; at = directive.lastIndex) {
    directive.lastIndex = at;
    const match = directive.exec(text);
    if (match === null) return undefined;
    const name = (match[1] ?? "").toLowerCase();
    if (found.has(name)) return undefined;
    found.set(name, match[2]?.replace(/\\(.)/g, "$1") ?? match[3] ?? "");
  }
  return found;
}

const encoder = new TextEncoder();
const hash = (text: string): string => bytesToHex(md5(encoder.encode(text)));
const keyHashes = new WeakMap<DigestKey, string>();

/** H(A1) of RFC 7616 section 3.4.2: it depends on the key alone, so it is computed once. */
function keyHash(key: DigestKey): string {
  const known = keyHashes.get(key) ?? hash(`${key.publicKey}:${realm}:${key.privateKey}`);
  keyHashes.set(key, known);
  return known;
}

/**
 * Verifies an `Authorization: Digest` value.
 *
 * @param credentials what follows the scheme name
 * @param request method, and request target with its query exactly as in the request line
 * @param keys by their public parts
 */
export function verifyDigest<Key extends DigestKey>(
  credentials: string,
  request: { readonly method: string; readonly target: string },
  keys: ReadonlyMap<string, Key>,
  nonces: Nonces,
  now: number,
): Verdict<Key> {
  const refused = { stale: false };
  const given = parseDirectives(credentials);
  if (given === undefined) return refused;
  const [nc = "", cnonce = "", nonce = ""] = [given.get("nc"), given.get("cnonce"), given.get("nonce")];
  const algorithm = (given.get("algorithm") ?? "MD5").toUpperCase();
  if (algorithm !== "MD5" || given.get("qop") !== "auth" || cnonce === "" || !/^[0-9a-f]{8}$/i.test(nc)) return refused;
  const count = Number.parseInt(nc, 16);
  if (count === 0 || given.get("realm") !== realm || given.get("uri") !== request.target) return refused;
  // Jetty looks at the nonce before the credential: an old nonce says nothing about the key.
  const known = nonces.get(nonce);
  if (known === undefined || known.expiresAt <= now || count > nonceUses) return { stale: true };
  const key = keys.get(given.get("username") ?? "");
  if (key === undefined || known.used.has(count)) return refused;
  const response = hash(`${keyHash(key)}:${nonce}:${nc}:${cnonce}:auth:${hash(`${request.method}:${request.target}`)}`);
  if (given.get("response") !== response) return refused;
  known.used.add(count);
  return key;
}
