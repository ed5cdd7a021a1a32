/** HTTP Digest as RFC 7616 says, on Node's own hashes and with none of the client's code: header, verifier, server. */
import { createHash } from "node:crypto";
import { always, type Sent, type Server } from "./fetch.js";

export type Algorithm = "MD5" | "SHA-256";

/** A digest `Authorization` header with any of its parts replaced. */
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
  readonly algorithm?: Algorithm;
}

/** The realm of MongoDB's recorded challenges. */
export const recordedRealm: string = "MMS Public API";

/** The `response` directive after RFC 7616 section 3.4.1. */
export function digestResponse(parts: DigestParts): string {
  const { username, password, method, uri, nonce, algorithm = "MD5" } = parts;
  const { nc = "00000001", cnonce = "0a4f113b", realm = recordedRealm, qop = "auth" } = parts;
  const hash = (text: string): string =>
    createHash(algorithm === "MD5" ? "md5" : "sha256")
      .update(text, "utf8")
      .digest("hex");
  return hash(
    `${hash(`${username}:${realm}:${password}`)}:${nonce}:${nc}:${cnonce}:${qop}:${hash(`${method}:${uri}`)}`,
  );
}

/** An `Authorization: Digest` value. */
export function digestHeader(parts: DigestParts): string {
  const { username, uri, nonce, algorithm = "MD5" } = parts;
  const { nc = "00000001", cnonce = "0a4f113b", realm = recordedRealm, qop = "auth" } = parts;
  return `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=${algorithm}, qop=${qop}, nc=${nc}, cnonce="${cnonce}", response="${digestResponse(parts)}"`;
}

/** The directives of a challenge or of an `Authorization` header, quoted values unescaped. */
export function fieldsOf(header: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = "", quoted, token] of header.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^,\s]+))/g)) {
    fields.set(name, quoted?.replace(/\\(.)/g, "$1") ?? token ?? "");
  }
  return fields;
}

/** The directives of the challenge in a response's `WWW-Authenticate`. */
export function challengeOf(response: { readonly headers: Headers }): Readonly<Record<string, string>> {
  return Object.fromEntries(fieldsOf(response.headers.get("www-authenticate") ?? ""));
}

/** The server's side of the key. */
export interface DigestKey {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly realm?: string;
  readonly algorithm?: Algorithm;
}

/** Why an `Authorization` header does not prove the key for this very request; `undefined` when it does. */
export function complaintAbout(
  header: string,
  { method, target }: { readonly method: string; readonly target: string },
  { publicKey, privateKey, realm = recordedRealm, algorithm = "MD5" }: DigestKey,
): string | undefined {
  const fields = fieldsOf(header);
  const get = (name: string): string => fields.get(name) ?? "";
  const wanted = { username: publicKey, realm, uri: target, qop: "auth" };
  for (const [name, value] of Object.entries(wanted)) if (get(name) !== value) return `${name} ${get(name)}`;
  if (!/^[0-9a-f]{8}$/.test(get("nc"))) return `nc ${get("nc")}`;
  const parts = { nonce: get("nonce"), nc: get("nc"), cnonce: get("cnonce"), qop: get("qop") };
  const expected = digestResponse({
    ...parts,
    username: publicKey,
    password: privateKey,
    method,
    uri: target,
    realm,
    algorithm,
  });
  return get("response") === expected ? undefined : "wrong response";
}

/** Gives nonces out, and checks that each is used with a count that rises by one. */
export interface DigestVerifier {
  /** A `WWW-Authenticate` value in the recorded form, with a nonce of its own. */
  readonly challenge: (stale: boolean) => string;
  readonly newNonce: () => string;
  /** "stale" when the nonce may not be used any more; `undefined` when all is right. */
  readonly complaint: (header: string, request: { method: string; target: string }) => string | undefined;
  /** Nonces that were given out. */
  readonly nonces: () => number;
}

/** A verifier whose nonces serve so many requests each. */
export function digestVerifier(key: DigestKey, usesPerNonce: number = Number.POSITIVE_INFINITY): DigestVerifier {
  const { realm = recordedRealm, algorithm = "MD5" } = key;
  const used = new Map<string, number>();
  const newNonce = (): string => {
    const nonce = Buffer.from(`nonce-${used.size}-of-the-server+/`).toString("base64");
    used.set(nonce, 0);
    return nonce;
  };
  return {
    newNonce,
    nonces: () => used.size,
    challenge: (stale) =>
      `Digest realm="${realm}", domain="", nonce="${newNonce()}", algorithm=${algorithm}, qop="auth", stale=${stale}`,
    complaint: (header, request) => {
      const fields = fieldsOf(header);
      const nonce = fields.get("nonce") ?? "";
      const uses = used.get(nonce);
      if (uses === undefined) return "unknown nonce";
      const count = Number.parseInt(fields.get("nc") ?? "", 16);
      if (count !== uses + 1) return `nc ${fields.get("nc")} after ${uses} uses`;
      used.set(nonce, count);
      return count > usesPerNonce ? "stale" : complaintAbout(header, request, key);
    },
  };
}

export interface DigestServerOptions extends DigestKey {
  /** How often a nonce may be used; then the response is 401 with `stale=true`. */
  readonly usesPerNonce?: number;
  /** Sends `Authentication-Info: nextnonce` with every n-th success. */
  readonly nextNonceEvery?: number;
  /** Responds to an authorized request; default 204. */
  readonly authorized?: (request: Sent, count: number) => Response;
}

export interface DigestServer extends Server {
  /** Nonces that were given out. */
  readonly nonces: () => number;
  /** What was wrong with the requests that were rejected. */
  readonly complaints: readonly string[];
}

/** A digest server in memory. */
export function digestServer(options: DigestServerOptions): DigestServer {
  const verifier = digestVerifier(options, options.usesPerNonce);
  const complaints: string[] = [];
  let authorized = 0;
  const unauthorized = (stale: boolean): Response =>
    new Response(null, { status: 401, headers: { "www-authenticate": verifier.challenge(stale) } });

  const server = always((request) => {
    const header = request.headers.get("authorization");
    if (header === null) return unauthorized(false);
    const { pathname, search } = new URL(request.url);
    const complaint = verifier.complaint(header, { method: request.method, target: pathname + search });
    if (complaint !== undefined) {
      complaints.push(complaint);
      return unauthorized(complaint === "stale");
    }
    authorized += 1;
    const response = options.authorized?.(request, authorized) ?? new Response(null, { status: 204 });
    const { nextNonceEvery } = options;
    if (nextNonceEvery === undefined || authorized % nextNonceEvery !== 0) return response;
    const headers = new Headers(response.headers);
    headers.set("authentication-info", `nextnonce="${verifier.newNonce()}", qop=auth`);
    return new Response(response.body, { status: response.status, headers });
  });
  return { ...server, nonces: verifier.nonces, complaints };
}
