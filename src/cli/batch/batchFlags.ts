/** The flags of `batch`. */
import type { Api } from "../../../generated/client.js";
import { type Connection, readConnection, requireApi } from "../connection.js";
import { commonFlags, type Flag, type GivenFlags, oneOf, single, wholeNumber } from "../flags.js";
import { programName } from "../names.js";
import { UsageError } from "../usageError.js";

const shared = [
  "--api",
  "--base-url",
  "--auth",
  "--credentials-file",
  "--yes",
  "--missing-ok",
  "--max-retries",
  "--json",
];
const flag = (name: string, text: string, value?: string): Flag => ({
  flag: name,
  text,
  ...(value === undefined ? {} : { value }),
});

/** The outcomes that a results file can be asked for. What was not sent is for `--resume`: not all of it has a line. */
const askable = ["refused", "unknown", "deleted", "unassigned", "already-gone"] as const;

/** The flags as `--help` shows them: those of a single revocation that make sense for many, and its own. */
export const batchFlags: readonly Flag[] = [
  ...commonFlags.filter((common) => shared.includes(common.flag)),
  flag("--from-results", "Take the targets from a results file, in place of a list.", "<file>"),
  flag("--outcome", `With --from-results: those that ended as ${askable.join(", ")}.`, "<outcome>"),
  flag(
    "--timeout",
    "Time for each attempt at a target, its retries included; waiting for the rate limit is not. Decimals allowed. Default: 30.",
    "<seconds>",
  ),
  flag("--concurrency", "Requests under way at the same time, 1 to 64. Default: 4.", "<n>"),
  flag("--dry-run", "Check the whole file, print the plan grouped by project, send nothing."),
  flag(
    "--verify",
    "Look once more at the end, one read for each project or organization, and keep what was found. With --dry-run: look which targets exist; that needs credentials.",
  ),
  flag(
    "--results",
    "Keep one durable line for each finished target in a new file: the audit, and what --resume goes on from.",
    "<file>",
  ),
  flag(
    "--resume",
    "Go on from the results file of an earlier run: what is known is not repeated, what is unknown is resolved.",
  ),
];

/** A batch as it was asked for. */
export interface BatchRequest extends Connection {
  /** Path of the list, or `-` for standard input; with `outcome`: path of a results file. */
  readonly file: string;
  readonly outcome: (typeof askable)[number] | undefined;
  readonly api: Api;
  readonly concurrency: number;
  readonly results: string | undefined;
  readonly resume: boolean;
  readonly missingOk: boolean;
  readonly dryRun: boolean;
  readonly verify: boolean;
  readonly yes: boolean;
}

/** Reads the flags of `batch`. Throws `UsageError`, which never repeats a value. */
export function readBatchRequest(given: GivenFlags): BatchRequest {
  const connection = readConnection(given);
  const request: BatchRequest = {
    ...sourceIn(given),
    ...connection,
    api: requireApi(connection),
    concurrency: wholeNumber("concurrency", single(given, "concurrency"), 64) ?? 4,
    results: single(given, "results"),
    resume: given.resume === true,
    missingOk: given.missingOk === true,
    dryRun: given.dryRun === true,
    verify: given.verify === true,
    yes: given.yes === true,
  };
  const { credentialsFile, file, results, resume, concurrency } = request;
  if (concurrency === 0) throw new UsageError("--concurrency must be a whole number from 1 to 64.");
  if (resume && results === undefined) throw new UsageError("--resume needs --results FILE, the file to go on from.");
  if (file === "-" && credentialsFile === "-") {
    throw new UsageError("The targets and the credentials can't both come on standard input.");
  }
  return request;
}

function sourceIn(given: GivenFlags): Pick<BatchRequest, "file" | "outcome"> {
  const [list, results] = [single(given, "file"), single(given, "fromResults")];
  const outcome = oneOf("--outcome", single(given, "outcome"), askable);
  if (list !== undefined && results === undefined && outcome === undefined) return { file: list, outcome };
  if (list === undefined && results !== undefined && outcome !== undefined) return { file: results, outcome };
  throw new UsageError(
    "batch takes its targets from one file: a list (- for standard input), or --from-results FILE with --outcome OUTCOME.",
    `See ${programName} batch --help.`,
  );
}
