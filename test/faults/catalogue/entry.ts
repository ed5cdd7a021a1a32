/** The shape of the catalogue's entries, and the parts that many of them share. */
import type { OperationFacts } from "../../../generated/client.js";
import type { Script } from "../../support/rawServer.js";
import { apiError, type Fields } from "../bytes.js";

/** What a response says: done, not there, nothing done, nothing at all of use; or that there was none. */
export type Says = "confirmed" | "gone" | "refused" | "doubt" | "lost";

/** What a response amounts to. `means` is the status that counts, an envelope's where there is one; 0 for none. */
export interface Verdict {
  readonly says: Says;
  readonly means: number;
}

/** What a script may refer to. */
export interface Scene {
  /** Another origin, which must never be asked. */
  readonly decoy: string;
  /** The request's `Authorization`. */
  readonly authorization: string;
  /** The id of the target. */
  readonly target: string;
  readonly operation: OperationFacts;
}

/** One entry. */
export interface Fault extends Verdict {
  readonly script: Script | ((scene: Scene) => Script);
  /** Sent only where an envelope was asked for, or only where none was. */
  readonly envelope?: boolean;
  /** Ends at the deadline only. */
  readonly stalls?: true;
  /** Where a platform's HTTP parser reads on, or gives up, unlike Node's. */
  readonly elsewhere?: Readonly<Partial<Record<"bun" | "deno", Verdict>>>;
  /** Not drawn by the randomized run: megabytes, or seconds. */
  readonly heavy?: true;
  /** In the benchmark's table of who believes what. */
  readonly peers?: true;
}

type More = Partial<Omit<Fault, "says" | "means" | "script">>;
type Steps = Script | string | ((scene: Scene) => Script);

const entry =
  (says: Says) =>
  (means: number, steps: Steps, more: More = {}): Fault => ({
    says,
    means,
    script: typeof steps === "string" ? [steps, "end"] : typeof steps === "function" ? steps : [...steps, "end"],
    ...more,
  });
type Entry = (means: number, steps: Steps, more?: More) => Fault;

export const confirmed: Entry = entry("confirmed");
export const gone: Entry = entry("gone");
export const refused: Entry = entry("refused");
export const doubt: Entry = entry("doubt");
export const lost = (steps: Steps, more?: More): Fault => entry("lost")(0, steps, more);

export const peers: More = { peers: true };
export const stalls: { readonly stalls: true } = { stalls: true };
export const heavy: { readonly heavy: true } = { heavy: true };
export const jsonType: Fields = { "Content-Type": "application/json" };
export const inChunks: Fields = { "Transfer-Encoding": "chunked" };
export const mebibyte: number = 1024 * 1024;
export const notFound: Record<string, unknown> = apiError(404, "RESOURCE_NOT_FOUND");
export const enveloped404: string = JSON.stringify({ status: 404, content: notFound });
/** A "not found" with the operation's own code for its target. */
export const ownGone = ({ operation }: Scene): Record<string, unknown> =>
  apiError(404, operation.gone.find(({ status }) => status === 404)?.code);
