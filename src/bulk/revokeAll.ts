/** `revokeAll`: many revocations under their rate limits, each with a result of its own. */

import { type RevokeClient, sendOneOf } from "../client.js";
import { InvalidParameterError } from "../errors.js";
import { onAbort } from "../internal/abort.js";
import { checkKeys } from "../internal/checkKeys.js";
import { checkSignal, checkType, checkWhole } from "../internal/checks.js";
import { describe } from "../internal/text.js";
import { gatesOf } from "./gates.js";
import type { BulkProgress, BulkResult } from "./result.js";
import { type RunSettings, run } from "./run.js";
import { notSent } from "./send.js";
import { checkTarget, type Target } from "./target.js";

/** Options of `revokeAll`. */
export interface RevokeAllOptions {
  /** Calls under way at the same time, 1 to 256. Default 4. */
  readonly concurrency?: number | undefined;
  /** Stops the run: calls under way finish, nothing new starts. */
  readonly signal?: AbortSignal | undefined;
  /** Called at each step of the run. What it throws is treated as with `OnEvent`. */
  readonly onProgress?: ((progress: BulkProgress) => void) | undefined;
  /** Take "not found" on the first attempt as `already-gone`. Default false: mistyped ids are not revocations. */
  readonly missingOk?: boolean | undefined;
}

/** What `Array.from` or `Array.fromAsync` takes. */
export type TargetSource<T> = Iterable<T | PromiseLike<T>> | AsyncIterable<T> | ArrayLike<T | PromiseLike<T>>;

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
 * - **Nothing happens before you iterate.** Then the source is read to its end and every target checked: where one is wrong,
 *   the iteration throws an `InvalidParameterError` that names it (`targets[3].secretId`), and nothing was sent.
 * - **After that no target throws.** What goes wrong with one is its result. No more is sent than you take: at most
 *   `concurrency` calls are under way, and as many results wait.
 * - **Order.** Scopes (an organization or project and a set of endpoints) are mixed; accounts are unassigned last.
 * - **Rate limit.** A 429 closes its scope's gate for as long as the server asks, outside `timeoutMs`, and the target is sent
 *   again, while other scopes go on. All runs of a client share its gates.
 * - **Breaker.** Ten results in a row that speak of the caller, the API or the network, and not of their targets, end the
 *   run, and so do 15 minutes of a closed gate, an abort, or leaving the loop. Calls under way finish; what is left is
 *   `not-sent` with a `CancelledError`, whose cause is the last error.
 *
 * @param client A client of `createClient`.
 * @param targets What `Array.from` or `Array.fromAsync` takes. What it throws is thrown on; nothing was sent.
 * @throws InvalidParameterError at once, for a wrong client, source or option.
 */
export function revokeAll<T extends Target>(
  client: RevokeClient,
  targets: TargetSource<T>,
  options: RevokeAllOptions = {},
): AsyncGenerator<BulkResult<T>, void, undefined> {
  const sendOne = sendOneOf(client);
  if (sendOne === undefined) {
    throw new InvalidParameterError("client", "what createClient of this very package returned", describe(client));
  }
  if (typeof targets !== "object" || targets === null || !isSource(targets)) {
    throw new InvalidParameterError("targets", "what Array.from or Array.fromAsync takes", describe(targets));
  }
  const { concurrency = 4, signal, onProgress, missingOk = false } = readOptions(options);
  const settings = { sendOne, gates: gatesOf(client), concurrency, signal, onProgress, missingOk };
  return readAndRun(targets, settings);
}

async function* readAndRun<T>(
  source: TargetSource<T>,
  settings: Omit<RunSettings<never>, "beforeSend" | "mayBeGone">,
): AsyncGenerator<BulkResult<T>, void, undefined> {
  const targets = await readAll(source, settings.signal);
  const checked = targets.map((target, index) => ({ ...checkTarget(target, `targets[${index}]`), target, index }));
  for await (const result of run(checked, settings)) {
    const { target, index } = result.target;
    yield { ...result, target, index };
  }
}

function isSource(value: object): boolean {
  return Symbol.asyncIterator in value || Symbol.iterator in value || "length" in value;
}

/** As `Array.fromAsync` does, which Node 20 lacks; an abort ends it even where an asynchronous source yields nothing. */
async function readAll<T>(source: TargetSource<T>, signal: AbortSignal | undefined): Promise<readonly T[]> {
  const asynchronous = Symbol.asyncIterator in source;
  const given: T[] = [];
  async function read(): Promise<readonly T[]> {
    for await (const target of asynchronous || Symbol.iterator in source ? source : Array.from(source)) {
      if (asynchronous && signal?.aborted === true) break;
      given.push(target);
    }
    return given;
  }
  if (!asynchronous || signal === undefined) return await read();
  let release = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(notSent("the run was cancelled while the targets were read.", signal.reason));
    release = onAbort(signal, abort);
    if (signal.aborted) abort();
  });
  return await Promise.race([aborted, read()]).finally(() => release());
}

function readOptions(options: RevokeAllOptions): RevokeAllOptions {
  const given = checkKeys(options, optionNames, "options", "the options of revokeAll");
  checkWhole(given.concurrency, "concurrency", 1, 256);
  checkSignal(given.signal);
  checkType(given.onProgress, "onProgress", "function");
  checkType(given.missingOk, "missingOk", "boolean");
  return given;
}
