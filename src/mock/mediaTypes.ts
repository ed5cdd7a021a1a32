// Versioned media types of the Atlas API: which version an `Accept` header asks for.

const versioned = /^application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2})\+json$/i;

/** The date in a versioned media type. */
export function versionOf(mediaType: string): string | undefined {
  return versioned.exec(mediaType)?.[1];
}

/** What `Accept` comes to: a version that is served, one that was retired, or nothing acceptable. */
export type Negotiated =
  | { readonly kind: "version" }
  | { readonly kind: "gone"; readonly version: string }
  | { readonly kind: "not acceptable" };

/**
 * Negotiates a version.
 *
 * A date after an operation's version resolves down to it; a date before it names a version that never was.
 *
 * @param accept the `Accept` header's value
 * @param current the operation's version, `YYYY-MM-DD`
 * @param retired dates that the server has retired
 */
export function negotiate(accept: string | undefined, current: string, retired: ReadonlySet<string>): Negotiated {
  let gone: string | undefined;
  for (const range of (accept ?? "").split(",")) {
    const version = versionOf((range.split(";")[0] ?? "").trim());
    if (version === undefined) continue;
    if (retired.has(version)) gone = version;
    else if (version >= current && !Number.isNaN(Date.parse(version))) return { kind: "version" };
  }
  return gone === undefined ? { kind: "not acceptable" } : { kind: "gone", version: gone };
}
