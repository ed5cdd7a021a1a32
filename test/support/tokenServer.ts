/** A token server in memory that reads its form as RFC 6749 §2.3.1 says, and an API that takes its tokens. */
import { type Auth, serviceAccount } from "../../src/index.js";
import { always, type Sent, type Server } from "./fetch.js";
import { accountPair } from "./world.js";

export interface TokenServerOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly expiresIn?: number | undefined;
  /** Responds to a grant in place of the server; `undefined` leaves it to the server. */
  readonly onGrant?: (
    request: Sent,
    count: number,
    signal: AbortSignal,
  ) => Response | undefined | Promise<Response | undefined>;
  readonly onRevoke?: (request: Sent, count: number) => Response | undefined;
  readonly onDelete?: (request: Sent, count: number) => Response | undefined;
  readonly tokenOf?: (count: number) => string;
}

export interface TokenServer extends Server {
  readonly grants: () => number;
  /** Tokens that live. */
  readonly live: Set<string>;
}

export function tokenServer(options: TokenServerOptions): TokenServer {
  const live = new Set<string>();
  const counts = { grant: 0, revoke: 0, delete: 0 };
  const tokenOf = options.tokenOf ?? ((count: number) => `token-number-${count}`);
  const ok = (body: object): Response => Response.json(body);

  const isOwn = (header: string | null): boolean => {
    const [id = "", secret = ""] = atob((header ?? "").replace(/^Basic /, "")).split(":");
    const decode = (part: string): string => new URLSearchParams(`part=${part}`).get("part") ?? "";
    return decode(id) === options.clientId && decode(secret) === options.clientSecret;
  };
  const grant = async (request: Sent, signal: AbortSignal): Promise<Response> => {
    counts.grant += 1;
    const { grant: count } = counts;
    const given = await options.onGrant?.(request, count, signal);
    if (given !== undefined) return given;
    if (!isOwn(request.headers.get("authorization")))
      return Response.json({ error: "invalid_client" }, { status: 401 });
    if (request.body !== "grant_type=client_credentials") {
      return Response.json({ error: "unsupported_grant_type" }, { status: 400 });
    }
    const token = tokenOf(count);
    live.add(token);
    const expires = "expiresIn" in options ? options.expiresIn : 3600;
    return ok({ access_token: token, token_type: "Bearer", ...(expires === undefined ? {} : { expires_in: expires }) });
  };
  const revoke = (request: Sent): Response => {
    counts.revoke += 1;
    const given = options.onRevoke?.(request, counts.revoke);
    if (given !== undefined) return given;
    const form = new URLSearchParams(request.body);
    if (!isOwn(request.headers.get("authorization")) || form.get("token_type_hint") !== "access_token") {
      return new Response(null, { status: 400 });
    }
    live.delete(form.get("token") ?? "");
    return new Response(null, { status: 200 });
  };

  const server = always((request, signal) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/api/oauth/token") return grant(request, signal);
    if (pathname === "/api/oauth/revoke") return revoke(request);
    counts.delete += 1;
    const given = options.onDelete?.(request, counts.delete);
    if (given !== undefined) return given;
    const token = (request.headers.get("authorization") ?? "").replace(/^Bearer /, "");
    return new Response(null, { status: live.has(token) ? 204 : 401 });
  });
  return { ...server, grants: () => counts.grant, live };
}

/** A token server that knows the account of the tests. */
export function serverOf(options: Partial<TokenServerOptions> = {}): TokenServer {
  return tokenServer({ ...accountPair, ...options });
}

/** The options of a client with that account. */
export function auth(): { auth: Auth } {
  return { auth: serviceAccount(accountPair) };
}
