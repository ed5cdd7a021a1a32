/** The targets of a batch: every distinct one of the input, checked, with what is known of it from this run and earlier ones. */
import { createHash } from "node:crypto";
import { operationTable } from "../../../generated/client.js";
import type { BulkResult } from "../../bulk/result.js";
import { type CheckedTarget, checkTarget } from "../../bulk/target.js";
import { InvalidParameterError } from "../../errors.js";
import { looksSecret } from "../../internal/text.js";
import { commands } from "../commands.js";
import type { InputRecord, Problem } from "./input.js";

/** What is known of a target: that a request may have left for it, or how it ended last. */
export interface Known {
  readonly outcome: "started" | BulkResult["outcome"];
  /** Whether another run has nothing to add. */
  readonly final: boolean;
  /** Why, in a word or two; absent for a success. */
  readonly reason?: string | undefined;
  readonly summary?: string | undefined;
  readonly nextStep?: string | undefined;
}

/** One target of a batch. */
export interface Entry extends CheckedTarget {
  /** Its place in the batch, from 1. */
  readonly n: number;
  readonly line: number;
  /** What else stood in its line. */
  readonly columns: Readonly<Record<string, unknown>> | undefined;
  /** Undefined before a request may have left for it. */
  known: Known | undefined;
}

/** A line that repeats an earlier one's target. */
export interface Duplicate {
  readonly line: number;
  readonly firstLine: number;
}

/** A batch, before anything is sent. */
export interface Plan {
  readonly entries: readonly Entry[];
  /** The first of the lines that repeat another. */
  readonly duplicates: readonly Duplicate[];
  readonly duplicateCount: number;
  /** SHA-256 of all targets in the order of the file, hexadecimal. */
  readonly sha256: string;
  /** What is known, once for all targets that ended alike. */
  readonly kinds: Map<string, Known>;
}

/** Notes what is known of a target; of those that ended alike, the first one's words are kept. */
export function note({ kinds }: Plan, entry: Entry, known: Known): void {
  const key = `${known.outcome} ${known.reason}`;
  entry.known = kinds.get(key) ?? known;
  kinds.set(key, entry.known);
}

/** What reading came to: a plan, or the first problems and the number of all. */
export type Reading = Plan | { readonly problems: readonly Problem[]; readonly problemCount: number };

/** Problems and duplicates that are kept to be shown. */
export const shownAtMost = 20;

/** Reads every record to the end, so that all problems are found at once. */
export function readPlan(records: Iterable<InputRecord | Problem>): Reading {
  const entries: Entry[] = [];
  const lineOf = new Map<string, number>();
  const scopes = new Map<string, string>();
  const [duplicates, problems]: [Duplicate[], Problem[]] = [[], []];
  let [duplicateCount, problemCount] = [0, 0];
  const hash = createHash("sha256");
  for (const record of records) {
    const { line } = record;
    const read = "values" in record ? readTarget(record) : record;
    if ("text" in read) {
      problemCount += 1;
      if (problems.length < shownAtMost) problems.push(read);
      continue;
    }
    const { operation, ids } = read;
    const key = [operation.operationId, ...Object.values(ids)].join("\t");
    const firstLine = lineOf.get(key);
    if (firstLine === undefined) {
      lineOf.set(key, line);
      // One string for each scope, however many targets it has.
      const scope = scopes.get(read.scope) ?? read.scope;
      scopes.set(scope, scope);
      entries.push({ ...read, scope, n: entries.length + 1, line, known: undefined });
      hash.update(`${key}\n`);
    } else {
      duplicateCount += 1;
      if (duplicates.length < shownAtMost) duplicates.push({ line, firstLine });
    }
  }
  if (problemCount > 0) return { problems, problemCount };
  if (entries.length === 0) return { problems: [{ line: 1, text: "the input holds no target" }], problemCount: 1 };
  return { entries, duplicates, duplicateCount, sha256: hash.digest("hex"), kinds: new Map() };
}

/** The names of all ids. */
export const idNames: ReadonlySet<string> = new Set(
  Object.values(operationTable).flatMap(({ pathParameters }) => pathParameters.map(({ name }) => name)),
);
/** Names of columns as people write them: "Group ID", `project_id`, `orgId`. */
const names: ReadonlyMap<string, string> = new Map([
  ...["operation", ...idNames].map((name) => [name.toLowerCase(), name] as const),
  ["projectid", "groupId"],
  ["organizationid", "orgId"],
]);
const operationOf: ReadonlyMap<unknown, string> = new Map(
  Object.entries(commands).map(([operationId, command]) => [command, operationId]),
);

/** A column as the results keep it: an API key's private part must not get into an audit file. */
function withoutKey([name, value]: readonly [string, unknown]): [string, unknown] {
  const secret = looksSecret(name) || looksSecret(JSON.stringify(value));
  return secret ? [looksSecret(name) ? "[redacted]" : name, "[redacted]"] : [name, value];
}

/** A record as a target, with what else stands in it apart. */
function readTarget({ line, values }: InputRecord): (CheckedTarget & Pick<Entry, "columns">) | Problem {
  const target = new Map<string, unknown>();
  const others: [string, unknown][] = [];
  for (const [key, value] of Object.entries(values)) {
    const name = names.get(key.toLowerCase().replaceAll(/[\s_-]/g, ""));
    if (name === undefined) others.push([key, value]);
    else if (target.has(name)) return { line, text: `names ${name} twice` };
    else target.set(name, value);
  }
  if (/mdb_sa_sk_/i.test(JSON.stringify(values))) {
    const text = "holds what looks like a secret's value (it is not repeated here)";
    return { line, text, secret: true };
  }
  const operation = target.get("operation");
  target.set("operation", operationOf.get(operation) ?? operation);
  try {
    const columns = others.length === 0 ? undefined : Object.fromEntries(others.map(withoutKey));
    return { ...checkTarget(Object.fromEntries(target)), columns };
  } catch (error) {
    if (!(error instanceof InvalidParameterError)) throw error;
    return { line, text: `${error.parameter} ${error.reason}`, secret: error.nextStep !== undefined };
  }
}
