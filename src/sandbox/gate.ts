// Who may talk to the sandbox: this machine only, and of web pages only those that this machine serves.
// A page elsewhere could otherwise reach it by DNS rebinding (a foreign Host), by plain cross-origin requests, or by what
// browsers send without an Origin: images, scripts, frames, links.

import type { IncomingHttpHeaders } from "node:http";

/** What the gate made of a request: refused, or let in with the CORS headers that its answer needs. */
export type Gate =
  | { readonly refused: { readonly status: number; readonly reason: string } }
  | { readonly corsHeaders: readonly string[] };

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return (protocol === "http:" || protocol === "https:") && loopbackNames.has(hostname);
}

/** Response headers that a page may read, beyond the few that it always may. */
const exposed = "WWW-Authenticate, Retry-After, RateLimit-Limit, RateLimit-Remaining, X-MongoDB-Service-Version";

/** The headers by which a request is judged. */
export type GateHeaders = Pick<IncomingHttpHeaders, "host" | "origin" | "sec-fetch-site">;

/**
 * Where a browser says that a request comes from (Fetch Metadata): this server, this machine, or the person at the keyboard.
 * A page of `localhost` is cross-site to 127.0.0.1, so that only its CORS requests, which carry its Origin, get in.
 */
const nearSites: ReadonlySet<unknown> = new Set([undefined, "same-origin", "same-site", "none"]);

/**
 * Creates the gate of a sandbox that listens on `port`.
 *
 * @param allowedOrigins origins beside those of this machine whose pages may call it
 */
export function createGate(port: number, allowedOrigins: readonly string[]): (headers: GateHeaders) => Gate {
  const hosts = new Set(
    [...loopbackNames].flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])),
  );
  const origins = new Set(allowedOrigins);
  const sameMachine: Gate = { corsHeaders: [] };
  return ({ host, origin, "sec-fetch-site": site }) => {
    if (host === undefined || !hosts.has(host.toLowerCase())) {
      return { refused: { status: 421, reason: `The sandbox answers for ${[...hosts].join(", ")} only.` } };
    }
    if (origin === undefined) {
      if (nearSites.has(site)) return sameMachine;
      return {
        refused: { status: 403, reason: "Pages of other sites may not call the sandbox. Type the address instead." },
      };
    }
    if (!origins.has(origin) && !isLoopbackOrigin(origin)) {
      return { refused: { status: 403, reason: "Pages of this origin may not call the sandbox." } };
    }
    return {
      corsHeaders: ["Access-Control-Allow-Origin", origin, "Vary", "Origin", "Access-Control-Expose-Headers", exposed],
    };
  };
}

/** Headers of every answer: no page may take it for a script, a style or an image, whatever it says of itself. */
export const hardeningHeaders: readonly string[] = [
  "X-Content-Type-Options",
  "nosniff",
  "Cross-Origin-Resource-Policy",
  "same-origin",
];

/** Headers of the answer to a CORS preflight. */
export const preflightHeaders: readonly string[] = [
  "Access-Control-Allow-Methods",
  "DELETE, GET, POST",
  "Access-Control-Allow-Headers",
  "accept, authorization, content-type, user-agent",
  "Access-Control-Allow-Private-Network",
  "true",
  "Access-Control-Max-Age",
  "600",
];
