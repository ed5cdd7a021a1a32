/** The arithmetic of HTTP Digest: from a challenge and a request to the value of `Authorization` (RFC 7616 §3.4). */
import type { Challenge } from "./challenge.js";
import { type Hash, hashOf } from "./hash.js";

/** A challenge that can be met, with the user's part of the hash. */
export interface Session {
  readonly hash: Hash;
  readonly nonce: string;
  /** How each header begins: scheme, user name and realm. */
  readonly head: string;
  /** What else is the same in each header. */
  readonly tail: string;
  /** False for a challenge without qop, as in RFC 2069: neither nc nor cnonce may be sent then. */
  readonly qop: boolean;
  /** Random for each challenge; with the rising count no two requests hash the same (RFC 7616 §5.4). */
  readonly cnonce: string;
  /** Hash of `user:realm:password`. */
  readonly ha1: string;
}

/** User name and password. */
export interface DigestPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/**
 * What a challenge starts, or why it can't be met.
 *
 * @param cnonce The client's own nonce, ASCII without quotes.
 */
export function startSession(
  { parameters }: Challenge,
  { publicKey, privateKey }: DigestPair,
  cnonce: string,
): Session | { readonly problem: string } {
  const algorithm = parameters.get("algorithm");
  const hash = hashOf(algorithm ?? "MD5");
  if (hash === undefined) {
    return { problem: `the challenge asks for algorithm ${JSON.stringify(algorithm)}; MD5 and SHA-256 are known` };
  }
  const realm = parameters.get("realm");
  if (realm === undefined) return { problem: "the challenge has no realm" };
  const nonce = parameters.get("nonce");
  if (nonce === undefined || nonce === "") return { problem: "the challenge has no nonce" };
  const opaque = parameters.get("opaque");
  if (!isUsableNonce(nonce) || ![realm, opaque ?? "", algorithm ?? ""].every(fitsHeader)) {
    return { problem: "the challenge holds characters that can't stand in a header" };
  }
  const qop = parameters.get("qop");
  if (qop !== undefined && !/(^|,)\s*auth\s*(,|$)/i.test(qop)) {
    return { problem: `the challenge asks for qop ${JSON.stringify(qop)}; only "auth" is known` };
  }
  const userhash = parameters.get("userhash")?.toLowerCase() === "true";
  const user = userhash ? hash(`${publicKey}:${realm}`) : publicKey;
  // Absent means MD5 (RFC 7616 §3.3); otherwise as the server wrote it.
  const fields = algorithm === undefined ? [] : [`algorithm=${algorithm}`];
  if (opaque !== undefined) fields.push(`opaque=${quote(opaque)}`);
  if (userhash) fields.push("userhash=true");
  return {
    hash,
    nonce,
    head: `Digest username=${quote(user)}, realm=${quote(realm)}, `,
    tail: fields.map((field) => `, ${field}`).join(""),
    qop: qop !== undefined,
    cnonce,
    ha1: hash(`${publicKey}:${realm}:${utf8(privateKey)}`),
  };
}

/**
 * The value of `Authorization` for one request.
 *
 * @param uri Path and query, as they stand in the request line.
 * @param count How often the nonce has been used, this request included: it rises by one with each request.
 */
export function digestAuthorization(session: Session, method: string, uri: string, count: number): string {
  const { hash, nonce, head, tail, qop, cnonce, ha1 } = session;
  const nc = count.toString(16).padStart(8, "0");
  const ha2 = hash(`${method}:${uri}`);
  const response = hash(`${ha1}:${qop ? `${nonce}:${nc}:${cnonce}:auth` : nonce}:${ha2}`);
  const counted = qop ? `, qop=auth, nc=${nc}, cnonce="${cnonce}"` : "";
  return `${head}${nonceField(session)}, uri=${quote(uri)}, response="${response}"${tail}${counted}`;
}

/** Whether a nonce can be sent back. */
export function isUsableNonce(nonce: string): boolean {
  return nonce !== "" && fitsHeader(nonce);
}

function fitsHeader(value: string): boolean {
  return /^[\x20-\x7e\x80-\xff]*$/.test(value);
}

/** The field that says which nonce a header was made for. */
export function nonceField({ nonce }: Session): string {
  return `nonce=${quote(nonce)}`;
}

/** A quoted string (RFC 9110 §5.6.4). */
function quote(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** A text whose Latin-1 bytes are the given one's UTF-8 bytes. Header text is Latin-1 already: so `fetch` reads and writes it. */
function utf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}
