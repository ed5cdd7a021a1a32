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

/** The request that openapi-fetch built, as plain data: its body and every other header stay behind. */
export function fromRequest(
  { method, url }: Pick<Request, "method" | "url">,
  accept: string,
  userAgent: string,
): Outgoing {
  return { method, url, headers: { accept, "user-agent": userAgent } };
}
