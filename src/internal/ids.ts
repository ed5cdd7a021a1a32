/** Checks ids against the document before a URL exists: the whole string must match, and each id is read only once. */
import type { LookupId, OperationId, PathParameter } from "../../generated/client.js";
import { InvalidParameterError } from "../errors.js";
import { own } from "./json.js";
import { describe, describeKey, looksSecret } from "./text.js";

const patterns: Map<string, RegExp> = new Map();

/**
 * Copies the ids of one operation after checking each.
 *
 * @returns A new object with exactly the operation's ids, so that a getter or a later change can't swap one.
 * @throws InvalidParameterError naming the id and the form it must have; the value itself is never repeated.
 */
export function checkIds(
  pathParameters: readonly PathParameter[],
  ids: unknown,
  operationId?: OperationId | LookupId,
): Readonly<Record<string, string>> {
  if (typeof ids !== "object" || ids === null) {
    throw new InvalidParameterError("ids", `an object with ${names(pathParameters)}`, describe(ids), operationId);
  }
  const given: Readonly<Record<string, unknown>> = { ...ids };
  for (const name of Object.keys(given)) {
    if (!pathParameters.some((parameter) => parameter.name === name)) {
      const expected = `an object with ${names(pathParameters)} and nothing else`;
      throw new InvalidParameterError("ids", expected, describeKey(name), operationId);
    }
  }
  const checked = pathParameters.map((parameter) => [
    parameter.name,
    checkId(parameter, own(given, parameter.name), operationId),
  ]);
  return Object.fromEntries(checked);
}

/** Returns an id that has the form of its parameter; throws `InvalidParameterError` for every other value. */
export function checkId(parameter: PathParameter, value: unknown, operationId?: OperationId | LookupId): string {
  if (typeof value === "string" && wholePattern(parameter.pattern).test(value)) return value;
  throw new InvalidParameterError(parameter.name, parameter.form, describe(value), operationId, looksSecret(value));
}

/** The pattern as an expression that the whole string must match, whatever anchors it has itself. */
export function wholePattern(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const whole = new RegExp(`^(?:${pattern})$`, "u");
  patterns.set(pattern, whole);
  return whole;
}

function names(parameters: readonly PathParameter[]): string {
  return parameters.map((parameter) => parameter.name).join(", ");
}
