// The server's half of HTTP Digest, strict: every field is checked, and a nonce count serves once. It shares no code with
// any contestant.
import { createHash, randomBytes } from "node:crypto";
import { privateKey, publicKey, realm } from "./credentials.js";

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
const ha1 = md5(`${publicKey}:${realm}:${privateKey}`);

/** Answers for a server whose nonces serve `uses` requests each. */
export interface DigestCheck {
  /** A `WWW-Authenticate` value in MongoDB's recorded form. */
  challenge(stale: boolean): string;
  /** A nonce without an end, for the contestant whose answers are computed before the clock starts. */
  endlessNonce(): string;
  verify(method: string, uri: string, authorization: string): "ok" | "stale" | "wrong";
}

/** Starts with no nonce given out. */
export function createDigestCheck(uses: number): DigestCheck {
  const nonces = new Map<string, { readonly uses: number; readonly seen: Set<number> }>();
  const issue = (limit: number): string => {
    const nonce = randomBytes(24).toString("base64");
    nonces.set(nonce, { uses: limit, seen: new Set() });
    return nonce;
  };
  return {
    challenge: (stale) =>
      `Digest realm="${realm}", domain="", nonce="${issue(uses)}", algorithm=MD5, qop="auth", stale=${stale}`,
    endlessNonce: () => issue(Number.MAX_SAFE_INTEGER),
    verify(method, uri, authorization) {
      const fields = readFields(authorization);
      const nonce = fields.get("nonce") ?? "";
      const nc = fields.get("nc") ?? "";
      const known = nonces.get(nonce);
      if (known === undefined) return "stale";
      const expected = md5(`${ha1}:${nonce}:${nc}:${fields.get("cnonce")}:auth:${md5(`${method}:${uri}`)}`);
      const right =
        fields.get("username") === publicKey &&
        fields.get("realm") === realm &&
        fields.get("uri") === uri &&
        fields.get("qop") === "auth" &&
        /^[\da-f]{8}$/.test(nc) &&
        fields.get("response") === expected;
      if (!right) return "wrong";
      // RFC 7616 §3.4: nc is hexadecimal, whatever the client meant.
      const count = Number.parseInt(nc, 16);
      if (count > known.uses) return "stale";
      if (known.seen.has(count)) return "wrong";
      known.seen.add(count);
      return "ok";
    },
  };
}

function readFields(authorization: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = "", quoted, plain] of authorization.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)) {
    fields.set(name, quoted ?? plain ?? "");
  }
  return fields;
}

/** The `Authorization` values of one client that knows the nonce already. */
export function readyAnswers(nonce: string, method: string, uris: readonly string[]): string[] {
  const cnonce = randomBytes(16).toString("hex");
  return uris.map((uri, index) => {
    const nc = (index + 1).toString(16).padStart(8, "0");
    const response = md5(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
    return `Digest username="${publicKey}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, qop=auth, nc=${nc}, cnonce="${cnonce}"`;
  });
}
