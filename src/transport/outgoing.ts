/** A request on its way out, as plain data: nothing of the platform's `Request` passes between the layers. */

/** The only headers that this package sends, in lower case. */
export interface OutgoingHeaders {
  readonly accept: string;
  readonly "user-agent"?: string;
  readonly "content-type"?: string;
  readonly authorization?: string;
}

/** One HTTP request before it leaves. */
export interface Outgoing {
  readonly method: string;
  /** Absolute URL. */
  readonly url: string;
  readonly headers: OutgoingHeaders;
  readonly body?: string | undefined;
}

/** A request with no other headers than these, and without a body. */
export function toOutgoing(method: string, url: string, accept: string, userAgent: string): Outgoing {
  return { method, url, headers: { accept, "user-agent": userAgent } };
}
