// Where something goes wrong on purpose: a fault sees a request and may answer in the server's place.
import type { Api, OperationId } from "../../generated/client.js";
import type { Reply } from "./answer.js";
import type { EnvelopeForm, Rendering } from "./envelope.js";

/** The request that a fault looks at. */
export interface Call {
  /** One of the four operations, or one of the two OAuth endpoints. */
  readonly operation: OperationId | "grant" | "revoke";
  /** What the operation's rate limit counts by; undefined for the OAuth endpoints. */
  readonly scope: "organization" | "project" | undefined;
  /** The API that was called; undefined for the OAuth endpoints, which both APIs share. */
  readonly api: Api | undefined;
  /** Whether the request asked for an envelope and for a readable body. */
  readonly rendering: Rendering;
  /** Path and query as in the request line. */
  readonly target: string;
}

/** Something that goes wrong. Faults come from `scenario`, or are written by hand. */
export interface Fault {
  /** Whether it strikes before the credential is checked, or only once it was accepted. */
  readonly stage: "before authentication" | "after authentication";
  /**
   * Answers, or returns undefined to let the request pass.
   *
   * @param proceed does what the server would have done, so that a revocation can happen and its answer be lost
   */
  strike(call: Call, proceed: (overrides?: { readonly envelope?: EnvelopeForm }) => Reply): Reply | undefined;
}
