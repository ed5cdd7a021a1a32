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
  // A secret's value where its id belongs is the mistake to expect.
  const shown = path
    .replace(/[^\x21-\x7e]/g, "?")
    .replace(/mdb(?:_|%5f)sa(?:_|%5f)sk(?:_|%5f)[^/]*/gi, "(secret value)");
  const short = shown.length > longestPath ? `${shown.slice(0, longestPath)}…` : shown;
  const pairs = query.slice(0, 6).map((pair) => (knownParameter.test(pair) ? pair : "(unknown parameter)"));
  return pairs.length === 0 ? short : `${short}?${pairs.join("&")}`;
}

/** What is read of a request; spelt out, so that the package's types need none of Node's. */
interface Served {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly authorization?: string | undefined };
}

/** Describes a request that was served. */
export function accessEntry({ method = "", url = "", headers }: Served, status: number, ms: number): AccessEntry {
  const path = redact(url);
  const given = headers.authorization?.split(" ")[0]?.toLowerCase() ?? "none";
  const scheme = /^(?:digest|bearer|basic|none)$/.test(given) ? given : "unknown";
  return {
    method,
    path,
    status,
    scheme,
    line: `${method} ${path} ${status || "dropped"} ${Math.round(ms)}ms ${scheme}`,
  };
}
