// `?envelope=true`: the sources do not say which HTTP status an enveloped answer has nor where an error goes, so every
// form that a client must accept can be chosen.
import { type Answer, jsonAnswer, type Refusal, serviceHeaders } from "./answer.js";

/** How `?envelope=true` is answered. */
export interface EnvelopeForm {
  /**
   * - `content` (default): 200 with `{ "status": 204, "content": {} }`
   * - `null-content`: 200 with `{ "status": 204, "content": null }`
   * - `status`: 200 with `{ "status": 204 }`
   * - `empty`: no envelope, as in page 000's own example
   */
  readonly success: "content" | "null-content" | "status" | "empty";
  /**
   * - `enveloped` (default): the error's own HTTP status, with `{ "status", "content": <error> }`
   * - `enveloped-200`: HTTP status 200, with `{ "status", "content": <error> }`
   * - `bare`: no envelope
   */
  readonly errors: "enveloped" | "enveloped-200" | "bare";
}

/** How one request wants its body. */
export interface Rendering {
  /** Undefined when the request did not ask for an envelope. */
  readonly envelope: EnvelopeForm | undefined;
  readonly pretty: boolean;
}

type Headers = readonly (readonly [string, string])[];

/** Renders a success that has no body of its own. */
export function renderSuccess(status: number, contentType: string, headers: Headers, rendering: Rendering): Answer {
  const form = rendering.envelope?.success ?? "empty";
  if (form === "empty") {
    return { status, headers: [...serviceHeaders, ["Content-Type", contentType], ...headers] };
  }
  const content = form === "content" ? { content: {} } : form === "null-content" ? { content: null } : {};
  return jsonAnswer(200, { status, ...content }, { pretty: rendering.pretty, headers });
}

/** Renders an error of the API. */
export function renderRefusal(refusal: Refusal, headers: Headers, rendering: Rendering): Answer {
  const form = rendering.envelope?.errors ?? "bare";
  const options = { pretty: rendering.pretty, headers: [...(refusal.headers ?? []), ...headers] };
  if (form === "bare") return jsonAnswer(refusal.status, refusal.body, options);
  const status = form === "enveloped-200" ? 200 : refusal.status;
  return jsonAnswer(status, { status: refusal.status, content: refusal.body }, options);
}
