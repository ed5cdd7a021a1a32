/** The flags of `batch`. */
import type { Api } from "../../../generated/client.js";
import type { AuthKind } from "../credentials.js";
import { authKinds } from "../credentials.js";
import {
  apis,
  commonFlags,
  type Flag,
  type GivenFlags,
  milliseconds,
  oneOf,
  refuseBeside,
  single,
  wholeNumber,
} from "../revokeFlags.js";
import { UsageError } from "../usageError.js";
import { programName } from "../words.js";

const shared: readonly string[] = [
  "--api",
  "--base-url",
  "--auth",
  "--credentials-file",
  "--yes",
  "--missing-ok",
  "--max-retries",
  "--json",
];

/** The flags as `--help` shows them: those of a single revocation that make sense for many, and its own. */
export const batchFlags: readonly Flag[] = [
  ...commonFlags.filter(({ flag }) => shared.includes(flag)),
  {
    flag: "--timeout",
    value: "<seconds>",
    text: "Time for each attempt at a target, its retries included; waiting for the rate limit is not. Decimals allowed. Default: 30.",
    group: "Request:",
  },
  {
    flag: "--sandbox",
    text: "Rehearse on a server inside this program that holds what the file lists: with credentials of its own, Atlas' rate limits on Atlas, and no question. Nothing real is touched.",
    group: "Safety:",
  },
  {
    flag: "--dry-run",
    text: "Check the whole file, print the plan grouped by project, send nothing.",
    group: "Safety:",
  },
  {
    flag: "--results",
    value: "<file>",
    text: "Keep one durable line for each finished target in a new file: the audit, and what --resume goes on from.",
    group: "Results:",
  },
  {
    flag: "--resume",
    text: "Go on from the results file of an interrupted run: what is known is not repeated, what is unknown is settled.",
    group: "Results:",
  },
  {
    flag: "--concurrency",
    value: "<n>",
    text: "Requests under way at the same time, 1 to 64. Default: 4.",
    group: "Request:",
  },
];

/** A batch as it was asked for. */
export interface BatchRequest {
  /** Path, or `-` for standard input. */
  readonly file: string;
  readonly api: Api;
  readonly baseUrl: string | undefined;
  readonly auth: AuthKind | undefined;
  readonly credentialsFile: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxRetries: number | undefined;
  readonly concurrency: number;
  readonly results: string | undefined;
  readonly resume: boolean;
  readonly missingOk: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly sandbox: boolean;
}

/** Reads the flags of `batch`. Throws `UsageError`, which never repeats a value. */
export function readBatchRequest(file: string, given: GivenFlags): BatchRequest {
  const sandbox = given.sandbox === true;
  const api = oneOf("api", single(given, "api"), apis);
  if (api === undefined) {
    throw new UsageError("A flag is missing: --api.", `See ${programName} batch --help.`, [
      ["--api", `${apis.join(" or ")}, whichever the ids belong to.`],
    ]);
  }
  const request: BatchRequest = {
    file,
    api,
    baseUrl: single(given, "baseUrl"),
    auth: oneOf("auth", single(given, "auth"), authKinds),
    credentialsFile: single(given, "credentialsFile"),
    timeoutMs: milliseconds(single(given, "timeout")),
    maxRetries: wholeNumber("maxRetries", single(given, "maxRetries"), 100),
    concurrency: wholeNumber("concurrency", single(given, "concurrency"), 64) ?? 4,
    results: single(given, "results"),
    resume: given.resume === true,
    missingOk: given.missingOk === true,
    dryRun: given.dryRun === true,
    yes: given.yes === true || sandbox,
    sandbox,
  };
  if (sandbox) {
    refuseBeside("--sandbox", { baseUrl: request.baseUrl, credentialsFile: request.credentialsFile });
    if (request.resume) throw new UsageError("--sandbox forgets everything at its end: there is nothing to --resume.");
  }
  if (request.concurrency === 0) throw new UsageError("--concurrency must be a whole number from 1 to 64.");
  if (request.resume && request.results === undefined) {
    throw new UsageError("--resume needs --results FILE, the file to go on from.");
  }
  if (request.file === "-" && request.credentialsFile === "-") {
    throw new UsageError("The targets and the credentials can't both come on standard input.");
  }
  return request;
}
