// What the mock sends, as plain data: MSW gets a `Response` made of it, the sandbox bytes on a socket.
import type { Api } from "../../generated/client.js";
import type { components } from "../../generated/schema.js";

/** Header lines in order. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** One HTTP response. */
export interface MockResponse {
  readonly status: number;
  readonly headers: HeaderLines;
  /** Absent for an empty body. */
  readonly body?: string;
  /** Milliseconds to wait before it is sent. */
  readonly delayMs?: number;
  /** The connection breaks in the middle of the body. */
  readonly cutOff?: boolean;
}

/** What becomes of a request: a response, or a connection that breaks without one. */
export type Reply = MockResponse | "connection lost";

/** The API's error object, as the document describes it; `error` is the HTTP status. */
export type Refusal = components["schemas"]["ApiError"];

/** How `?envelope=true` is answered: the sources leave open which HTTP status that has, and where an error goes. */
export interface EnvelopeForm {
  /**
   * A revocation's success:
   * - `content` (default): 200 with `{ "status": 204, "content": {} }`
   * - `null-content`: 200 with `{ "status": 204, "content": null }`
   * - `status`: 200 with `{ "status": 204 }`
   * - `empty`: no envelope, as in page 000's own example
   */
  readonly success: "content" | "null-content" | "status" | "empty";
  /**
   * - `enveloped`: the error's own HTTP status, with `{ "status", "content": <error> }`
   * - `enveloped-200`: HTTP status 200, with `{ "status", "content": <error> }`
   * - `bare` (default): no envelope
   */
  readonly errors: "enveloped" | "enveloped-200" | "bare";
}

/** How one request wants its response. */
export interface Rendering {
  readonly api: Api;
  /** Undefined when the request did not ask for an envelope. */
  readonly envelope: EnvelopeForm | undefined;
  readonly pretty: boolean;
}

const version = ["X-MongoDB-Service-Version", `gitHash=${"0".repeat(40)}; versionString=mock`] as const;
const vary = ["Vary", "Accept-Encoding"] as const;

/** Headers of every response of an API. The two OAuth endpoints send those of Atlas. */
export const serviceHeaders: Readonly<Record<Api, HeaderLines>> = {
  "cloud-manager": [version, ["Strict-Transport-Security", "max-age=300"], vary],
  atlas: [
    ["Server", "mdbws"],
    version,
    ["Strict-Transport-Security", "max-age=31536000; includeSubdomains;"],
    ["X-Frame-Options", "DENY"],
    vary,
  ],
};

/** A JSON response with these headers and no others. */
export function json(status: number, body: unknown, headers: HeaderLines, pretty = false): MockResponse {
  const text = pretty ? JSON.stringify(body, undefined, 2) : JSON.stringify(body);
  const typed = headers.some(([name]) => name === "Content-Type");
  return { status, headers: typed ? headers : [["Content-Type", "application/json"], ...headers], body: text };
}

/** A revocation's success, which has no body of its own. */
export function renderSuccess(status: number, headers: HeaderLines, { envelope, pretty }: Rendering): MockResponse {
  const form = envelope?.success ?? "empty";
  if (form === "empty") return { status, headers };
  const content = form === "content" ? { content: {} } : form === "null-content" ? { content: null } : {};
  const others = headers.filter(([name]) => name !== "Content-Type");
  return json(200, { status, ...content }, others, pretty);
}

/** An error of the API. */
export function renderRefusal(refusal: Refusal, headers: HeaderLines, rendering: Rendering): MockResponse {
  const { error: status, errorCode } = refusal;
  const form = rendering.envelope?.errors ?? "bare";
  const code: HeaderLines = errorCode === undefined ? [] : [["X-Error-Code", errorCode]];
  const all = [...serviceHeaders[rendering.api], ...code, ...headers];
  if (form === "bare") return json(status, refusal, all, rendering.pretty);
  return json(form === "enveloped-200" ? 200 : status, { status, content: refusal }, all, rendering.pretty);
}
