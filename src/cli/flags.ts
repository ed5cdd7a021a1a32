/** Flags: how the program describes them, and how it reads what stands in them without ever repeating it. */
import { type Api, servers } from "../../generated/client.js";
import { describe } from "../internal/text.js";
import { authKinds } from "./credentials.js";
import { flagOf } from "./names.js";
import { nearest } from "./suggest.js";
import { UsageError } from "./usageError.js";

/** A flag as `--help` shows it. A flag with a value can stand once only. */
export interface Flag {
  readonly flag: string;
  /** What stands behind it, such as `<file>`; absent for a flag that stands alone. */
  readonly value?: string;
  readonly text: string;
  /** The words that it knows, for completion. */
  readonly words?: readonly string[];
}

/** What a command line gave: every value of a flag, and `true` for a flag without one, by its name in camel case. */
export type GivenFlags = Readonly<Record<string, readonly string[] | true | undefined>>;

/** The APIs, as `--api` names them. */
export const apis: readonly Api[] = Object.keys(servers) as Api[];

const [defaultServer] = Object.values(servers);
const texts = {
  api: `Which API the ids belong to: ${apis.join(" or ")}. Required: the wrong one responds as if the credential were gone.`,
  baseUrl: `Another server, such as a running sandbox: https, or http on this machine. Default: ${defaultServer?.origin}.`,
  auth: `Which credential to use when there are two: ${authKinds.join(" or ")}.`,
  file: "Read credentials from a file that only you can read, or with - from standard input, and not from the environment.",
  retries: "How often to try again after 429, 502, 503, 504 or a lost connection, 0 to 100. Default: 2.",
  verify: "Do not look: by default the program reads what is listed before it asks, and again after the revocation.",
  missing: "Count the API's statement that there is no such credential as a success (already gone).",
  sandbox: "Practise on a server inside this program, with credentials and ids of its own. Nothing real is touched.",
};

/** The flags of every command that talks to a server. */
export const connectionFlags: readonly Flag[] = [
  { flag: "--api", value: "<api>", text: texts.api, words: apis },
  { flag: "--base-url", value: "<origin>", text: texts.baseUrl },
  { flag: "--auth", value: "<kind>", text: texts.auth, words: authKinds },
  { flag: "--credentials-file", value: "<file>", text: texts.file },
  { flag: "--timeout", value: "<seconds>", text: "Time for everything, retries included. Default: 30." },
  { flag: "--max-retries", value: "<n>", text: texts.retries },
  { flag: "--json", text: "Print exactly one JSON document on standard output, errors included." },
];

/** The flags that every revocation takes besides its ids. */
export const commonFlags: readonly Flag[] = [
  ...connectionFlags,
  { flag: "--dry-run", text: "Print the request, send nothing. Needs no credentials." },
  { flag: "--yes", text: "Revoke without asking. Needed where there is no terminal." },
  { flag: "--no-verify", text: texts.verify },
  { flag: "--missing-ok", text: texts.missing },
  { flag: "--sandbox", text: texts.sandbox },
  { flag: "--envelope", text: "Ask the server to wrap its response in an envelope (status and content)." },
];

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

/** One of the words that a flag or an argument knows. */
export function oneOf<T extends string>(place: string, value: string | undefined, known: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  const near = nearest(value, known);
  const next = near === undefined ? undefined : `Did you mean ${near}?`;
  throw new UsageError(`${place} must be ${known.join(" or ")}; got ${describe(value)}.`, next);
}

/** A time in seconds, as milliseconds. */
export function milliseconds(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d{1,7}(\.\d{1,9})?$/.test(value) ? Math.round(Number(value) * 1000) : 0;
  if (ms >= 1 && ms <= 2 ** 31 - 1) return ms;
  throw new UsageError(`--timeout must be a number of seconds from 0.001 to 2147483; got ${describe(value)}.`);
}

/** Refuses flags that another one stands in for. */
export function refuseBeside(flag: string, given: GivenFlags, others: readonly string[]): void {
  const beside = others.find((name) => given[name] !== undefined);
  if (beside !== undefined) throw new UsageError(`${flag} brings its own; leave ${flagOf(beside)} out.`);
}
