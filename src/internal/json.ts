/** Reads values that came from outside as JSON, without trusting their shape. */

/** An object's own property: nothing that a prototype or a key `__proto__` supplies. */
export function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** A text's JSON; `undefined` when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: the status and the raw text then decide what the response means.
  }
}
