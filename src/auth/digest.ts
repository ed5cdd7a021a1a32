/** HTTP Digest (RFC 7616) with MD5 and SHA-256: one challenge serves many requests, each with its own nonce count. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { operationTable } from "../../generated/client.js";
import { InvalidParameterError } from "../errors.js";
import { checkKeys } from "../internal/checkKeys.js";
import { checkId } from "../internal/ids.js";
import { describe } from "../internal/text.js";
import type { Auth, AuthContext, AuthRequest, Rejection, Replay } from "./auth.js";
import { parseChallenges } from "./challenge.js";
import { digestAuthorization, isUsableNonce, nonceField, type Session, startSession } from "./digestAuthorization.js";

/** A programmatic API key. */
export interface DigestCredentials {
  /** The key's public part: the user name. */
  readonly publicKey: string;
  /** The key's private part: the password. */
  readonly privateKey: string;
  /** The key's id (24 hexadecimal digits), if you know it: a call that targets this very key then carries a warning. */
  readonly apiKeyId?: string | undefined;
}

/** A session with the count of its nonce. */
interface CountedSession extends Session {
  readonly uses: { count: number };
}

const anyHash = /[\da-f]{32,}/gi;
const maxReplays = 3;
const maxNonces = 256;

/**
 * Authenticates with an API key over HTTP Digest (RFC 7616), with MD5 or SHA-256. The private key never leaves: what is
 * sent is a hash of it. One nonce serves many calls, so n calls cost n + 1 requests.
 *
 * ```ts
 * const auth = digest({ publicKey, privateKey, apiKeyId });
 * ```
 *
 * @param credentials The key's two parts, and its id if you know it.
 * @throws InvalidParameterError when a key has no form that a digest can carry.
 */
export function digest(credentials: DigestCredentials): Auth {
  const pair = checkCredentials(credentials);
  const sessions = new Map<string, CountedSession>();
  /** How often each nonce was used: it may come back, and a server takes each count once (RFC 7616 §3.3). */
  const usesOf = new Map<string, { count: number }>();

  const counted = (session: Session, origin: string): CountedSession => {
    const key = `${origin} ${session.nonce}`;
    const uses = usesOf.get(key) ?? { count: 0 };
    usesOf.delete(key);
    usesOf.set(key, uses);
    for (const oldest of usesOf.keys()) {
      if (usesOf.size <= maxNonces) break;
      usesOf.delete(oldest);
    }
    return { ...session, uses };
  };

  const headerFor = (session: CountedSession, { method, url }: AuthRequest, origin: string): string => {
    session.uses.count += 1;
    return digestAuthorization(session, method, url.slice(origin.length), session.uses.count);
  };

  return {
    scheme: "digest",
    identity: { apiKeyId: pair.apiKeyId },
    // The key itself, and anything that may be a digest made with it.
    redact: (text) => text.replaceAll(pair.privateKey, "[redacted]").replace(anyHash, "[redacted]"),

    authorize(request: AuthRequest, { origin }: AuthContext): string | undefined {
      const session = sessions.get(origin);
      return session === undefined ? undefined : headerFor(session, request, origin);
    },

    rejected(request: AuthRequest, rejection: Rejection, { origin }: AuthContext): Replay | undefined {
      const value = rejection.headers.get("www-authenticate");
      const before = rejection.authorization;
      // A 401 without a challenge for a request that was authorized comes from the API itself.
      if (value === null) return before === undefined ? { problem: "the server sent no WWW-Authenticate" } : undefined;
      const chosen = chooseChallenge(value, pair);
      if ("problem" in chosen) return chosen;
      // The first 401 may mean any retired nonce; a later one means the key, unless the server says that the nonce was stale.
      if (rejection.replays > 0 && !chosen.stale) return undefined;
      if (rejection.replays >= maxReplays) return { problem: "the server calls each of its own nonces stale" };
      const session = counted(chosen.session, origin);
      // This very response's nonce is used for the replay: parallel calls may have worn out a shared one meanwhile.
      const shared = sessions.get(origin);
      if (shared === undefined || before?.includes(nonceField(shared))) sessions.set(origin, session);
      return { authorization: headerFor(session, request, origin) };
    },

    accepted(headers: Headers, { origin }: AuthContext): void {
      const session = sessions.get(origin);
      const info = headers.get("authentication-info");
      if (session === undefined || info === null) return;
      const [parsed] = parseChallenges(`info ${info}`).challenges;
      const nonce = parsed?.parameters.get("nextnonce");
      if (nonce !== undefined && isUsableNonce(nonce)) sessions.set(origin, counted({ ...session, nonce }, origin));
    },
  };
}

/** The first Digest challenge that this implementation can meet (RFC 7616 §3.7), or why there is none. */
function chooseChallenge(
  value: string,
  pair: DigestCredentials,
): { readonly session: Session; readonly stale: boolean } | { readonly problem: string } {
  const { challenges, problem } = parseChallenges(value);
  const digests = challenges.filter((challenge) => challenge.scheme === "digest");
  const reasons = new Set<string>();
  for (const challenge of digests) {
    const session = startSession(challenge, pair, bytesToHex(crypto.getRandomValues(new Uint8Array(16))));
    const stale = challenge.parameters.get("stale")?.toLowerCase() === "true";
    if (!("problem" in session)) return { session, stale };
    reasons.add(session.problem);
  }
  if (problem !== undefined) reasons.add(`the challenge is malformed: ${problem}`);
  if (digests.length === 0 && problem === undefined) {
    const offered = [...new Set(challenges.map((challenge) => challenge.scheme))].join(", ") || "nothing";
    reasons.add(`the server offers ${offered}, not Digest, and no key is sent in another way`);
  }
  return { problem: [...reasons].join("; ") };
}

const credentialNames: readonly string[] = [
  "publicKey",
  "privateKey",
  "apiKeyId",
] satisfies (keyof DigestCredentials)[];

function checkCredentials(credentials: DigestCredentials): DigestCredentials {
  const given = checkKeys(credentials, credentialNames, "digest", "publicKey and privateKey");
  const { publicKey, privateKey, apiKeyId } = given;
  // A colon would end the user name inside the hash (RFC 7616 §3.4.2).
  if (typeof publicKey !== "string" || !/^[\x21-\x39\x3b-\x7e]+$/.test(publicKey)) {
    throw new InvalidParameterError("publicKey", "printable ASCII without spaces or colons", describe(publicKey));
  }
  if (typeof privateKey !== "string" || privateKey === "" || /[\p{Cc}\p{Cs}]/u.test(privateKey)) {
    const expected = "a non-empty string without control characters";
    throw new InvalidParameterError("privateKey", expected, describe(privateKey));
  }
  for (const parameter of operationTable.unassignGroupApiKey.pathParameters) {
    if (parameter.name === "apiKeyId" && apiKeyId !== undefined) checkId(parameter, apiKeyId);
  }
  return given;
}
