/** `revokeAll`: many revocations under one rate limit, each with a result of its own. */
import { type RevokeClient, sendOneOf } from "../client.js";
import { InvalidParameterError } from "../errors.js";
import { describe, describeKey } from "../text.js";
import { budgetsOf } from "./budgets.js";
import type { BulkProgress, BulkResult } from "./result.js";
import { run } from "./run.js";
import type { Target } from "./target.js";

/** Options of `revokeAll`. */
export interface RevokeAllOptions {
  /** Calls under way at the same time, 1 to 256. Default 4. */
  readonly concurrency?: number | undefined;
  /** Stops the run: calls under way finish, nothing new starts. */
  readonly signal?: AbortSignal | undefined;
  /** Told about each step of the run. What it throws is reported as an uncaught exception and changes no outcome. */
  readonly onProgress?: ((progress: BulkProgress) => void) | undefined;
  /** Take "not found" on the first attempt as `already-gone`. Default false: mistyped ids are not revocations. */
  readonly missingOk?: boolean | undefined;
}

const optionNames: readonly string[] = [
  "concurrency",
  "signal",
  "onProgress",
  "missingOk",
] satisfies (keyof RevokeAllOptions)[];
const maxConcurrency = 256;

/**
 * Revokes many credentials and yields one result for each target, in the order in which they end.
 *
 * ```ts
 * for await (const result of revokeAll(client, targets)) {
 *   if (result.outcome === "revoked" || result.outcome === "already-gone") continue;
 *   console.error(result.outcome, result.target, result.error.message);
 * }
 * ```
 *
 * - **Nothing happens before you iterate**, and no more is sent than you take: at most `concurrency` calls are under way
 *   and as many results wait. Memory does not grow with the number of targets.
 * - **A target never throws.** What is wrong with one, its ids included, is its result.
 * - **Rate limit.** All runs of a client share one budget per organization or project and set of endpoints, learnt from
 *   the answers; a 429 is waited out and its target sent again, while other scopes go on. That waiting is outside
 *   `timeoutMs`. To let scopes go on past one that waits, up to `32 × concurrency` targets are read ahead: in a longer list
 *   mix the scopes rather than sorting by them. A scope that lets nothing through for 15 minutes is given up.
 * - **Abort.** Calls under way finish; what was read and not sent is `not-sent` with a `CancelledError`. The rest of an
 *   array or another synchronous iterable is reported in the same way. An asynchronous one is closed; if it was not read
 *   to its end, the iteration ends by throwing that error after the last result, since nobody knows what was left in it.
 * - **A credential that gets no token** (`TokenError` 400, 401 or 403) stops the run in the same way.
 * - **Leaving the loop early** stops the run, and waits for the calls under way.
 *
 * @param client A client of `createClient`.
 * @param targets Any iterable or async iterable. What it throws is thrown on, once the calls under way have ended.
 * @throws InvalidParameterError at once, for a wrong client, source or option.
 */
export function revokeAll<T extends Target>(
  client: RevokeClient,
  targets: Iterable<T> | AsyncIterable<T>,
  options: RevokeAllOptions = {},
): AsyncGenerator<BulkResult<T>, void, undefined> {
  const sendOne = sendOneOf(client);
  if (sendOne === undefined) {
    throw new InvalidParameterError("client", "what createClient of this very package returned", describe(client));
  }
  if (!isIterable(targets)) {
    throw new InvalidParameterError("targets", "an iterable or async iterable of targets", describe(targets));
  }
  const { concurrency = 4, signal, onProgress, missingOk = false } = readOptions(options);
  return run<T>(targets, { sendOne, budgets: budgetsOf(client), concurrency, signal, onProgress, missingOk });
}

function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

function readOptions(options: RevokeAllOptions): RevokeAllOptions {
  if (typeof options !== "object" || options === null) {
    throw new InvalidParameterError("options", "an object with the options of revokeAll", describe(options));
  }
  for (const name of Object.keys(options)) {
    if (optionNames.includes(name)) continue;
    const expected = `an object with no other keys than ${optionNames.join(", ")}`;
    throw new InvalidParameterError("options", expected, describeKey(name));
  }
  const { concurrency, signal, onProgress, missingOk } = options;
  if (
    concurrency !== undefined &&
    !(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= maxConcurrency)
  ) {
    throw new InvalidParameterError("concurrency", `a whole number from 1 to ${maxConcurrency}`, describe(concurrency));
  }
  if (signal !== undefined && !(typeof signal === "object" && signal !== null && "aborted" in signal)) {
    throw new InvalidParameterError("signal", "an AbortSignal", describe(signal));
  }
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new InvalidParameterError("onProgress", "a function", describe(onProgress));
  }
  if (missingOk !== undefined && typeof missingOk !== "boolean") {
    throw new InvalidParameterError("missingOk", "a boolean", describe(missingOk));
  }
  return { ...options };
}
