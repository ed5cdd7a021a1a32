/** The hashes of HTTP Digest, from @noble/hashes on every platform: MD5 is not in WebCrypto. */
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Hash of a text's Latin-1 bytes, in lower-case hexadecimal digits; every character is at most U+00FF. */
export type Hash = (text: string) => string;

/** The hash of an `algorithm` parameter (RFC 7616 §3.3), whatever its case; `undefined` for one that is not known. */
export function hashOf(algorithm: string): Hash | undefined {
  const known = algorithm.toLowerCase();
  const hash = known === "md5" ? md5 : known === "sha-256" ? sha256 : undefined;
  return hash && ((text) => bytesToHex(hash(latin1(text))));
}

/** No `Buffer`: one would leave the key in the pool that all buffers of a process share. */
function latin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
