// What the mock says, as plain data: one shape that becomes a `Response` under MSW and bytes on a socket in the sandbox.
import type { components } from "../../generated/schema.js";

/** One HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Absent for an empty body. */
  readonly body?: string;
}

/** What a request meets: an answer, or a connection that dies without one. */
export type Reply = Answer | "connection lost";

/** The API's error object, as the document describes it. */
export type ApiErrorBody = components["schemas"]["ApiError"];

/** A refusal before it is rendered: which status, and which error object. */
export interface Refusal {
  readonly status: number;
  readonly body: ApiErrorBody;
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

/** Headers of the API itself (facts: response headers); the two OAuth endpoints send them too. */
export const serviceHeaders: readonly (readonly [string, string])[] = [
  ["X-MongoDB-Service-Version", "gitHash=0000000000000000000000000000000000000000; versionString=mock"],
  ["Strict-Transport-Security", "max-age=300"],
  ["Vary", "Accept-Encoding"],
];

/** A JSON answer with the service's headers. */
export function jsonAnswer(
  status: number,
  body: unknown,
  options: {
    readonly pretty?: boolean;
    readonly contentType?: string;
    readonly headers?: readonly (readonly [string, string])[];
  } = {},
): Answer {
  return {
    status,
    headers: [
      ...serviceHeaders,
      ["Content-Type", options.contentType ?? "application/json"],
      ...(options.headers ?? []),
    ],
    body: options.pretty === true ? JSON.stringify(body, undefined, 2) : JSON.stringify(body),
  };
}
