// One line per request, without anything that a log must not hold: no header, no unknown query, no secret's value.

/** One request that the sandbox answered. */
export interface AccessEntry {
  readonly method: string;
  /** Path and known query parameters, redacted. */
  readonly path: string;
  /** 0 when the connection was dropped without an answer. */
  readonly status: number;
  readonly durationMs: number;
  /** Scheme of the `Authorization` header, `none` without one. Never its value. */
  readonly scheme: string;
  /** All of it in one line. */
  readonly line: string;
}

const knownParameters = new Set(["envelope", "pretty", "pageNum", "itemsPerPage"]);
const longestPath = 300;

/** What of a request target may be shown. */
export function redactTarget(target: string): string {
  const mark = target.indexOf("?");
  const path = (mark < 0 ? target : target.slice(0, mark))
    .replace(/[^\x21-\x7e]/g, "?")
    // A secret's value where its id belongs is the mistake to expect.
    .replace(/mdb(?:_|%5f)sa(?:_|%5f)sk(?:_|%5f)[^/]*/gi, "(secret value)");
  const shown = path.length > longestPath ? `${path.slice(0, longestPath)}…` : path;
  if (mark < 0) return shown;
  const query = target
    .slice(mark + 1)
    .split("&")
    .map((pair) => {
      const [name = "", value = ""] = pair.split("=");
      return knownParameters.has(name) && /^\w{0,10}$/.test(value) ? pair : "(unknown parameter)";
    });
  return `${shown}?${query.slice(0, 5).join("&")}`;
}

/** The scheme of an `Authorization` header, when it is one of those that exist here. */
export function schemeOf(authorization: string | undefined): string {
  const scheme = /^(digest|bearer|basic)\b/i.exec(authorization ?? "")?.[1];
  return scheme?.toLowerCase() ?? (authorization === undefined ? "none" : "unknown");
}

/** Describes a request that was answered. */
export function accessEntry(
  request: { readonly method: string; readonly target: string; readonly authorization: string | undefined },
  status: number,
  durationMs: number,
): AccessEntry {
  const path = redactTarget(request.target);
  const scheme = schemeOf(request.authorization);
  const outcome = status === 0 ? "dropped" : String(status);
  const method = request.method;
  return {
    method,
    path,
    status,
    durationMs,
    scheme,
    line: `${method} ${path} ${outcome} ${Math.round(durationMs)}ms ${scheme}`,
  };
}
