/** What is to be revoked: one object per credential, discriminated by the document's `operationId`. */
import {
  type Ids,
  type Operation,
  type OperationFacts,
  type OperationId,
  operationTable,
} from "../../generated/client.js";
import type { SendOne } from "../client.js";
import { InvalidParameterError } from "../errors.js";
import { checkIds } from "../internal/ids.js";
import { describe } from "../internal/text.js";
import type { CallOptions } from "../options.js";
import type { Internals, Revocation } from "../revoke.js";

/**
 * One revocation to be made: the operation and its ids, in the form of a line of a batch file.
 *
 * ```ts
 * const target: Target = { operation: "deleteGroupServiceAccountSecret", groupId, clientId, secretId };
 * ```
 */
export type Target = { [K in OperationId]: { readonly operation: K } & Readonly<Ids<K>> }[OperationId];

/** A target after the checks: copied, so that nobody can change it on its way. */
export interface CheckedTarget {
  readonly operation: OperationFacts;
  readonly ids: Readonly<Record<string, string>>;
  /** What the server counts its rate limit by. */
  readonly scope: string;
  /** Sends it through a client. */
  readonly send: (sendOne: SendOne, ...rest: CallRest) => Promise<Revocation>;
}

type CallRest = [options: CallOptions, internals: Omit<Internals, "number">];

/**
 * Checks a target against the document.
 *
 * @throws InvalidParameterError naming what is wrong; no value is repeated.
 */
export function checkTarget(target: unknown): CheckedTarget {
  if (typeof target !== "object" || target === null || Array.isArray(target)) {
    throw new InvalidParameterError("target", "an object with operation and its ids", describe(target));
  }
  const { operation: operationId, ...given }: { readonly operation?: unknown } = target;
  if (typeof operationId !== "string" || !Object.hasOwn(operationTable, operationId)) {
    const expected = `one of ${Object.keys(operationTable).join(", ")}`;
    throw new InvalidParameterError("operation", expected, describe(operationId));
  }
  return checkedTarget(operationId as OperationId, given);
}

function checkedTarget<K extends OperationId>(operationId: K, given: object): CheckedTarget {
  const operation: Operation<K> = operationTable[operationId];
  const ids = checkIds(operation.pathParameters, given, operationId);
  const scope = scopeOf(operation, ids);
  return { operation, ids, scope, send: (sendOne, ...rest) => sendOne(operation, ids, ...rest) };
}

/**
 * The API counts per organization or project and per set of endpoints (service accounts, API keys), as Atlas documents.
 * Nothing is documented for Cloud Manager's revocations; the one figure in its older manual counts per project too. Where
 * that is wrong, each scope still learns from its own answers, which costs a few 429s and no revocation.
 */
function scopeOf(operation: Pick<OperationFacts, "path" | "scope">, ids: Readonly<Record<string, string>>): string {
  const [, , owner = "", endpoints = ""] = operation.path.split("/");
  return `${endpoints} of ${operation.scope} ${ids[owner.slice(1, -1)] ?? ""}`;
}
