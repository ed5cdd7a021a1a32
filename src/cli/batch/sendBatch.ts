/** Sends a batch: takes the targets in their order, and counts each as done once its result is durable. */

import { budgetsOf } from "../../bulk/budgets.js";
import type { BulkProgress, BulkResult } from "../../bulk/result.js";
import { run } from "../../bulk/run.js";
import type { Target } from "../../bulk/target.js";
import { type RevokeClient, sendOneOf } from "../../client.js";
import type { Order } from "./order.js";
import type { Plan } from "./plan.js";
import { isCredentialRefused } from "./resultLines.js";
import type { Results } from "./resultsFile.js";

/** What sending needs. */
export interface Sending {
  readonly client: RevokeClient;
  readonly plan: Plan;
  readonly order: Order;
  readonly results: Results;
  readonly concurrency: number;
  readonly missingOk: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BulkProgress) => void;
  /** Called when a result is durable. */
  readonly onDone: (place: number, result: BulkResult) => void;
}

/** Results that may wait for the disk at the same time, for each unit of concurrency. */
const unwrittenPerCall = 4;

/** So many targets whose credential is refused, before any other answer, and the rest is not sent. */
const refusedCredentialsAtMost = 5;

/** The run was ended because the server refuses the credential: more requests would get the same answer, or lock it. */
export class CredentialRefusedError extends Error {
  override readonly name: string = "CredentialRefusedError";
}

/** Sends everything. Rejects with what ended the run before its time; every result that came is written by then. */
export async function sendBatch(sending: Sending): Promise<void> {
  const { client, plan, order, results, concurrency, missingOk, onProgress } = sending;
  const giveUp = new AbortController();
  const signal = AbortSignal.any([sending.signal, giveUp.signal]);
  let [seen, credentialsRefused] = [0, 0];
  const sendOne = sendOneOf(client);
  if (sendOne === undefined) throw new TypeError("the client is not this program's own");
  const placeAt = placeFinder(order);
  const ended = createCounter();
  const writing = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;

  const record = (place: number, result: BulkResult): void => {
    const written = results
      .ended(place, result)
      .then(() => sending.onDone(place, result))
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => writing.delete(written));
    writing.add(written);
  };

  try {
    const outcomes = run<Target>(inOrder(plan, order, ended), {
      sendOne,
      budgets: budgetsOf(client),
      concurrency,
      missingOk,
      signal,
      onProgress,
      beforeSend: (_, index) => results.started(placeAt(index)),
      mayBeGone: (_, index) => results.ledger.mayBeGone(placeAt(index)),
    });
    for await (const result of outcomes) {
      record(placeAt(result.index), result);
      ended.add();
      seen += 1;
      if (isCredentialRefused(result)) credentialsRefused += 1;
      if (seen === refusedCredentialsAtMost && credentialsRefused === seen) giveUp.abort(credentialRefused(seen));
      if (writing.size >= unwrittenPerCall * concurrency) await Promise.race(writing);
      if (failure !== undefined) throw failure.error;
    }
  } catch (error) {
    throw giveUp.signal.aborted && !sending.signal.aborted ? giveUp.signal.reason : error;
  } finally {
    await Promise.all(writing);
  }
  if (failure !== undefined) throw failure.error;
}

function credentialRefused(times: number): CredentialRefusedError {
  return new CredentialRefusedError(
    `The server refused the credential for each of the first ${times} targets (HTTP 401), so no further one was begun. Check the key or secret, its access list, and --api.`,
  );
}

/** Targets group by group; the next group waits until everything before it has ended. */
async function* inOrder(plan: Plan, order: Order, ended: Counter): AsyncGenerator<Target, void, undefined> {
  let before = 0;
  for (const group of order) {
    await ended.reach(before);
    for (const place of group) yield plan.at(place);
    before += group.length;
  }
}

function placeFinder(order: Order): (index: number) => number {
  return (index) => {
    let offset = index;
    for (const group of order) {
      const place = group[offset];
      if (place !== undefined) return place;
      offset -= group.length;
    }
    throw new RangeError("a result for a target that was not in the order");
  };
}

interface Counter {
  add(): void;
  /** Resolves when so many were added. */
  reach(count: number): Promise<void>;
}

function createCounter(): Counter {
  let count = 0;
  let waiting: { readonly count: number; readonly resolve: () => void } | undefined;
  return {
    add() {
      count += 1;
      if (waiting !== undefined && count >= waiting.count) waiting.resolve();
    },
    reach: (wanted) =>
      count >= wanted
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting = { count: wanted, resolve };
          }),
  };
}
