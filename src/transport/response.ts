/** Reads a response to its end, through a cap, once: every later layer sees plain data. */
import { parseJson } from "../internal/json.js";
import { type Envelope, openEnvelope } from "./envelope.js";

/** A body as far as it could be read. */
export type Body =
  | { readonly kind: "empty"; readonly reason?: undefined }
  | { readonly kind: "text"; readonly text: string; readonly reason?: undefined }
  | { readonly kind: "unreadable"; readonly reason: string };

/** A server's response, read to its end. */
export interface Buffered {
  /** Whether the request carried credentials. */
  readonly authorized: boolean;
  /** 0 for an opaque redirect (browsers). */
  readonly httpStatus: number;
  readonly headers: Headers;
  readonly body: Body;
  /** The body as JSON, when it is declared and can be parsed as such. */
  readonly json: unknown;
  /** The envelope around the result, when there is one. */
  readonly envelope: Envelope | undefined;
  /** The status that counts: that of a plain envelope when HTTP says 2xx, else HTTP's. */
  readonly status: number;
  /** Why a 401 could not be met with credentials. */
  readonly authProblem?: string;
}

/** Whether a response says that nothing was revoked. An envelope that says something else than HTTP leaves it open. */
export function isRefusal({ status, envelope }: Buffered): boolean {
  return status >= 400 && status <= 499 && (envelope === undefined || envelope.status === status);
}

/** Decoded bytes that are read of one body: 291 KB of gzip can become 300 MB. */
export const maxBodyBytes: number = 1024 * 1024;

/** Reads a response. Rejects only with the reason of `signal`; whatever else goes wrong makes the body unreadable. */
export async function readResponse(response: Response, authorized: boolean, signal: AbortSignal): Promise<Buffered> {
  const { headers, status: httpStatus, body: stream } = response;
  const body: Body = stream === null ? { kind: "empty" } : await readBody(response, stream, signal);
  const json = body.kind === "text" && isJson(headers) ? parseJson(body.text) : undefined;
  const envelope = body.kind === "text" ? openEnvelope(json, body.text) : undefined;
  const inside = httpStatus >= 200 && httpStatus <= 299 && envelope?.plain === true ? envelope.status : undefined;
  return { authorized, httpStatus, headers, body, json, envelope, status: inside ?? httpStatus };
}

async function readBody(response: Response, stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<Body> {
  // What a `fetch` of the caller's own has read already would look like an empty body here.
  if (response.bodyUsed || stream.locked) return { kind: "unreadable", reason: "the body was read before" };
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.getReader();
  const onAbort = (): void => discard(reader, signal.reason);
  signal.addEventListener("abort", onAbort);
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      if (!ArrayBuffer.isView(value)) throw new TypeError("a chunk is not bytes");
      size += value.byteLength;
      if (size > maxBodyBytes) {
        discard(reader, "body too long");
        return { kind: "unreadable", reason: `the body is longer than ${maxBodyBytes} bytes` };
      }
      chunks.push(value);
    }
  } catch {
    discard(reader, signal.reason);
    signal.throwIfAborted();
    // The platform's own error may quote what it read; what matters is that the body is not whole.
    return { kind: "unreadable", reason: "the body broke off or could not be decoded" };
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
  signal.throwIfAborted();
  if (size === 0) return { kind: "empty" };
  return { kind: "text", text: decode(chunks, size, response.headers.get("content-type")) };
}

/** Lets the connection go; that it may be broken already changes nothing. */
function discard(reader: ReadableStreamDefaultReader<Uint8Array>, reason: unknown): void {
  reader.cancel(reason).catch(() => undefined);
}

function decode(chunks: readonly Uint8Array[], size: number, contentType: string | null): string {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return decoderFor(contentType).decode(bytes);
}

function decoderFor(contentType: string | null): TextDecoder {
  const charset = contentType?.match(/;\s*charset="?([\w:.-]+)"?/i)?.[1];
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder(); // A charset that the platform does not know: JSON is UTF-8 (RFC 8259 §8.1).
  }
}

/** Whether the body is declared as JSON, of whatever version, and as nothing else beside it. */
export function isJson(headers: Headers): boolean {
  return Boolean(headers.get("content-type")?.match(/^\s*application\/([\w.-]+\+)?json\s*(;[^,]*)?$/i));
}
