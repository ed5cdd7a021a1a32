// Where something goes wrong on purpose: a fault sees a request and may respond in the server's place.
import type { Api, LookupId, OperationId } from "../../generated/client.js";
import type { EnvelopeForm, Rendering, Reply } from "./response.js";
import type { World } from "./state.js";

/** The request that a fault looks at. */
export interface Call {
  /** One of the four revocations, one of the six lookups, or one of the two OAuth endpoints. */
  readonly operation: OperationId | LookupId | "grant" | "revoke";
  /** What the operation's rate limit counts by. Undefined for the OAuth endpoints, as is the API: both share them. */
  readonly scope: "organization" | "project" | undefined;
  readonly api: Api | undefined;
  readonly rendering: Rendering;
  /** Path and query as in the request line. */
  readonly target: string;
  /** The path's ids, percent-decoded, by their names in the template. */
  readonly ids: Readonly<Record<string, string>>;
}

/** How the server's own response differs from the truth. */
export interface Twist {
  /** How an envelope looks. */
  readonly envelope?: EnvelopeForm;
  /** A revocation is confirmed, and not carried out. */
  readonly undone?: boolean;
  /** A page holds at most so many entries, whatever was asked for. */
  readonly pageSize?: number;
  /** After the last page comes the first one again. */
  readonly endless?: boolean;
  /** The second half of a list is missing. */
  readonly half?: boolean;
}

/** Does what the server would have done, so that a revocation can happen and its response be lost. */
export type Proceed = (twist?: Twist) => Reply;

/** Something that goes wrong. Faults come from `scenario`, or are written by hand. */
export interface Fault {
  /** Whether it strikes before the credential is checked, or only once it was accepted. */
  readonly stage: "before authentication" | "after authentication";
  /** How many requests it strikes until the next `reset`. Default: every one. */
  readonly times?: number;
  /** Responds, or returns undefined to let the request pass. To return what `proceed()` gave lets it pass as well. */
  strike(call: Call, proceed: Proceed): Reply | undefined;
}

/** What comes of a request at a stage: the response of the first fault that strikes there, or else the server's own. */
export function withFaults({ faults, strikes }: World, stage: Fault["stage"], call: Call, proceed: Proceed): Reply {
  let own: Reply | undefined;
  const observed: Proceed = (twist) => {
    const reply = proceed(twist);
    if (twist === undefined) own = reply;
    return reply;
  };
  for (const fault of faults) {
    const struck = strikes.get(fault) ?? 0;
    if (fault.stage !== stage || struck >= (fault.times ?? Number.POSITIVE_INFINITY)) continue;
    const reply = fault.strike(call, observed);
    // The server has acted already: no other fault may have it act again.
    if (own !== undefined && (reply === own || reply === undefined)) return own;
    if (reply === undefined) continue;
    strikes.set(fault, struck + 1);
    return reply;
  }
  return proceed();
}
