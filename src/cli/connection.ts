/** How a command reaches the API: its flags, its credential, and the client of one run. */
import type { Api } from "../../generated/client.js";
import { packageVersion } from "../../generated/version.js";
import { createClient, type RevokeClient } from "../index.js";
import { readClientOptions, type Settings } from "../options.js";
import {
  type AuthKind,
  authFor,
  authKinds,
  type Credential,
  chooseCredential,
  pairs,
  signerOf,
} from "./credentials.js";
import { readCredentialsFile, readCredentialsInput } from "./credentialsFile.js";
import type { Run } from "./execute.js";
import { apis, type GivenFlags, milliseconds, oneOf, single, wholeNumber } from "./flags.js";
import type { Io } from "./io.js";
import { programName } from "./names.js";
import { fetchFor } from "./proxy.js";
import { UsageError } from "./usageError.js";

/** What the flags say of the connection. The base URL is not checked yet: the library does that. */
export interface Connection {
  readonly api: Api | undefined;
  readonly baseUrl: string | undefined;
  readonly auth: AuthKind | undefined;
  readonly credentialsFile: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxRetries: number | undefined;
}

/** Reads the flags of the connection. */
export function readConnection(given: GivenFlags): Connection {
  return {
    api: oneOf("--api", single(given, "api"), apis),
    baseUrl: single(given, "baseUrl"),
    auth: oneOf("--auth", single(given, "auth"), authKinds),
    credentialsFile: single(given, "credentialsFile"),
    timeoutMs: milliseconds(single(given, "timeout")),
    maxRetries: wholeNumber("maxRetries", single(given, "maxRetries"), 100),
  };
}

/** The API that a command must be given. */
export function requireApi({ api }: Pick<Connection, "api">): Api {
  if (api !== undefined) return api;
  throw new UsageError(
    "A flag is missing: --api.",
    `Give --api ${apis.join(" or --api ")}, whichever the ids belong to.`,
  );
}

type Source = Pick<Connection, "auth" | "credentialsFile">;

/** The credential of a run; `undefined` when its source holds none. */
export async function readCredential(source: Source, io: Io, signal: AbortSignal): Promise<Credential | undefined> {
  const { auth, credentialsFile: file } = source;
  const read =
    file === undefined
      ? io.env
      : file === "-"
        ? readCredentialsInput(io.stdin, signal)
        : readCredentialsFile(file, signal);
  return chooseCredential(await read, sourceText(source), auth);
}

/** The credential of a run that can't do without. */
async function requireCredential(source: Source, io: Io, signal: AbortSignal): Promise<Credential> {
  const credential = await readCredential(source, io, signal);
  if (credential !== undefined) return credential;
  const kinds = source.auth === undefined ? authKinds : [source.auth];
  const ways = kinds.map(
    (kind) => `${pairs[kind].parts.map(({ variable }) => variable).join(" and ")} (${pairs[kind].title})`,
  );
  throw new UsageError(
    `No credentials in ${sourceText(source)}. Set ${ways.join(", or ")}, or give --credentials-file FILE.`,
    "To try the program without an account, add --sandbox to a revocation: nothing real is touched.",
  );
}

function sourceText({ credentialsFile }: Source): string {
  if (credentialsFile === undefined) return "the environment";
  return credentialsFile === "-" ? "standard input" : "the credentials file";
}

/** The library's own check of the options, and what it makes of them. */
export function settingsOf({ baseUrl, timeoutMs, maxRetries }: Omit<Connection, "api">, api: Api): Settings {
  const auth = { scheme: "none", authorize: () => undefined };
  return readClientOptions({ api, auth, baseUrl, timeoutMs, maxRetries }, `${programName}/${packageVersion}`);
}

/** A client for one run, and what everybody is told about it. */
export interface Access {
  readonly api: Api;
  readonly host: string;
  readonly credential: Credential;
  readonly client: RevokeClient;
}

/** Reads the credential and opens the run's one client, which is closed at its end. */
export async function connect(connection: Connection, api: Api, run: Run, given?: Credential): Promise<Access> {
  const { origin: host, timeoutMs, maxRetries } = settingsOf(connection, api);
  const credential = given ?? (await requireCredential(connection, run.io, run.signal));
  const auth = await authFor(credential);
  const fetch = await fetchFor(run.io);
  const client = createClient({ api, auth, baseUrl: host, timeoutMs, maxRetries, fetch, onEvent: run.onEvent });
  run.atEnd(() => client.close());
  run.signal.throwIfAborted();
  return { api, host, credential, client };
}

/** What every JSON document says of the run. */
export function runFacts(api: Api | undefined, host: string | undefined, credential: Credential | undefined): object {
  return {
    api,
    host,
    signedWith: credential === undefined ? undefined : signerOf(credential),
    version: packageVersion,
  };
}
