/** What is to be revoked: one object per credential, discriminated by the document's `operationId`. */
import { type Ids, type OperationFacts, type OperationId, operationTable } from "../../generated/client.js";
import { InvalidParameterError } from "../errors.js";
import { checkId } from "../internal/ids.js";
import { own } from "../internal/json.js";
import { describe, describeKey } from "../internal/text.js";

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
}

/**
 * Checks a target against the document.
 *
 * @param at Where the target stands, for errors: `targets[3]`.
 * @throws InvalidParameterError naming what is wrong; no value is repeated.
 */
export function checkTarget(target: unknown, at?: string): CheckedTarget {
  const named = (name: string): string => (at === undefined ? name : `${at}.${name}`);
  if (typeof target !== "object" || target === null || Array.isArray(target)) {
    throw new InvalidParameterError(at ?? "target", "an object with operation and its ids", describe(target));
  }
  // Copied: what is inherited, or read a second time, is not what was checked.
  const { operation: operationId, ...given }: { readonly operation?: unknown } = { ...target };
  if (!isOperation(operationId)) {
    const expected = `one of ${Object.keys(operationTable).join(", ")}`;
    throw new InvalidParameterError(named("operation"), expected, describe(operationId));
  }
  const operation = operationTable[operationId];
  const { pathParameters } = operation;
  const unknown = Object.keys(given).find((key) => !pathParameters.some(({ name }) => name === key));
  if (unknown !== undefined) {
    const expected = `an object with operation, ${pathParameters.map(({ name }) => name).join(", ")} and nothing else`;
    throw new InvalidParameterError(at ?? "target", expected, describeKey(unknown), operationId);
  }
  const ids = pathParameters.map((parameter) => {
    const { name } = parameter;
    return [name, checkId({ ...parameter, name: named(name) }, own(given, name), operationId)] as const;
  });
  return checkedTarget(operation, Object.fromEntries(ids));
}

function isOperation(value: unknown): value is OperationId {
  return typeof value === "string" && Object.hasOwn(operationTable, value);
}

/**
 * The API counts per organization or project and per set of endpoints (service accounts, API keys), as Atlas documents.
 * Nothing is documented for Cloud Manager's revocations; the one figure in its older manual counts per project too.
 */
function checkedTarget(operation: OperationFacts, ids: Readonly<Record<string, string>>): CheckedTarget {
  const [, , owner = "", endpoints = ""] = operation.path.split("/");
  return { operation, ids, scope: `${endpoints} of ${operation.scope} ${ids[owner.slice(1, -1)] ?? ""}` };
}
