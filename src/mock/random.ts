// Random ids, nonces and tokens, from the platform's generator (Node and browsers alike).

/** Fills an array with random bytes. */
export type RandomBytes = (length: number) => Uint8Array;

/** The platform's cryptographic generator. */
export const platformBytes: RandomBytes = (length) => globalThis.crypto.getRandomValues(new Uint8Array(length));

/** `bytes` random bytes as lower-case hexadecimal digits. */
export function hexadecimal(bytes: number, random: RandomBytes = platformBytes): string {
  let text = "";
  for (const byte of random(bytes)) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** `bytes` random bytes in base64. */
export function base64(bytes: number, random: RandomBytes = platformBytes): string {
  return btoa(String.fromCharCode(...random(bytes)));
}
