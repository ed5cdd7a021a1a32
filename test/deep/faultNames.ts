/** The names of the faults; what each does stands in deleteFaults.ts and grantFaults.ts. */

/** Faults of a DELETE's answer. */
export const faultNames = [
  "reset",
  "close",
  "head cut",
  "body cut",
  "error body cut",
  "bad chunk",
  "silence",
  "silent body",
  "drip",
  "garbage",
  "oversized head",
  "cut gzip",
  "oversized body",
  "oversized error",
  "body after 204",
  "interim answer",
  "HTTP/1.0",
  "connection dropped after",
  "repeated headers",
  "redirect to the same origin",
  "redirect to another origin",
  "empty 401",
  "401 page",
  "Basic challenge",
  "Basic beside Digest",
  "malformed challenge",
  "unknown algorithm",
  "retired nonce",
  "login page",
  "login page cut to nothing",
  "enveloped refusal",
  "enveloped unknown 404",
  "bad envelope",
  "contradicting envelope",
  "envelope cut",
  "envelope cut to nothing",
  "unknown 404",
  "contradicting 404",
  "404 page",
  "refusal that echoes",
  "other 4xx",
  "429",
  "429 with an odd Retry-After",
  "500",
  "502, 503 or 504",
  "other 2xx",
  "wrong content type",
  "wrong charset",
] as const;

/** Faults of the token endpoint. */
export const grantFaultNames = [
  "grant reset",
  "grant silence",
  "grant refused",
  "grant limited",
  "grant failed",
  "grant page",
  "grant redirected",
  "grant of a bad token",
] as const;

export type FaultName = (typeof faultNames)[number] | (typeof grantFaultNames)[number];

/** Faults that end at the deadline only. */
export const stallingFaults: ReadonlySet<string> = new Set(["silence", "silent body"]);
