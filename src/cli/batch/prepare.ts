/** What a batch is before anybody is asked: options checked by the library, the whole input checked by the document. */
import { createReadStream } from "node:fs";
import { addAbortSignal, type Readable } from "node:stream";
import { servers } from "../../../generated/client.js";
import { type ClientOptions, createClient } from "../../index.js";
import { cleanText } from "../../internal/text.js";
import type { Io } from "../io.js";
import { UsageError } from "../usageError.js";
import type { BatchRequest } from "./batchFlags.js";
import { readLines } from "./lines.js";
import { type Plan, readPlan } from "./plan.js";
import { InvalidBatchError } from "./planText.js";
import { readRecords } from "./records.js";
import type { BatchFacts } from "./resultLines.js";

/** Everything that a run has settled before it sends. */
export interface Prepared {
  readonly request: BatchRequest;
  readonly plan: Plan;
  readonly facts: BatchFacts;
  readonly options: Omit<ClientOptions, "auth" | "fetch">;
}

/** Reads and checks all that can be wrong before anything is asked or sent. */
export async function prepare(request: BatchRequest, io: Io, signal: AbortSignal): Promise<Prepared> {
  const { api, baseUrl, timeoutMs, maxRetries } = request;
  const options = { api, baseUrl, timeoutMs, maxRetries };
  // The library's own checks; this client sends nothing.
  createClient({ ...options, auth: { scheme: "none", authorize: () => undefined } });
  const host = baseUrl === undefined ? servers[api].origin : new URL(baseUrl).origin;
  const reading = await readPlan(readRecords(readLines(openInput(request, io, signal)))).catch((error: unknown) => {
    throw inputError(error, request, signal);
  });
  if ("problems" in reading) throw new InvalidBatchError(reading);
  const { plan } = reading;
  return { request, plan, options, facts: { api, host, targets: plan.size, sha256: plan.digest } };
}

function openInput({ file }: BatchRequest, io: Io, signal: AbortSignal): Readable {
  if (file !== "-") return createReadStream(file, { signal });
  if (io.stdin.isTTY === true) throw new UsageError("- reads the targets from standard input, which is a terminal.");
  return addAbortSignal(signal, io.stdin);
}

function inputError(error: unknown, { file }: BatchRequest, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof UsageError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  if (code === undefined) return error;
  const shown = file === "-" ? "Standard input" : `The input file ${JSON.stringify(cleanText(file))}`;
  return new UsageError(`${shown} can't be read (${code}).`);
}
