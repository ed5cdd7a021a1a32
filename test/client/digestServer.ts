/** A digest server in memory, on Node's own hashes: it knows every nonce that it gave, and how often each was used. */
import { createHash } from "node:crypto";
import { always, type Sent, type Server } from "./server.js";

export interface DigestServerOptions {
  readonly algorithm?: "MD5" | "SHA-256";
  readonly privateKey: string;
  readonly publicKey: string;
  /** How often a nonce may be used; then the answer is 401 with `stale=true`. */
  readonly usesPerNonce?: number;
  /** Sends `Authentication-Info: nextnonce` with every n-th success. */
  readonly nextNonceEvery?: number;
  readonly realm?: string;
  /** Answers an authorized request; default 204. */
  readonly authorized?: (request: Sent, count: number) => Response;
}

export interface DigestServer extends Server {
  /** Nonces that were given out. */
  readonly nonces: () => number;
  /** What was wrong with the requests that were rejected. */
  readonly complaints: readonly string[];
}

export function digestServer(options: DigestServerOptions): DigestServer {
  const { algorithm = "MD5", realm = "MMS Public API", usesPerNonce = Number.POSITIVE_INFINITY } = options;
  const hash = (text: string): string =>
    createHash(algorithm === "MD5" ? "md5" : "sha256")
      .update(text, "utf8")
      .digest("hex");
  const used = new Map<string, number>();
  const complaints: string[] = [];
  let authorized = 0;

  const newNonce = (): string => {
    const nonce = Buffer.from(`nonce-${used.size}-of-the-server+/`).toString("base64");
    used.set(nonce, 0);
    return nonce;
  };
  const challenge = (stale: boolean): Response => {
    const value = `Digest realm="${realm}", domain="", nonce="${newNonce()}", algorithm=${algorithm}, qop="auth", stale=${stale}`;
    return new Response(null, { status: 401, headers: { "www-authenticate": value } });
  };

  const complaintAbout = ({ method, url }: Sent, fields: ReadonlyMap<string, string>): string | undefined => {
    const get = (name: string): string => fields.get(name) ?? "";
    const nonce = get("nonce");
    const uses = used.get(nonce);
    if (uses === undefined) return "unknown nonce";
    const nc = Number.parseInt(get("nc"), 16);
    if (!/^[0-9a-f]{8}$/.test(get("nc")) || nc !== uses + 1) return `nc ${get("nc")} after ${uses} uses`;
    used.set(nonce, nc);
    if (nc > usesPerNonce) return "stale";
    const { pathname, search } = new URL(url);
    if (get("uri") !== pathname + search) return `uri ${get("uri")}`;
    const ha1 = hash(`${options.publicKey}:${realm}:${options.privateKey}`);
    const ha2 = hash(`${method}:${get("uri")}`);
    const expected = hash(`${ha1}:${nonce}:${get("nc")}:${get("cnonce")}:${get("qop")}:${ha2}`);
    return get("response") === expected ? undefined : "wrong response";
  };

  const server = always((request) => {
    const header = request.headers.get("authorization");
    if (header === null) return challenge(false);
    const complaint = complaintAbout(request, fieldsOf(header));
    if (complaint !== undefined) {
      complaints.push(complaint);
      return challenge(complaint === "stale");
    }
    authorized += 1;
    const response = options.authorized?.(request, authorized) ?? new Response(null, { status: 204 });
    const { nextNonceEvery } = options;
    if (nextNonceEvery === undefined || authorized % nextNonceEvery !== 0) return response;
    const headers = new Headers(response.headers);
    headers.set("authentication-info", `nextnonce="${newNonce()}", qop=auth`);
    return new Response(response.body, { status: response.status, headers });
  });
  return { ...server, nonces: () => used.size, complaints };
}

/** The fields of a digest answer, quoted values unescaped. */
export function fieldsOf(header: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = "", quoted, token] of header.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^,\s]+))/g)) {
    fields.set(name, quoted?.replace(/\\(.)/g, "$1") ?? token ?? "");
  }
  return fields;
}
