/** `revokeAll`: many revocations under one rate limit, each with a result of its own. */

import { type RevokeClient, sendOneOf } from "../client.js";
import { InvalidParameterError } from "../errors.js";
import { checkKeys } from "../internal/checkKeys.js";
import { checkSignal, checkType, checkWhole } from "../internal/checks.js";
import { describe } from "../internal/text.js";
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
  /** Told about each step of the run. What it throws is treated as with `OnEvent`. */
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

/**
 * Revokes many credentials and yields one result for each target, in the order in which they end.
 *
 * ```ts
 * for await (const result of revokeAll(client, targets)) {
 *   if ("revocation" in result) continue;
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
  const given = checkKeys(options, optionNames, "options", "the options of revokeAll");
  checkWhole(given.concurrency, "concurrency", 1, 256);
  checkSignal(given.signal);
  checkType(given.onProgress, "onProgress", "function");
  checkType(given.missingOk, "missingOk", "boolean");
  return given;
}
