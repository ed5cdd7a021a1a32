// Checks of what a caller gives: a misspelt option would otherwise be a test that tests nothing. Each throws a TypeError.

/** Refuses names that an object must not have. */
export function refuseUnknown(caller: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`${caller}: unknown option "${unknown}"; known are ${known.join(", ")}`);
  }
}

/** Refuses a value that is not one of those that exist. */
export function oneOf(caller: string, name: string, value: unknown, known: readonly unknown[]): void {
  if (!known.includes(value)) throw new TypeError(`${caller}: ${name} must be one of ${known.join(", ")}`);
}

/** Refuses what is not a number within bounds. */
export function inRange(caller: string, name: string, value: unknown, least: number, most: number): void {
  if (typeof value === "number" && value >= least && value <= most) return;
  throw new TypeError(`${caller}: ${name} must be a number from ${least} to ${most}`);
}
