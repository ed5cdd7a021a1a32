/** One figure of the proof. */
export interface Line {
  readonly what: string;
  readonly found: string;
  readonly wanted: string | undefined;
  readonly holds: boolean;
}

/** Builds a line, and prints it at once. */
export function line(what: string, found: string, holds: boolean, wanted?: string): Line {
  console.log(`${holds ? "holds" : "FAILS"}  ${what}: ${found}${wanted === undefined ? "" : ` (${wanted})`}`);
  return { what, found, wanted, holds };
}
