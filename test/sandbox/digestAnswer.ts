// Digest answers computed with node:crypto, so that neither the client nor the verifier judges itself.
import { createHash } from "node:crypto";

/** A digest answer with any of its parts replaced. */
export interface DigestParts {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  readonly nc?: string;
  readonly cnonce?: string;
  readonly realm?: string;
  readonly qop?: string;
  readonly algorithm?: "MD5" | "SHA-256";
}

/** An `Authorization: Digest` value after RFC 7616 section 3.4. */
export function digestHeader(parts: DigestParts): string {
  const { username, password, method, uri, nonce, algorithm = "MD5" } = parts;
  const { nc = "00000001", cnonce = "0a4f113b", realm = "MMS Public API", qop = "auth" } = parts;
  const hash = (text: string): string =>
    createHash(algorithm === "MD5" ? "md5" : "sha256")
      .update(text)
      .digest("hex");
  const response = hash(
    `${hash(`${username}:${realm}:${password}`)}:${nonce}:${nc}:${cnonce}:${qop}:${hash(`${method}:${uri}`)}`,
  );
  return `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=${algorithm}, qop=${qop}, nc=${nc}, cnonce="${cnonce}", response="${response}"`;
}

/** The directives of a challenge in `WWW-Authenticate`. */
export function challengeOf(answer: { readonly headers: Headers }): Readonly<Record<string, string>> {
  const header = answer.headers.get("www-authenticate") ?? "";
  return Object.fromEntries([...header.matchAll(/(\w+)="?([^",]*)"?/g)].map((match) => [match[1], match[2]]));
}
