/** What a batch will do: every distinct target in a compact form, checked, counted, and in the order of sending. */
import { createHash, type Hash } from "node:crypto";
import { type OperationFacts, type OperationId, operationTable } from "../../../generated/client.js";
import { checkTarget, type Target } from "../../bulk/target.js";
import { InvalidParameterError } from "../../errors.js";
import type { InputRecord } from "./records.js";

/** Something that is wrong with a line. */
export interface Problem {
  readonly line: number;
  readonly text: string;
}

/** A line that repeats an earlier one's target. */
export interface Duplicate {
  readonly line: number;
  readonly firstLine: number;
}

/** A batch, before anything is sent. */
export interface Plan {
  /** Number of distinct targets. */
  readonly size: number;
  /** The target at a place, from 0, in the order of the file. */
  readonly at: (place: number) => Target;
  readonly lineOf: (place: number) => number;
  /** The scope whose rate limit it counts against. */
  readonly scopeOf: (place: number) => string;
  readonly duplicates: readonly Duplicate[];
  /** How many lines repeat another; `duplicates` holds the first of them. */
  readonly duplicateCount: number;
  /** SHA-256 of all targets in the order of the file, hexadecimal. */
  readonly digest: string;
}

/** What reading came to: a plan, or what is wrong, capped, with the number of all problems. */
export type Reading =
  | { readonly plan: Plan }
  | { readonly problems: readonly Problem[]; readonly problemCount: number };

/** Problems and duplicates that are kept to be told. */
export const toldAtMost = 20;
const separator = "\t";

/** Reads every record to the end, so that all problems are found at once. */
export async function readPlan(records: AsyncIterable<InputRecord>): Promise<Reading> {
  const packed: string[] = [];
  const lines: number[] = [];
  const scopes: string[] = [];
  const scopeNames = new Map<string, string>();
  const placeOf = new Map<string, number>();
  const duplicates: Duplicate[] = [];
  let duplicateCount = 0;
  const problems: Problem[] = [];
  let problemCount = 0;
  const digest = createHash("sha256");
  for await (const { line, values, problems: texts } of records) {
    const read = values === undefined ? undefined : check(values);
    const all = typeof read === "string" ? [...texts, read] : texts;
    problemCount += all.length;
    for (const text of all) if (problems.length < toldAtMost) problems.push({ line, text });
    if (read === undefined || typeof read === "string") continue;
    const first = placeOf.get(read.packed);
    if (first === undefined) {
      placeOf.set(read.packed, packed.length);
      packed.push(read.packed);
      lines.push(line);
      // One string for each scope, however many targets it has.
      const scope = scopeNames.get(read.scope) ?? read.scope;
      scopeNames.set(scope, scope);
      scopes.push(scope);
      hashLine(digest, read.packed);
    } else {
      duplicateCount += 1;
      if (duplicates.length < toldAtMost) duplicates.push({ line, firstLine: lines[first] ?? 0 });
    }
  }
  if (problemCount > 0) return { problems, problemCount };
  if (packed.length === 0) return { problems: [{ line: 1, text: "the file holds no target" }], problemCount: 1 };
  return {
    plan: {
      size: packed.length,
      at: (place) => unpack(packed[place] ?? ""),
      lineOf: (place) => lines[place] ?? 0,
      scopeOf: (place) => scopes[place] ?? "",
      duplicates,
      duplicateCount,
      digest: digest.digest("hex"),
    },
  };
}

/** The facts of a target's operation. */
export function operationOf({ operation }: Target): OperationFacts {
  return operationTable[operation];
}

/** A target's ids, by name. */
export function idsOf({ operation: _, ...ids }: Target): Readonly<Record<string, string>> {
  return ids;
}

function hashLine(digest: Hash, packed: string): void {
  digest.update(`${packed}\n`);
}

function check(values: Readonly<Record<string, unknown>>): { packed: string; scope: string } | string {
  try {
    const { operation, ids, scope } = checkTarget(values);
    return { packed: [operation.operationId, ...Object.values(ids)].join(separator), scope };
  } catch (error) {
    if (!(error instanceof InvalidParameterError)) throw error;
    return error.message.replace(/ Nothing was sent\.$/, "");
  }
}

function unpack(packed: string): Target {
  const [operation = "", ...values] = packed.split(separator);
  const { pathParameters } = operationTable[operation as OperationId];
  const ids = Object.fromEntries(pathParameters.map(({ name }, at) => [name, values[at]]));
  return { operation, ...ids } as unknown as Target; // It was checked when it was packed.
}
