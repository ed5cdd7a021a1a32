/** The one interface between a client and whatever proves who calls: digest, service account, or the user's own. */
import type { Redact } from "../internal/text.js";

/** The request that is to be authorized. */
export interface AuthRequest {
  /** `DELETE` or `GET`, in upper case. */
  readonly method: string;
  /** Absolute URL in its normal form, beginning with the context's origin; a digest hashes what follows it. */
  readonly url: string;
}

/** A response with status 401, read to its end. */
export interface Rejection {
  /** The `Authorization` value that was rejected; absent when the request carried none. */
  readonly authorization: string | undefined;
  /** The response's headers, `WWW-Authenticate` among them. */
  readonly headers: Headers;
  /** How many replays of this attempt were rejected before: 0 for the first 401. */
  readonly replays: number;
}

/** What to do after a 401: send again with this header, or explain why that can't be done. */
export type Replay = { readonly authorization: string } | { readonly problem: string };

/** A form to be posted to one of the document's two token endpoints. */
export interface TokenRequest {
  /** The endpoint that issues tokens, or the one that revokes them. */
  readonly endpoint: "grant" | "revoke";
  /** Value of the `Authorization` header. */
  readonly authorization: string;
  /** The form's fields, not yet encoded. */
  readonly form: Readonly<Record<string, string>>;
}

/** A token endpoint's response, read to its end. */
export interface TokenResponse {
  /** HTTP status. */
  readonly status: number;
  /** The response's headers. */
  readonly headers: Headers;
  /** The body; `undefined` when it was longer than 1 MiB, broke off or could not be decoded. */
  readonly text: string | undefined;
}

/** What a client lends to its `Auth` for one request. */
export interface AuthContext {
  /** The configured origin: credentials and state belong to it and to no other. */
  readonly origin: string;
  /** The caller's signal joined with its deadline. Work that other callers share must not end with it. */
  readonly signal: AbortSignal;
  /** Posts to a token endpoint of the origin, through the same guard as every request. */
  readonly post: (request: TokenRequest, signal: AbortSignal) => Promise<TokenResponse>;
  /** Milliseconds that shared work may take: the client's `timeoutMs`. */
  readonly timeoutMs: number;
  /** Reports that a grant ended; becomes an event. */
  readonly granted: (ok: boolean, durationMs: number) => void;
}

/**
 * Proves who calls. Implement it to bring a token from elsewhere:
 *
 * ```ts
 * const auth: Auth = { scheme: "bearer", authorize: async () => `Bearer ${await readToken()}` };
 * ```
 *
 * The client asks for a value before each attempt and redacts what it sent from everything that it shows. What an `Auth`
 * throws becomes a `TokenError` with its message, redacted. A function that never settles is ended by the call's
 * deadline.
 */
export interface Auth {
  /** Name of the scheme, for events and messages. */
  readonly scheme: string;
  /** The service account or API key that this is, when known: a call that targets it carries a warning. */
  readonly identity?: { readonly clientId?: string | undefined; readonly apiKeyId?: string | undefined } | undefined;
  /** The `Authorization` value for a request, or `undefined` to send none and wait for a challenge. */
  authorize(request: AuthRequest, context: AuthContext): Promise<string | undefined> | string | undefined;
  /** Called with each 401; `undefined` lets it stand. A client asks at most four times an attempt. */
  rejected?(
    request: AuthRequest,
    rejection: Rejection,
    context: AuthContext,
  ): Promise<Replay | undefined> | Replay | undefined;
  /** Called with the headers of each response other than a 401 (`Authentication-Info`, RFC 7616 §3.5). */
  accepted?(headers: Headers, context: AuthContext): void;
  /** Replaces this credential, and what was derived from it, in a text. */
  readonly redact?: Redact | undefined;
  /** Revokes what was issued for `origin`. Called once by the client's `close()`. */
  close?(context: AuthContext): Promise<void>;
}
