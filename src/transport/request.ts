/** A request on its way out, as plain data: nothing of the platform's `Request` passes between the layers. */

/** One HTTP request before it leaves. */
export interface Outgoing {
  readonly method: "DELETE" | "GET" | "POST";
  /** Absolute URL. */
  readonly url: string;
  /** The only headers that this package sends, in lower case. */
  readonly headers: {
    readonly accept: string;
    readonly "user-agent"?: string;
    readonly "content-type"?: string;
    readonly authorization?: string;
  };
  readonly body?: string | undefined;
}
