// One line per request, of a bounded length, without anything that a log must not hold: no header, no secret's value.

/** One request that the sandbox served. */
export interface AccessEntry {
  readonly method: string;
  /** Path and known query parameters, redacted. */
  readonly path: string;
  /** 0 when the connection was dropped without a response. */
  readonly status: number;
  /** Scheme of the `Authorization` header, `none` without one. Never its value. */
  readonly scheme: string;
  /** All of it in one line, and how long it took. */
  readonly line: string;
}

const longestPath = 300;
const knownParameter = /^(?:envelope|pretty|pageNum|itemsPerPage|includeCount|includeSystemManaged)=\w{0,10}$/;

function redact(target: string): string {
  const [path = "", ...query] = target.split(/[?&]/);
  const shown = path
    .replace(/[^\x21-\x7e]/g, "?")
    // A secret's value where its id belongs is the mistake to expect.
    .replace(/mdb(?:_|%5f)sa(?:_|%5f)sk(?:_|%5f)[^/]*/gi, "(secret value)");
  const short = shown.length > longestPath ? `${shown.slice(0, longestPath)}…` : shown;
  const pairs = query.slice(0, 6).map((pair) => (knownParameter.test(pair) ? pair : "(unknown parameter)"));
  return pairs.length === 0 ? short : `${short}?${pairs.join("&")}`;
}

/** Describes a request that was served. */
export function accessEntry(
  method: string,
  target: string,
  authorization: string | undefined,
  status: number,
  durationMs: number,
): AccessEntry {
  const path = redact(target);
  const known = /^(digest|bearer|basic)\b/i.exec(authorization ?? "none")?.[1]?.toLowerCase();
  const scheme = authorization === undefined ? "none" : (known ?? "unknown");
  const outcome = status === 0 ? "dropped" : status;
  return { method, path, status, scheme, line: `${method} ${path} ${outcome} ${Math.round(durationMs)}ms ${scheme}` };
}
