/** The flags of a revocation and what may stand in them. Ids come from the document, nothing here names one. */

import { type Api, type OperationFacts, servers } from "../../generated/client.js";
import { describe } from "../internal/text.js";
import { commands } from "./commands.js";
import { type AuthKind, authKinds } from "./credentials.js";
import { UsageError } from "./usageError.js";
import { flagOf, programName } from "./words.js";

/** A flag as `--help` shows it. A flag with a value can stand once only. */
export interface Flag {
  readonly flag: string;
  readonly value?: string;
  readonly text: string;
  readonly group: string;
}

/** The APIs, as `--api` names them. */
export const apis: readonly Api[] = Object.keys(servers) as Api[];
const [defaultServer] = Object.values(servers);

/** The flags that an operation takes for its ids. */
export function idFlags({ pathParameters }: OperationFacts): readonly Flag[] {
  return pathParameters.map(({ name, description, form }) => ({
    flag: flagOf(name),
    value: "<id>",
    text: `${description} Form: ${form}.`,
    group: "Target:",
  }));
}

/** The flags that every revocation takes. */
export const commonFlags: readonly Flag[] = [
  {
    flag: "--api",
    value: "<api>",
    text: `Which API the ids belong to: ${apis.join(" or ")}. Required, for the wrong one answers as if the credential were gone.`,
    group: "Target:",
  },
  {
    flag: "--base-url",
    value: "<origin>",
    text: `Another server, such as a running sandbox: https, or http on this machine. Default: ${defaultServer?.origin}.`,
    group: "Target:",
  },
  {
    flag: "--auth",
    value: "<kind>",
    text: `Which credential to use when there are two: ${authKinds.join(" or ")}.`,
    group: "Credentials:",
  },
  {
    flag: "--credentials-file",
    value: "<file>",
    text: "Read credentials from a file that only you can read, or from standard input with -. The environment is not looked at then.",
    group: "Credentials:",
  },
  { flag: "--dry-run", text: "Print the request, send nothing.", group: "Safety:" },
  { flag: "--yes", text: "Delete without asking. Needed where there is no terminal.", group: "Safety:" },
  {
    flag: "--missing-ok",
    text: "Count the API's word that there is no such credential as a success (already gone).",
    group: "Safety:",
  },
  {
    flag: "--sandbox",
    text: "Practise on a server inside this program: its credentials, its example ids, no question. Nothing real is touched.",
    group: "Safety:",
  },
  { flag: "--envelope", text: "Ask the server to wrap its answer in { status, content }.", group: "Request:" },
  {
    flag: "--timeout",
    value: "<seconds>",
    text: "Time for everything, retries included; decimals allowed. Default: 30.",
    group: "Request:",
  },
  {
    flag: "--max-retries",
    value: "<n>",
    text: "How often to try again after 429, 502, 503, 504 or a lost connection, 0 to 100. Default: 2.",
    group: "Request:",
  },
  { flag: "--json", text: "Print exactly one JSON document on standard output, errors included.", group: "Output:" },
];

/** What commander collected: every value that was given for a flag, and `true` for a flag without one. */
export type GivenFlags = Readonly<Record<string, readonly string[] | true | undefined>>;

/** A revocation as it was asked for. Ids and base URL are not checked yet: the library does that. */
export interface RevokeRequest {
  readonly operation: OperationFacts;
  /** As given; absent where a flag was not. */
  readonly ids: Readonly<Record<string, string | undefined>>;
  readonly api: Api | undefined;
  readonly baseUrl: string | undefined;
  readonly auth: AuthKind | undefined;
  readonly credentialsFile: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxRetries: number | undefined;
  readonly envelope: boolean;
  readonly missingOk: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly sandbox: boolean;
}

/** Reads the flags of one operation. Throws `UsageError`, which never repeats a value. */
export function readRevokeRequest(operation: OperationFacts, given: GivenFlags): RevokeRequest {
  const text = (name: string): string | undefined => single(given, name);
  const request: RevokeRequest = {
    operation,
    ids: Object.fromEntries(operation.pathParameters.map(({ name }) => [name, text(name)])),
    api: oneOf("api", text("api"), apis),
    baseUrl: text("baseUrl"),
    auth: oneOf("auth", text("auth"), authKinds),
    credentialsFile: text("credentialsFile"),
    timeoutMs: milliseconds(text("timeout")),
    maxRetries: wholeNumber("maxRetries", text("maxRetries"), 100),
    envelope: given.envelope === true,
    missingOk: given.missingOk === true,
    dryRun: given.dryRun === true,
    yes: given.yes === true,
    sandbox: given.sandbox === true,
  };
  if (request.sandbox)
    refuseBeside("--sandbox", { baseUrl: request.baseUrl, credentialsFile: request.credentialsFile });
  else requireTarget(request);
  return request;
}

/** The one value of a flag: two would leave open which credential is meant. */
export function single(given: GivenFlags, name: string): string | undefined {
  const values = given[name];
  if (values === undefined || values === true) return undefined;
  if (values.length > 1) throw new UsageError(`${flagOf(name)} was given ${values.length} times; give it once.`);
  const [value] = values;
  if (value?.startsWith("--")) throw new UsageError(`${flagOf(name)} needs a value; another flag follows it.`);
  return value;
}

/** A whole number from 0 to a limit. */
export function wholeNumber(name: string, value: string | undefined, most: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,10}$/.test(value) && Number(value) <= most) return Number(value);
  throw new UsageError(`${flagOf(name)} must be a whole number from 0 to ${most}; got ${describe(value)}.`);
}

/** One of the words that a flag knows. */
export function oneOf<T extends string>(name: string, value: string | undefined, known: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw new UsageError(`${flagOf(name)} must be ${known.join(" or ")}; got ${describe(value)}.`);
}

/** A time in seconds, as milliseconds. */
export function milliseconds(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d{1,7}(\.\d{1,9})?$/.test(value) ? Math.round(Number(value) * 1000) : 0;
  if (ms >= 1 && ms <= 2 ** 31 - 1) return ms;
  throw new UsageError(`--timeout must be a number of seconds from 0.001 to 2147483; got ${describe(value)}.`);
}

/** Refuses flags that another one stands in for. */
export function refuseBeside(flag: string, others: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined) throw new UsageError(`${flag} brings its own; leave ${flagOf(name)} out.`);
  }
}

function requireTarget({ operation, ids, api }: RevokeRequest): void {
  const missing = operation.pathParameters.filter(({ name }) => ids[name] === undefined);
  const flags = [...(api === undefined ? ["api"] : []), ...missing.map(({ name }) => name)].map(flagOf);
  if (flags.length === 0) return;
  const details: (readonly [name: string, text: string])[] = missing.map(
    ({ name, description, form, example }) =>
      [flagOf(name), `${description} Form: ${form}, such as ${example}.`] as const,
  );
  if (api === undefined) details.unshift(["--api", `${apis.join(" or ")}, whichever the ids belong to.`]);
  throw new UsageError(
    `${flags.length === 1 ? "A flag is" : `${flags.length} flags are`} missing: ${flags.join(", ")}.`,
    `See ${programName} ${commands[operation.operationId]} --help, or add --sandbox to practise with example ids.`,
    details,
  );
}
