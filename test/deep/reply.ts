/** What the misbehaving server answers, before a transport turns it into bytes or into a `Response`. */

/**
 * What an answer truly says about the credential, by the document. Written by whoever makes the answer, never derived
 * from how the client reads it.
 */
export type Says =
  /** Revoked: a plain, whole success. */
  | "confirmed"
  /** There is no such credential. */
  | "gone"
  /** Nothing was done, as an error of status 4xx or a challenge. */
  | "refused"
  /** Something arrived that tells nothing: a 5xx, a page, a redirect, a broken or oversized body. */
  | "doubt"
  /** No answer at all. */
  | "lost";

/** Where an answer breaks. */
export type Breakage =
  | "reset"
  | "close"
  | "head cut"
  | "body cut"
  | "bad chunk"
  | "silence"
  | "silent body"
  | "garbage"
  | "oversized head";

/** One answer. */
export interface Reply {
  readonly says: Says;
  /** The status that counts: an envelope's where there is one. */
  readonly means: number;
  readonly status: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly breaks?: Breakage;
  /** Kinds of framing and timing that a client must see through. */
  readonly form?: "drip" | "interim" | "http/1.0" | "dropped after" | "body after 204" | "unlengthed" | "cut gzip";
}

/** A whole answer without a body. */
export function bare(status: number, says: Says, fields: Reply["fields"] = []): Reply {
  return { says, means: status, status, fields, body: "" };
}

/** A whole answer with a JSON body; `means` differs from the status for an envelope. */
export function json(status: number, says: Says, value: unknown, means: number = status): Reply {
  return { says, means, status, fields: [["content-type", "application/json"]], body: JSON.stringify(value) };
}

/** A page for people, as gateways answer. */
export function page(status: number, says: Says): Reply {
  const body = "<!doctype html><title>Gateway</title><p>Please log in.";
  return { says, means: status, status, fields: [["content-type", "text/html"]], body };
}

/** An error as the API writes it. */
export function apiError(status: number, errorCode: unknown, detail = "Any detail."): Record<string, unknown> {
  return { error: status, errorCode, reason: "Any reason", detail, parameters: [] };
}
