/** Runs a batch: the whole file checked, the question asked, everything sent, and the end told. */
import { stat } from "node:fs/promises";
import { createClient, isRevokeError } from "../../index.js";
import { cleanText } from "../../internal/text.js";
import { confirm } from "../confirm.js";
import { authFor, chooseCredential, noCredentials } from "../credentials.js";
import type { ExitCode } from "../exitCodes.js";
import type { Io } from "../io.js";
import { paintFor, widthOf, writeResult } from "../output.js";
import { printReport } from "../printReport.js";
import { reportFailure } from "../report.js";
import { type Cleanup, cleanUp, readSource, sourceOf, wasStopped } from "../revokeCommand.js";
import type { GivenFlags } from "../revokeFlags.js";
import { tellSandbox } from "../sandboxTarget.js";
import { StoppedError, UsageError } from "../usageError.js";
import { optionsInFlags } from "../words.js";
import { type BatchRequest, readBatchRequest } from "./batchFlags.js";
import { printPlan } from "./dryRun.js";
import { orderOf } from "./order.js";
import { countsOf, InvalidBatchError, placesOf, warningsOf } from "./planText.js";
import { type Prepared, prepare } from "./prepare.js";
import { showProgress } from "./progress.js";
import { question, tellStart } from "./question.js";
import { openRehearsal } from "./rehearsal.js";
import { openResults, type Results, unrecorded } from "./resultsFile.js";
import { CredentialRefusedError, sendBatch } from "./sendBatch.js";
import { type Loose, looseAtMost, looseOf, type Summary, summaryAsJson, summaryOf, summaryText } from "./summary.js";

/** Runs a batch and tells how it ended. */
export async function batchCommand(file: string, given: GivenFlags, io: Io): Promise<ExitCode> {
  const json = given.json === true;
  const interrupt = new AbortController();
  const release = io.onInterrupt(() => interrupt.abort());
  const cleanups: Cleanup[] = [];
  try {
    const exitCode = await attempt(readBatchRequest(file, given), json, io, interrupt.signal, cleanups);
    return exitCode;
  } catch (error) {
    const failure = wasStopped(error, interrupt.signal) ? new StoppedError("CANCELLED") : error;
    return await tellFailure(failure, json, io);
  } finally {
    for (const cleanup of cleanups.reverse()) await cleanUp(cleanup, interrupt.signal, io);
    release();
  }
}

async function attempt(
  request: BatchRequest,
  json: boolean,
  io: Io,
  signal: AbortSignal,
  cleanups: Cleanup[],
): Promise<ExitCode> {
  const real = await prepare(request, io, signal);
  const rehearsal = request.sandbox ? await openRehearsal(real) : undefined;
  if (rehearsal !== undefined) {
    cleanups.push(rehearsal.close);
    await tellSandbox(io, " It holds what the file lists.");
  }
  const prepared = rehearsal?.prepared ?? real;
  const { plan, facts, options } = prepared;
  if (request.dryRun) return await printPlan(prepared, json, io);
  const source = sourceOf(request);
  const credential =
    rehearsal?.credential ?? chooseCredential(await readSource(request, io, signal), source, request.auth);
  if (credential === undefined) throw noCredentials(source, request.auth);
  const auth = await authFor(credential);
  signal.throwIfAborted();

  const early = request.resume ? await resultsOf(prepared, cleanups) : await refuseExisting(request);
  const ownClientId = credential.kind === "service-account" ? credential.values.clientId : undefined;
  const order = orderOf(plan, (place) => early?.ledger.isLeft(place) ?? true, ownClientId);
  const left = order.reduce((sum, group) => sum + group.length, 0);
  if (left > 0 && !request.yes) await confirm(io, question(prepared, early, credential, io), signal);
  const results = early ?? (await resultsOf(prepared, cleanups));
  if (!json) await tellStart(prepared, left, io);

  const client = createClient({ ...options, auth, fetch: io.fetch });
  cleanups.push(() => client.close());
  const started = performance.now();
  const notGone: Loose[] = [];
  let rateLimited = 0;
  const display = json ? undefined : await showProgress(io, left);
  const ended = await sendBatch({
    client,
    plan,
    order,
    results,
    concurrency: request.concurrency,
    missingOk: request.missingOk,
    signal,
    onProgress: (progress) => {
      rateLimited = progress.rateLimited;
      display?.tell(progress);
    },
    onDone: (place, result) => {
      display?.done();
      const loose = notGone.length < looseAtMost ? looseOf(plan, place, result) : undefined;
      if (loose !== undefined) notGone.push(loose);
    },
  }).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  display?.stop();
  const stopped = ended === undefined || signal.aborted ? undefined : whyStopped(ended.error);
  const summary = summaryOf(results.ledger, {
    api: facts.api,
    host: facts.host,
    duplicates: plan.duplicateCount,
    rateLimited,
    seconds: Math.round(performance.now() - started) / 1000,
    interrupted: signal.aborted,
    stopped,
    results: request.results === undefined ? undefined : cleanText(request.results),
    notGone,
    warnings: warningsOf(countsOf(plan, placesOf(plan))),
    sandbox: request.sandbox,
  });
  await tellEnd(summary, json, io);
  return summary.exitCode;
}

async function resultsOf({ request, plan, facts }: Prepared, cleanups: Cleanup[]): Promise<Results> {
  const results =
    request.results === undefined ? unrecorded(plan) : await openResults(request.results, plan, facts, request.resume);
  cleanups.push(() => results.close());
  return results;
}

/** Said before the question rather than after it; creating the file makes sure of it. */
async function refuseExisting({ results }: BatchRequest): Promise<undefined> {
  if (results === undefined) return;
  const exists = await stat(results).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  const shown = `The results file ${JSON.stringify(cleanText(results))}`;
  throw new UsageError(`${shown} exists already.`, "Add --resume to go on from it, or name a new file.");
}

function whyStopped(error: unknown): string {
  if (isRevokeError(error)) return optionsInFlags(error.message);
  if (error instanceof CredentialRefusedError) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  if (code !== undefined) {
    return `The results file can't be written any more (${code}). What was answered since then counts as unknown here; make room, and go on with --resume.`;
  }
  throw error;
}

async function tellEnd(summary: Summary, json: boolean, io: Io): Promise<void> {
  const { first, text } = summaryText(summary, paintFor(io.stdout, io.env), widthOf(io.stdout));
  await writeResult(io, json ? summaryAsJson(summary) : text, first);
}

async function tellFailure(error: unknown, json: boolean, io: Io): Promise<ExitCode> {
  const report = reportFailure(error, {});
  if (json && error instanceof InvalidBatchError) {
    const { problems, problemCount, nextStep, message, name, code, outcome } = error;
    const document = { outcome, exitCode: 2, error: { name, message, code }, problemCount, problems, nextStep };
    await writeResult(io, `${JSON.stringify(document)}\n`, message);
  } else {
    await printReport(report, json, io);
  }
  return report.exitCode;
}
