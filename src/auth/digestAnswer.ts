/** The arithmetic of HTTP Digest: from a challenge and a request to the value of `Authorization` (RFC 7616 §3.4). */
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import type { Challenge } from "./challenge.js";

/** A challenge that can be answered, with the user's part of the hash. */
export interface Session {
  readonly hash: Hash;
  readonly user: string;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  /** As the server wrote it; absent means MD5 (RFC 7616 §3.3). */
  readonly algorithm: string | undefined;
  /** False for a challenge without qop, as in RFC 2069: neither nc nor cnonce may be sent then. */
  readonly qop: boolean;
  readonly userhash: boolean;
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

type Hash = (bytes: Uint8Array) => Uint8Array;

const encoder = new TextEncoder();

const hashes: ReadonlyMap<string, Hash> = new Map([
  ["md5", md5],
  ["sha-256", sha256],
]);

/**
 * What a challenge starts, or why it can't be answered.
 *
 * @param cnonce The client's own nonce, ASCII without quotes.
 */
export function startSession(
  { parameters }: Challenge,
  { publicKey, privateKey }: DigestPair,
  cnonce: string,
): Session | { readonly problem: string } {
  const algorithm = parameters.get("algorithm");
  const hash = hashes.get((algorithm ?? "md5").toLowerCase());
  if (hash === undefined) {
    return { problem: `the challenge asks for algorithm ${JSON.stringify(algorithm)}; MD5 and SHA-256 are known` };
  }
  const realm = parameters.get("realm");
  if (realm === undefined) return { problem: "the challenge has no realm" };
  const nonce = parameters.get("nonce");
  if (nonce === undefined || nonce === "") return { problem: "the challenge has no nonce" };
  const qop = parameters.get("qop");
  if (qop !== undefined && !/(^|,)\s*auth\s*(,|$)/i.test(qop)) {
    return { problem: `the challenge asks for qop ${JSON.stringify(qop)}; only "auth" is known` };
  }
  const userhash = parameters.get("userhash")?.toLowerCase() === "true";
  const userAndRealm = concatBytes(encoder.encode(`${publicKey}:`), latin1(realm));
  return {
    hash,
    user: userhash ? hex(hash, userAndRealm) : publicKey,
    realm,
    nonce,
    opaque: parameters.get("opaque"),
    algorithm,
    qop: qop !== undefined,
    userhash,
    cnonce,
    ha1: hex(hash, concatBytes(userAndRealm, encoder.encode(`:${privateKey}`))),
  };
}

/**
 * The value of `Authorization` for one request.
 *
 * @param uri Path and query, as they stand in the request line.
 * @param count How often the nonce has been used, this request included: it rises by one with each request.
 */
export function digestAnswer(session: Session, method: string, uri: string, count: number): string {
  const { hash, user, realm, nonce, cnonce, opaque, algorithm, ha1 } = session;
  const nc = count.toString(16).padStart(8, "0");
  const ha2 = hex(hash, latin1(`${method}:${uri}`));
  const middle = session.qop ? `${nonce}:${nc}:${cnonce}:auth` : nonce;
  const fields = [
    `username=${quote(user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${hex(hash, latin1(`${ha1}:${middle}:${ha2}`))}"`,
  ];
  if (algorithm !== undefined) fields.push(`algorithm=${algorithm}`);
  if (opaque !== undefined) fields.push(`opaque=${quote(opaque)}`);
  if (session.qop) fields.push("qop=auth", `nc=${nc}`, `cnonce="${cnonce}"`);
  if (session.userhash) fields.push("userhash=true");
  return `Digest ${fields.join(", ")}`;
}

/** A quoted string (RFC 9110 §5.6.4). */
export function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

function hex(hash: Hash, bytes: Uint8Array): string {
  return bytesToHex(hash(bytes));
}

/** Header text as the bytes it had on the wire: `fetch` reads and writes headers as Latin-1. */
function latin1(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  // For ASCII, nearly always, the two are the same.
  return bytes.length === text.length ? bytes : Uint8Array.from(text, (character) => character.charCodeAt(0));
}
