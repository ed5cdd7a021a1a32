/** What a batch is before anybody is asked: options checked by the library, the whole input checked by the document. */
import { constants, createReadStream } from "node:fs";
import { addAbortSignal } from "node:stream";
import { own } from "../../internal/json.js";
import { settingsOf } from "../connection.js";
import type { Io } from "../io.js";
import { codeOf, readBytes, shownPath } from "../readFile.js";
import { UsageError } from "../usageError.js";
import type { BatchRequest } from "./batchFlags.js";
import { idNames, type Plan, type Reading, readPlan } from "./entries.js";
import { maxInputBytes, openResultsFile } from "./files.js";
import { decodeInput, type InputRecord, readRecords } from "./input.js";
import { invalidBatch } from "./planText.js";
import { readLines } from "./readBack.js";
import type { BatchFacts } from "./resultLines.js";
import { shownResults } from "./results.js";

/** Everything that a run has settled before it sends. */
export interface Prepared {
  readonly request: BatchRequest;
  readonly plan: Plan;
  readonly facts: BatchFacts;
}

/** Reads and checks all that can be wrong before anything is asked or sent. */
export async function prepare(request: BatchRequest, io: Io, signal: AbortSignal): Promise<Prepared> {
  const { api, outcome, file } = request;
  const { origin: host } = settingsOf(request, api);
  const plan =
    outcome === undefined
      ? await readList(request, io, signal)
      : (await readFromResults(file, outcome === "unknown" ? ["unknown", "started"] : [outcome])).reading;
  if ("problems" in plan) throw invalidBatch(plan);
  return { request, plan, facts: { api, host, targets: plan.entries.length, sha256: plan.sha256 } };
}

async function readList({ file }: BatchRequest, io: Io, signal: AbortSignal): Promise<Reading> {
  const shown = file === "-" ? "Standard input" : `The input file ${shownPath(file)}`;
  if (file === "-" && io.stdin.isTTY === true) {
    throw new UsageError("- reads the targets from standard input, which is a terminal.");
  }
  const stream = file === "-" ? addAbortSignal(signal, io.stdin) : createReadStream(file, { signal });
  const failed = (error: unknown): never => {
    if (signal.aborted || error instanceof UsageError) throw error;
    throw new UsageError(`${shown} can't be read (${codeOf(error)}).`);
  };
  // The bytes are not kept beside the text.
  const decoded = decodeInput(await readBytes(stream, shown, maxInputBytes, "a list of targets").catch(failed));
  return readPlan("line" in decoded ? [decoded] : readRecords(decoded.text));
}

/** What a results file says: its batch, and its targets, each with the number of its last line. */
export interface FromResults {
  readonly facts: BatchFacts | undefined;
  readonly reading: Reading;
}

/** Reads the targets of a results file; only those whose last line says a wanted outcome, where some are wanted. */
export async function readFromResults(file: string, wanted?: readonly string[]): Promise<FromResults> {
  const shown = shownResults(file);
  const opened = await openResultsFile(file, shown, constants.O_RDONLY);
  const last = new Map<number, InputRecord & { readonly outcome: string }>();
  let facts: BatchFacts | undefined;
  let line = 0;
  await readLines(opened, shown, (read) => {
    line += 1;
    if (read.type === "batch") {
      facts = read;
      return true;
    }
    const { known, n } = read;
    const values = ["operation", ...idNames].map((name) => [name, own(read.facts, name)] as const);
    const columns: object = Object(own(read.facts, "columns"));
    const given = Object.fromEntries(values.filter(([, value]) => value !== undefined));
    last.set(n, { line, values: { ...columns, ...given }, outcome: known.outcome });
    return true;
  }).finally(() => opened.close());
  const records = [...last.values()].filter(({ outcome }) => wanted === undefined || wanted.includes(outcome));
  return { facts, reading: readPlan(records) };
}
