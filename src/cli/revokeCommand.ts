/** Runs one revocation: flags, credential, question, call, report. */
import { type Api, type OperationFacts, servers } from "../../generated/client.js";
import { type ClientOptions, createClient, isRevokeError } from "../index.js";
import { callOperation, checkedIds, previewRequest } from "./call.js";
import { confirm } from "./confirm.js";
import { authFor, type Credential, chooseCredential, noCredentials, type Variables } from "./credentials.js";
import { readCredentialsFile, readCredentialsInput } from "./credentialsFile.js";
import type { ExitCode } from "./exitCodes.js";
import type { Io } from "./io.js";
import { formatRows, paintFor, widthOf, write } from "./output.js";
import { printReport } from "./printReport.js";
import { type Report, reportFailure, type Target } from "./report.js";
import { targetRows } from "./reportText.js";
import { type GivenFlags, type RevokeRequest, readRevokeRequest } from "./revokeFlags.js";
import { openSandbox, tellSandbox } from "./sandboxTarget.js";
import { StoppedError } from "./usageError.js";

/** What is left to do once the outcome is told. */
export type Cleanup = () => Promise<void>;

/** How long an interrupted run still tries to give its access token back, in milliseconds. */
const interruptedCloseMs = 2000;

/** Runs one revocation and tells how it ended. */
export async function revokeCommand(operation: OperationFacts, given: GivenFlags, io: Io): Promise<ExitCode> {
  const interrupt = new AbortController();
  const release = io.onInterrupt(() => interrupt.abort());
  const cleanups: Cleanup[] = [];
  const target: { -readonly [K in keyof Target]: Target[K] } = { operation };
  try {
    const report = await attempt(operation, given, io, interrupt.signal, cleanups, target).catch((error: unknown) =>
      reportFailure(wasStopped(error, interrupt.signal) ? new StoppedError("CANCELLED") : error, target),
    );
    await printReport(report, given.json === true, io);
    for (const cleanup of cleanups.reverse()) await cleanUp(cleanup, interrupt.signal, io);
    return report.exitCode;
  } finally {
    release();
  }
}

async function attempt(
  operation: OperationFacts,
  given: GivenFlags,
  io: Io,
  signal: AbortSignal,
  cleanups: Cleanup[],
  target: { -readonly [K in keyof Target]: Target[K] },
): Promise<Report> {
  const request = readRevokeRequest(operation, given);
  const sandbox = request.sandbox ? await openSandbox(request) : undefined;
  if (sandbox !== undefined) {
    cleanups.push(sandbox.close);
    target.sandbox = true;
    await tellSandbox(io);
  }
  const api = sandbox?.api ?? requireApi(request);
  const baseUrl = sandbox?.url ?? request.baseUrl;
  const ids = checkedIds(operation, sandbox?.ids ?? request.ids);
  const options: Omit<ClientOptions, "auth" | "fetch"> = {
    api,
    baseUrl,
    timeoutMs: request.timeoutMs,
    maxRetries: request.maxRetries,
  };
  const preview = await previewRequest(operation, ids, options, request.envelope);
  Object.assign(target, { api, ids, host: new URL(preview.url).origin });
  const source = sourceOf(request);
  const credential =
    sandbox?.credential ?? chooseCredential(await readSource(request, io, signal), source, request.auth);
  if (request.dryRun) {
    return { ...target, kind: "printed", exitCode: 0, request: preview, credential: credential?.description };
  }
  if (credential === undefined) throw noCredentials(source, request.auth);
  const auth = await authFor(credential);
  signal.throwIfAborted();
  if (!request.yes && sandbox === undefined) await confirm(io, statement(target, credential, io), signal);
  const client = createClient({ ...options, auth, fetch: io.fetch });
  cleanups.push(() => client.close());
  const { envelope, missingOk } = request;
  const revocation = await callOperation(client, operation, ids, { envelope, missingOk, signal });
  return { ...target, kind: "gone", exitCode: 0, revocation };
}

/** Whether an interrupt ended what comes before the call: the call's own errors say more. */
export function wasStopped(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && error instanceof Error && error.name === "AbortError" && !isRevokeError(error);
}

/** `readRevokeRequest` has made sure of it; the type can't say so. */
function requireApi({ api }: RevokeRequest): Api {
  if (api === undefined) throw new TypeError("a request without an API is one for the sandbox");
  return api;
}

/** Where credentials come from, in words. */
export function sourceOf({ credentialsFile }: Pick<RevokeRequest, "credentialsFile">): string {
  if (credentialsFile === undefined) return "the environment";
  return credentialsFile === "-" ? "standard input" : "the credentials file";
}

/** What the source holds, by variable. */
export async function readSource(
  { credentialsFile }: Pick<RevokeRequest, "credentialsFile">,
  io: Io,
  signal: AbortSignal,
): Promise<Variables> {
  if (credentialsFile === undefined) return io.env;
  if (credentialsFile === "-") return await readCredentialsInput(io.stdin, signal);
  return await readCredentialsFile(credentialsFile, signal);
}

/** What the question is about. */
function statement(target: Target, credential: Credential, io: Io): string {
  const { operation, api, host } = target;
  const paint = paintFor(io.stderr, io.env);
  const usual = api === undefined ? undefined : servers[api].origin;
  const rows = formatRows(
    [
      ...targetRows(target),
      ["Signed with", credential.description],
      ...(host === usual ? [] : [["Note", `This is another server than ${usual}.`, "yellow"] as const]),
      ...(operation?.remains === undefined ? [] : [["Warning", operation.remains, "yellow"] as const]),
    ],
    paint,
    widthOf(io.stderr),
  );
  return `${paint("bold", "About to revoke:")}\n\n${rows}`;
}

/** Gives back what the run took. The outcome is told by then, and no failure here changes it. */
export async function cleanUp(cleanup: Cleanup, interrupted: AbortSignal, io: Io): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    const giveUp = (): void =>
      reject(new Error("Gave up waiting for the access token to be revoked; it expires within the hour."));
    const hurry = (): void => {
      timer = setTimeout(giveUp, interruptedCloseMs);
    };
    if (interrupted.aborted) hurry();
    else interrupted.addEventListener("abort", hurry, { once: true });
  });
  try {
    await Promise.race([cleanup(), patience]);
  } catch (error) {
    await write(io.stderr, `Warning: ${error instanceof Error ? error.message : String(error)}\n`);
  } finally {
    clearTimeout(timer);
  }
}
