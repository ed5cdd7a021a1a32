/** Refuses keys that nobody knows: a misspelt option would otherwise be an option that is silently not used. */
import { InvalidParameterError } from "../errors.js";
import { describe, describeKey } from "./text.js";

/**
 * Copies an object of options after checking its keys, so that a getter or a later change can't swap a value.
 *
 * @param name What an error calls the object.
 * @param contents The object in words.
 * @throws InvalidParameterError when it is not an object, or has a key that is not known.
 */
export function checkKeys<T extends object>(value: T, known: readonly string[], name: string, contents: string): T {
  if (typeof value !== "object" || value === null) {
    throw new InvalidParameterError(name, `an object with ${contents}`, describe(value));
  }
  const copy: T = { ...value };
  for (const key of Object.keys(copy)) {
    if (!known.includes(key)) {
      throw new InvalidParameterError(name, `an object with no other keys than ${known.join(", ")}`, describeKey(key));
    }
  }
  return copy;
}
