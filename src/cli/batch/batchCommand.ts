/** Runs a batch: the whole file checked, the question asked, everything sent, and the end reported. */
import { lstat } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { packageVersion } from "../../../generated/version.js";
import type { BulkProgress } from "../../bulk/result.js";
import { isRevokeError, type OnEvent } from "../../index.js";
import { cleanText } from "../../internal/text.js";
import { confirm } from "../confirm.js";
import { connect } from "../connection.js";
import { pairs, signerOf, signerText } from "../credentials.js";
import { execute, type Run } from "../execute.js";
import type { ExitCode } from "../exitCodes.js";
import { failureOf } from "../failure.js";
import type { GivenFlags } from "../flags.js";
import type { Io } from "../io.js";
import { paintFor, widthOf, write, writeResult } from "../output.js";
import { codeOf } from "../readFile.js";
import { titleOf } from "../report.js";
import { UsageError } from "../usageError.js";
import { readBatchRequest } from "./batchFlags.js";
import { printPlan } from "./dryRun.js";
import { keepFound, look } from "./look.js";
import { duplicatesText, leftOf, planRows, remainsOf, targetsText } from "./planText.js";
import { type Prepared, prepare } from "./prepare.js";
import { showProgress } from "./progress.js";
import { openResults, type Results, readResults, shownResults, unrecorded } from "./results.js";
import { sendBatch } from "./sendBatch.js";
import { type Summary, summaryAsJson, summaryOf, summaryText } from "./summary.js";

/** Runs a batch and reports how it ended. */
export async function batchCommand(given: GivenFlags, io: Io): Promise<ExitCode> {
  // What a request leaves behind outlives the young generation, and by default V8 lets a heap of this size grow fourfold.
  setFlagsFromString("--heap-growing-percent=50");
  return await execute(io, given.json === true, {}, (run) => attempt(given, run));
}

async function attempt(given: GivenFlags, run: Run): Promise<ExitCode> {
  const { json, io, signal, atEnd } = run;
  const request = readBatchRequest(given);
  const prepared = await prepare(request, io, signal);
  const { plan, facts } = prepared;
  if (request.dryRun && request.resume && request.results !== undefined)
    await readResults(request.results, plan, facts);
  if (request.dryRun && !request.verify) return await printPlan(prepared, undefined, json, io);
  let display: ReturnType<typeof showProgress> | undefined;
  const onEvent: OnEvent = (event) =>
    event.type === "wait" && display !== undefined ? display.waits(event.waitMs, event.because) : run.onEvent(event);
  const { client, credential } = await connect(request, facts.api, { ...run, onEvent });
  if (request.dryRun) return await printPlan(prepared, await look(client, leftOf(plan), false), json, io);

  const { publicKey, clientId } = signerOf(credential);
  const signedBy = publicKey ?? clientId ?? pairs[credential.kind].title;
  const ownClientId = credential.values.clientId;
  if (!request.resume) await refuseExisting(request.results);
  const early = request.resume ? await resultsOf(prepared, signedBy, atEnd) : undefined;
  const left = leftOf(plan);
  if (left.length > 0 && !request.yes) {
    await confirm(io, planRows(prepared, signerText(credential), ownClientId), signal);
  }
  const results = early ?? (await resultsOf(prepared, signedBy, atEnd));
  if (!json) await writeStart(prepared, left.length, signedBy, io);

  display = json || left.length === 0 ? undefined : showProgress(io, left.length);
  const started = performance.now();
  let progress: BulkProgress | undefined;
  const failure = await sendBatch({
    client,
    entries: left,
    results,
    concurrency: request.concurrency,
    missingOk: request.missingOk,
    ownClientId,
    signal,
    onProgress: (now) => {
      progress = now;
      display?.update(now);
    },
  }).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  display?.stop();
  const looked =
    request.verify && failure === undefined && !signal.aborted ? await keepFound(client, plan, results) : undefined;
  const { results: path } = request;
  const summary = summaryOf(plan.entries, {
    api: facts.api,
    host: facts.host,
    signedBy,
    version: packageVersion,
    duplicates: plan.duplicateCount,
    rateLimited: progress?.rateLimited ?? 0,
    seconds: Math.round(performance.now() - started) / 1000,
    interrupted: signal.aborted,
    stopped: signal.aborted ? undefined : stoppedBy(failure, progress, prepared),
    results: path === undefined ? undefined : cleanText(path),
    remains: remainsOf(plan.entries),
    looked,
  });
  const { first, text } = summaryText(summary, paintFor(io.stdout, io.env), widthOf(io.stdout));
  await writeResult(io, json ? summaryAsJson(summary) : text, first);
  return summary.exitCode;
}

async function resultsOf({ request, plan, facts }: Prepared, signedBy: string, atEnd: Run["atEnd"]): Promise<Results> {
  const { results: path, resume } = request;
  const results = path === undefined ? unrecorded(plan, facts) : await openResults(path, plan, facts, signedBy, resume);
  atEnd(() => results.close());
  return results;
}

/** Said before the question rather than after it; creating the file makes sure of it. */
async function refuseExisting(path: string | undefined): Promise<void> {
  if (path === undefined || (await lstat(path).catch(() => undefined)) === undefined) return;
  throw new UsageError(`${shownResults(path)} exists already.`, "Add --resume to go on from it, or name a new file.");
}

/** Says what begins, where no question did. */
async function writeStart({ plan, facts, request }: Prepared, left: number, signedBy: string, io: Io): Promise<void> {
  const repeated = duplicatesText(plan);
  if (repeated !== undefined && request.yes) await write(io.stderr, `${repeated}\n`);
  const done = plan.entries.length - left;
  if (done > 0) await write(io.stderr, `${targetsText(done)} settled by earlier runs; ${targetsText(left)} left.\n`);
  if (!request.yes || left === 0) return;
  await write(
    io.stderr,
    `Revoking ${targetsText(left)} on ${titleOf(facts.api)} at ${facts.host}, signed with ${signedBy}.\n`,
  );
}

/** Why a run ended before its time: its results could not be kept, or the breaker stopped it. */
function stoppedBy(
  failure: { readonly error: unknown } | undefined,
  progress: BulkProgress | undefined,
  { request, facts }: Prepared,
): Summary["stopped"] {
  const { results: path } = request;
  if (failure !== undefined) {
    if (path === undefined) throw failure.error;
    const summary = `${shownResults(path)} can't be kept any more (${codeOf(failure.error)}). What ended since then counts as unknown here.`;
    return { summary, nextStep: "Make sure that the file is there, is yours alone, and that there is room for it." };
  }
  const stopped = progress?.stopped;
  const last = isRevokeError(stopped?.cause) ? failureOf(stopped.cause, facts) : undefined;
  const cause = last === undefined ? "" : ` The last: ${last.summary}`;
  return stopped && { summary: `${stopped.summary}${cause}`, nextStep: last?.nextStep };
}
