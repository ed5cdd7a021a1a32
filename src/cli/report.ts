/** How a run ended, once as data: for people and for programs the same facts. */
import { type Api, type OperationFacts, servers } from "../../generated/client.js";
import type { Revocation } from "../index.js";
import type { Outgoing } from "../transport/request.js";
import { runFacts } from "./connection.js";
import type { Credential } from "./credentials.js";
import { type ExitCode, exitCodeOf } from "./exitCodes.js";
import { type Failure, failureOf } from "./failure.js";
import type { Io } from "./io.js";
import { paintFor, widthOf, write, writeResult } from "./output.js";
import { reportAsText } from "./reportText.js";

/** What is known about the target before anything happens, as far as a run got. */
export interface Target {
  readonly operation?: OperationFacts | undefined;
  readonly api?: Api | undefined;
  /** Origin of the server. */
  readonly host?: string | undefined;
  /** Only ids that passed the checks. */
  readonly ids?: Readonly<Record<string, string>> | undefined;
  /** Ids as they were given: to say what a wrong one looks like, never to be shown. */
  readonly given?: Readonly<Record<string, string | undefined>> | undefined;
  readonly credential?: Credential | undefined;
  readonly sandbox?: boolean | undefined;
}

/** How a run ended. */
export type Report = Target & { readonly exitCode: ExitCode } & (
    | { readonly kind: "done"; readonly revocation: Revocation }
    | { readonly kind: "printed"; readonly request: Outgoing }
    | { readonly kind: "failed"; readonly failure: Failure }
  );

/** Turns whatever was thrown into a report. */
export function reportFailure(thrown: unknown, target: Target): Report & { readonly kind: "failed" } {
  const failure = failureOf(thrown, target);
  const exitCode = failure.interrupted ? 130 : exitCodeOf[failure.outcome];
  return { ...target, kind: "failed", exitCode, failure };
}

/** The title of an API, as the document has it. */
export function titleOf(api: Api | undefined): string {
  return api === undefined ? "the server" : servers[api].title;
}

/** Prints a report: a result on standard output, a failure on standard error, JSON always on standard output. */
export async function printReport(report: Report, json: boolean, io: Io): Promise<void> {
  const stream = report.kind === "failed" ? io.stderr : io.stdout;
  const { first, text } = reportAsText(report, paintFor(stream, io.env), widthOf(stream));
  if (json) await writeResult(io, `${JSON.stringify(documentOf(report))}\n`, first);
  else if (report.kind === "failed") await write(io.stderr, text);
  else await writeResult(io, text, first);
}

/** The report for JSON. Absent facts are left out. */
function documentOf(report: Report): object {
  const { operation, api, host, ids, sandbox, credential, exitCode } = report;
  const common = {
    exitCode,
    operationId: operation?.operationId,
    ...runFacts(api, host, credential),
    ids,
    ...(sandbox === true ? { sandbox } : {}),
    remains: operation?.remains,
  };
  if (report.kind === "printed") return { outcome: "dry-run", ...common, request: report.request };
  if (report.kind === "failed") {
    const { outcome, nextStep, error, facts } = report.failure;
    return { outcome, ...common, error, ...facts, nextStep };
  }
  const { outcome, status, confirmedAt, attempts, requests, rateLimit, warnings, evidence } = report.revocation;
  return { outcome, ...common, status, confirmedAt, attempts, requests, rateLimit, warnings, evidence };
}
