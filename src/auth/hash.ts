/** The hashes of HTTP Digest: the runtime's own where it has them, else those of @noble/hashes (MD5 is not in WebCrypto). */
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Hash of a text's Latin-1 bytes, in lower-case hexadecimal digits; every character is at most U+00FF. */
export type Hash = (text: string) => string;

/** The hash of an `algorithm` parameter (RFC 7616 §3.3), whatever its case; `undefined` for one that is not known. */
export function hashOf(algorithm: string): Hash | undefined {
  const known = algorithm.toLowerCase();
  if (known === "md5") return fastest("md5", portable(md5));
  return known === "sha-256" ? fastest("sha256", portable(sha256)) : undefined;
}

function portable(hash: (bytes: Uint8Array) => Uint8Array): Hash {
  return (text) => bytesToHex(hash(Uint8Array.from(text, (character) => character.charCodeAt(0))));
}

/**
 * Node's own hash takes an eighth of the time of one in JavaScript; it is used if it is there and agrees with the other.
 * The text goes in as a string: a `Buffer` of it would leave the key in the pool that all buffers of a process share.
 */
function fastest(name: "md5" | "sha256", other: Hash): Hash {
  try {
    const { hash } = globalThis.process.getBuiltinModule("node:crypto");
    const own: Hash = (text) => (isAscii(text) ? hash(name, text) : other(text));
    return own(sample) === other(sample) ? own : other;
  } catch {
    return other; // A browser, a runtime without this function, or Node in FIPS mode, which has no MD5.
  }
}

/** Strings are hashed as UTF-8, which is the same only here; text that cannot be printed goes the other way, too. */
function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

const sample = "user:realm:password";
