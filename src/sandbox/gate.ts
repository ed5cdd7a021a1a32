// Who may talk to the sandbox: this machine only, and of web pages only those that this machine serves.
// A page elsewhere could otherwise reach it by DNS rebinding (a foreign Host) or by plain cross-origin requests.

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

/**
 * Creates the gate of a sandbox that listens on `port`.
 *
 * @param allowedOrigins origins beside those of this machine whose pages may call it
 */
export function createGate(
  port: number,
  allowedOrigins: readonly string[],
): (host: string | undefined, origin: string | undefined) => Gate {
  const hosts = new Set(
    [...loopbackNames].flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])),
  );
  const origins = new Set(allowedOrigins);
  const sameMachine: Gate = { corsHeaders: [] };
  return (host, origin) => {
    if (host === undefined || !hosts.has(host.toLowerCase())) {
      return { refused: { status: 421, reason: `The sandbox answers for ${[...hosts].join(", ")} only.` } };
    }
    if (origin === undefined) return sameMachine;
    if (!origins.has(origin) && !isLoopbackOrigin(origin)) {
      return { refused: { status: 403, reason: "Pages of this origin may not call the sandbox." } };
    }
    return {
      corsHeaders: ["Access-Control-Allow-Origin", origin, "Vary", "Origin", "Access-Control-Expose-Headers", exposed],
    };
  };
}

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
