// The server's half of HTTP Digest (RFC 7616), with the manners of Jetty, whose challenge has MongoDB's very form.
// It shares no code with the client: a verifier that did would agree with the client's mistakes.
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { base64 } from "./random.js";

/** The digest algorithms that a server can offer. MongoDB's offers MD5. */
export type DigestAlgorithm = "MD5" | "SHA-256";

/** Per algorithm, the hash of a text's UTF-8 bytes in lower-case hexadecimal digits. */
export type Hashes = Readonly<Record<DigestAlgorithm, (text: string) => string>>;

/** How strict the server is, and what it offers. */
export interface DigestRules {
  readonly hashes: Hashes;
  readonly algorithms: readonly DigestAlgorithm[];
  readonly nonceLifeMs: number;
  readonly nonceUses: number;
}

/** Nonces that a server gave out and still knows. */
export interface Nonces {
  /** A new nonce: 32 base64 characters, as recorded. */
  issue(now: number, rules: Pick<DigestRules, "nonceLifeMs" | "nonceUses">): string;
  /** Whether a nonce count of this nonce can still be used. */
  state(nonce: string, count: number, now: number): "usable" | "stale" | "repeated";
  /** Notes that a nonce count was used. */
  use(nonce: string, count: number): void;
}

/** Who answered the challenge, or why the answer is refused. */
export type Verdict<Key> =
  | { readonly ok: true; readonly key: Key }
  /** `stale`: the nonce is at fault, the credential may be right (RFC 7616 section 3.3). */
  | { readonly ok: false; readonly stale: boolean };

/** What the verifier must know about one public key. */
export interface DigestKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

export const realm = "MMS Public API";

// A flood of challenges must not eat the memory; the oldest nonce becomes unknown, which a client answers by retrying.
const outstandingNonces = 65_536;

/** Creates an empty nonce store. */
export function createNonces(): Nonces {
  const known = new Map<string, { readonly expiresAt: number; readonly uses: number; seen?: Uint32Array }>();
  return {
    issue(now, rules) {
      for (const [nonce, entry] of known) {
        if (entry.expiresAt > now && known.size < outstandingNonces) break;
        known.delete(nonce);
      }
      const nonce = base64(24);
      known.set(nonce, { expiresAt: now + rules.nonceLifeMs, uses: rules.nonceUses });
      return nonce;
    },
    state(nonce, count, now) {
      const entry = known.get(nonce);
      if (entry === undefined || entry.expiresAt <= now || count > entry.uses) return "stale";
      const word = entry.seen?.[count >>> 5] ?? 0;
      return (word >>> (count & 31)) & 1 ? "repeated" : "usable";
    },
    use(nonce, count) {
      const entry = known.get(nonce);
      if (entry === undefined) return;
      entry.seen ??= new Uint32Array(Math.ceil((entry.uses + 1) / 32));
      entry.seen[count >>> 5] = (entry.seen[count >>> 5] ?? 0) | (1 << (count & 31));
    },
  };
}

/** The `WWW-Authenticate` values of one challenge, in the recorded form and order. */
export function challenges(nonce: string, stale: boolean, rules: DigestRules): string[] {
  return rules.algorithms.map(
    (algorithm) =>
      `Digest realm="${realm}", domain="", nonce="${nonce}", algorithm=${algorithm}, qop="auth", stale=${stale}`,
  );
}

const directive = /\s*([!#$%&'*+\-.^_`|~\w]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)/y;

/** The directives after `Digest`, by lower-case name; undefined when they do not parse or one stands twice. */
export function parseDirectives(text: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    directive.lastIndex = at;
    const match = directive.exec(text);
    if (match === null) return undefined;
    const name = (match[1] ?? "").toLowerCase();
    if (found.has(name)) return undefined;
    const [, , quoted, token = ""] = match;
    found.set(name, quoted === undefined ? token : quoted.includes("\\") ? quoted.replace(/\\(.)/g, "$1") : quoted);
    at = directive.lastIndex;
  }
  return found;
}

// One for all: the library's utf8ToBytes makes an encoder and a copy for each text, a tenth of a request's whole cost.
const encoder = new TextEncoder();

/** Hashes for every platform; WebCrypto has no MD5. */
export const portableHashes: Hashes = {
  MD5: (text) => bytesToHex(md5(encoder.encode(text))),
  "SHA-256": (text) => bytesToHex(sha256(encoder.encode(text))),
};

const credentialHashes: Readonly<Record<DigestAlgorithm, WeakMap<DigestKey, string>>> = {
  MD5: new WeakMap(),
  "SHA-256": new WeakMap(),
};

/** H(A1) of RFC 7616 section 3.4.2: it depends on the key alone, so it is computed once. */
function credentialHash(key: DigestKey, algorithm: DigestAlgorithm, hashes: Hashes): string {
  const known = credentialHashes[algorithm].get(key);
  if (known !== undefined) return known;
  const computed = hashes[algorithm](`${key.publicKey}:${realm}:${key.privateKey}`);
  credentialHashes[algorithm].set(key, computed);
  return computed;
}

/**
 * Verifies an `Authorization: Digest` value.
 *
 * @param credentials what follows the scheme name
 * @param request method, and request target with its query exactly as in the request line
 */
export function verifyDigest<Key extends DigestKey>(
  credentials: string,
  request: { readonly method: string; readonly target: string },
  context: {
    readonly nonces: Nonces;
    /** By their public keys. */
    readonly keys: ReadonlyMap<string, Key>;
    readonly rules: DigestRules;
    readonly now: number;
  },
): Verdict<Key> {
  const { nonces, rules, now } = context;
  const refused = { ok: false, stale: false } as const;
  const given = parseDirectives(credentials);
  if (given === undefined) return refused;
  const nonce = given.get("nonce") ?? "";
  const nc = given.get("nc") ?? "";
  const cnonce = given.get("cnonce") ?? "";
  const name = (given.get("algorithm") ?? "MD5").toUpperCase();
  const algorithm = rules.algorithms.find((offered) => offered === name);
  if (algorithm === undefined || given.get("qop") !== "auth" || cnonce === "" || !/^[0-9a-f]{8}$/i.test(nc)) {
    return refused;
  }
  const count = Number.parseInt(nc, 16);
  if (count === 0 || given.get("realm") !== realm || given.get("uri") !== request.target) return refused;
  // Jetty looks at the nonce before the credential: an old nonce says nothing about the key.
  const state = nonces.state(nonce, count, now);
  if (state === "stale") return { ok: false, stale: true };
  const key = context.keys.get(given.get("username") ?? "");
  if (key === undefined || state === "repeated") return refused;
  const hash = rules.hashes[algorithm];
  const expected = hash(
    `${credentialHash(key, algorithm, rules.hashes)}:${nonce}:${nc}:${cnonce}:auth:${hash(`${request.method}:${request.target}`)}`,
  );
  if (given.get("response") !== expected) return refused;
  nonces.use(nonce, count);
  return { ok: true, key };
}
