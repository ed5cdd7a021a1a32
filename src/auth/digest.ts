/** HTTP Digest (RFC 7616) with MD5 and SHA-256: one challenge serves many requests, each with its own nonce count. */
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { InvalidParameterError } from "../errors.js";
import { describe } from "../text.js";
import type { Auth, AuthContext, AuthRequest, Rejection, Replay } from "./auth.js";
import { type Challenge, parseChallenges } from "./challenge.js";

/** A programmatic API key. */
export interface DigestCredentials {
  /** The key's public part: the user name. */
  readonly publicKey: string;
  /** The key's private part: the password. */
  readonly privateKey: string;
  /** The key's id (24 hexadecimal digits), if you know it: a call that targets this very key then carries a warning. */
  readonly apiKeyId?: string | undefined;
}

/** What stands in a usable challenge. */
interface Session {
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
  /** Requests sent with this nonce. */
  count: number;
}

type Hash = (bytes: Uint8Array) => Uint8Array;

const hashes: Readonly<Record<string, Hash>> = { md5, "sha-256": sha256 };
const anyHash = /\b(?:[\da-f]{32}|[\da-f]{64})\b/gi;
const maxReplays = 3;
const maxCount = 0xffffffff;

/**
 * Authenticates with an API key over HTTP Digest.
 *
 * @throws InvalidParameterError when a key has no form that a digest can carry.
 */
export function digest(credentials: DigestCredentials): Auth {
  const { publicKey, privateKey } = checkCredentials(credentials);
  const sessions = new Map<string, Session>();

  const answer = (session: Session, request: AuthRequest, origin: string): string => {
    session.count += 1;
    return authorization(session, publicKey, origin, request);
  };

  return {
    scheme: "digest",
    identity: { apiKeyId: credentials.apiKeyId },
    // The key itself, and anything that may be a digest made with it.
    redact: (text) => text.replaceAll(privateKey, "[redacted]").replace(anyHash, "[redacted]"),

    authorize(request: AuthRequest, { origin }: AuthContext): string | undefined {
      const session = sessions.get(origin);
      if (session === undefined) return undefined;
      if (session.count < maxCount) return answer(session, request, origin);
      sessions.delete(origin);
      return undefined;
    },

    rejected(request: AuthRequest, rejection: Rejection, { origin }: AuthContext): Replay | undefined {
      const value = rejection.headers.get("www-authenticate");
      const before = rejection.authorization;
      // A 401 without a challenge for a request that was authorized comes from the API itself.
      if (value === null) return before === undefined ? { problem: "the server sent no WWW-Authenticate" } : undefined;
      const chosen = chooseChallenge(value);
      if ("problem" in chosen) return chosen;
      // The first 401 may mean any retired nonce; a later one means the key, unless the server says that the nonce was stale.
      const stale = chosen.parameters.get("stale")?.toLowerCase() === "true";
      if (rejection.replays > 0 && (!stale || rejection.replays >= maxReplays)) return undefined;
      const session = startSession(chosen, publicKey, privateKey);
      // This very answer's nonce is used for the replay: parallel calls may have worn out a shared one meanwhile.
      const shared = sessions.get(origin);
      if (shared === undefined || before?.includes(`nonce=${quote(shared.nonce)}`)) sessions.set(origin, session);
      return { authorization: answer(session, request, origin) };
    },

    accepted(headers: Headers, { origin }: AuthContext): void {
      const session = sessions.get(origin);
      const info = headers.get("authentication-info");
      if (session === undefined || info === null) return;
      const [parsed] = parseChallenges(`info ${info}`).challenges;
      const nonce = parsed?.parameters.get("nextnonce");
      if (nonce !== undefined && nonce !== "") sessions.set(origin, { ...session, nonce, count: 0 });
    },
  };
}

/** The first Digest challenge that this implementation can answer (RFC 7616 §3.7), or why there is none. */
function chooseChallenge(value: string): Challenge | { readonly problem: string } {
  const { challenges, problem } = parseChallenges(value);
  const digests = challenges.filter((challenge) => challenge.scheme === "digest");
  const reasons = new Set<string>();
  for (const challenge of digests) {
    const reason = whyUnusable(challenge);
    if (reason === undefined) return challenge;
    reasons.add(reason);
  }
  if (problem !== undefined) reasons.add(`the challenge is malformed: ${problem}`);
  if (digests.length === 0 && problem === undefined) {
    const offered = [...new Set(challenges.map((challenge) => challenge.scheme))].join(", ") || "nothing";
    reasons.add(`the server offers ${offered}, not Digest, and no key is sent in another way`);
  }
  return { problem: [...reasons].join("; ") };
}

function whyUnusable({ parameters }: Challenge): string | undefined {
  const algorithm = parameters.get("algorithm");
  if (algorithm !== undefined && !Object.hasOwn(hashes, algorithm.toLowerCase())) {
    return `the challenge asks for algorithm ${JSON.stringify(algorithm)}; MD5 and SHA-256 are known`;
  }
  if (parameters.get("realm") === undefined) return "the challenge has no realm";
  if (!parameters.get("nonce")) return "the challenge has no nonce";
  const qop = parameters.get("qop");
  if (qop !== undefined && !qopList(qop).includes("auth")) {
    return `the challenge asks for qop ${JSON.stringify(qop)}; only "auth" is known`;
  }
  return undefined;
}

function startSession(challenge: Challenge, publicKey: string, privateKey: string): Session {
  const { parameters } = challenge;
  const realm = parameters.get("realm") ?? "";
  const algorithm = parameters.get("algorithm");
  return {
    realm,
    nonce: parameters.get("nonce") ?? "",
    opaque: parameters.get("opaque"),
    algorithm,
    qop: parameters.has("qop"),
    userhash: parameters.get("userhash")?.toLowerCase() === "true",
    cnonce: bytesToHex(crypto.getRandomValues(new Uint8Array(16))),
    ha1: hex(algorithm, concatBytes(utf8ToBytes(`${publicKey}:`), latin1(realm), utf8ToBytes(`:${privateKey}`))),
    count: 0,
  };
}

/** The header's value, RFC 7616 §3.4. */
function authorization(session: Session, publicKey: string, origin: string, { method, url }: AuthRequest): string {
  const { algorithm, nonce, cnonce, realm, opaque, ha1 } = session;
  const uri = url.slice(origin.length);
  const nc = session.count.toString(16).padStart(8, "0");
  const ha2 = hex(algorithm, latin1(`${method}:${uri}`));
  const middle = session.qop ? `${nonce}:${nc}:${cnonce}:auth` : nonce;
  const user = session.userhash ? hex(algorithm, concatBytes(utf8ToBytes(`${publicKey}:`), latin1(realm))) : publicKey;
  const fields = [
    `username=${quote(user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${hex(algorithm, latin1(`${ha1}:${middle}:${ha2}`))}"`,
  ];
  if (algorithm !== undefined) fields.push(`algorithm=${algorithm}`);
  if (opaque !== undefined) fields.push(`opaque=${quote(opaque)}`);
  if (session.qop) fields.push("qop=auth", `nc=${nc}`, `cnonce="${cnonce}"`);
  if (session.userhash) fields.push("userhash=true");
  return `Digest ${fields.join(", ")}`;
}

function hex(algorithm: string | undefined, bytes: Uint8Array): string {
  const hash = hashes[(algorithm ?? "md5").toLowerCase()];
  if (hash === undefined) throw new TypeError("a session is only started for an algorithm that is known");
  return bytesToHex(hash(bytes));
}

function qopList(qop: string): readonly string[] {
  return qop.split(",").map((option) => option.trim().toLowerCase());
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Header text as the bytes it had on the wire: `fetch` reads and writes headers as Latin-1. */
function latin1(text: string): Uint8Array {
  const bytes = utf8ToBytes(text);
  // For ASCII, nearly always, the two are the same.
  return bytes.length === text.length ? bytes : Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function checkCredentials(credentials: DigestCredentials): DigestCredentials {
  if (typeof credentials !== "object" || credentials === null) {
    throw new InvalidParameterError("digest", "an object with publicKey and privateKey", describe(credentials));
  }
  const { publicKey, privateKey, apiKeyId } = credentials;
  // A colon would end the user name inside the hash (RFC 7616 §3.4.2).
  if (typeof publicKey !== "string" || !/^[\x21-\x39\x3b-\x7e]+$/.test(publicKey)) {
    throw new InvalidParameterError("publicKey", "printable ASCII without spaces or colons", describe(publicKey));
  }
  if (typeof privateKey !== "string" || privateKey === "" || /\p{Cc}/u.test(privateKey)) {
    throw new InvalidParameterError(
      "privateKey",
      "a non-empty string without control characters",
      describe(privateKey),
    );
  }
  return { publicKey, privateKey, apiKeyId };
}
