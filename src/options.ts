/** The options of a client and of a call: their types, and the checks that run before anything is sent. */
import { type Api, servers } from "../generated/client.js";
import type { Auth } from "./auth/auth.js";
import { InvalidParameterError } from "./errors.js";
import type { OnEvent } from "./events.js";
import { checkKeys } from "./internal/checkKeys.js";
import { checkSignal, checkTimeout, checkType, checkWhole, readOrigin } from "./internal/checks.js";
import { describe } from "./internal/text.js";

/**
 * How a client sends its requests; `globalThis.fetch` fits. The client passes the URL as a string, so that a `fetch`
 * of another copy of undici works too, with its `ProxyAgent` for instance. It must not follow redirects, nor read a
 * body, nor send a request twice: a connection that it reports as refused is taken for a request that was never sent.
 *
 * ```ts
 * const traced: Fetch = async (url, init) => {
 *   const response = await globalThis.fetch(url, init);
 *   console.info(init.method, response.status);
 *   return response;
 * };
 * ```
 */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Options of `createClient`. */
export interface ClientOptions {
  /** Which API the ids belong to. Required: the wrong one responds 404, which looks like "already gone". */
  readonly api: Api;
  /** `digest(…)`, `serviceAccount(…)`, or an `Auth` of your own. */
  readonly auth: Auth;
  /**
   * Origin of the server, https (http only on loopback). Default: the origin of the document's server.
   *
   * ```ts
   * const client = createClient({ api: "atlas", auth: digest({ publicKey, privateKey }), baseUrl: "https://cloud.mongodbgov.com" });
   * ```
   */
  readonly baseUrl?: string | undefined;
  /** Your own `fetch`, for a proxy or a test. Default: `globalThis.fetch`, looked up at each request. */
  readonly fetch?: Fetch | undefined;
  /** Total time of one call in milliseconds, with challenge, grant, retries and bodies; 1 to 2147483647. Default 30000. */
  readonly timeoutMs?: number | undefined;
  /** How often a call tries again after 429, 502, 503, 504 or a lost connection; 0 to 100. Default 2. */
  readonly maxRetries?: number | undefined;
  /** `User-Agent` header. Default: this package's name and version. */
  readonly userAgent?: string | undefined;
  /** Receives each step of each call, redacted. */
  readonly onEvent?: OnEvent | undefined;
}

/** Options of one read. */
export interface LookOptions {
  /** Aborts the call at any point. */
  readonly signal?: AbortSignal | undefined;
  /** As in `ClientOptions`, for this call. */
  readonly timeoutMs?: number | undefined;
  /** As in `ClientOptions`, for this call. */
  readonly maxRetries?: number | undefined;
}

/** Options of one revocation. */
export interface CallOptions extends LookOptions {
  /** Asks the server to wrap its response in `{ status, content }`. Default false. */
  readonly envelope?: boolean | undefined;
  /** Asks the server to format its response. Default false. */
  readonly pretty?: boolean | undefined;
  /** Take "not found" on the first attempt as `already-gone`. Default false: a mistyped id is not a revocation. */
  readonly missingOk?: boolean | undefined;
  /**
   * Look before and after: whether the target is listed at all, and that it no longer is. Costs two or more requests, and
   * a role that may read; a look that is refused or fails is reported in `evidence.problems`. Default false.
   */
  readonly verify?: boolean | undefined;
}

/** Client options after the checks, with the defaults in place. */
export interface Settings {
  readonly api: Api;
  readonly auth: Auth;
  readonly origin: string;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly userAgent: string;
  readonly onEvent: OnEvent | undefined;
}

/** The defaults that hold where neither client nor call says otherwise. */
const defaults = { timeoutMs: 30_000, maxRetries: 2 } as const;

const clientOptionNames: readonly string[] = [
  "api",
  "auth",
  "baseUrl",
  "fetch",
  "timeoutMs",
  "maxRetries",
  "userAgent",
  "onEvent",
] satisfies (keyof ClientOptions)[];
const lookOptionNames: readonly string[] = ["signal", "timeoutMs", "maxRetries"] satisfies (keyof LookOptions)[];
const flagNames = ["envelope", "pretty", "missingOk", "verify"] as const satisfies (keyof CallOptions)[];

/** Checks a client's options and fills in the defaults; throws `InvalidParameterError` with the option's name. */
export function readClientOptions(options: ClientOptions, defaultUserAgent: string): Settings {
  const given = checkKeys(options, clientOptionNames, "options", "the options of createClient");
  const { api, auth, baseUrl, fetch, timeoutMs, maxRetries, userAgent, onEvent } = given;
  if (typeof api !== "string" || !Object.hasOwn(servers, api)) {
    const expected = Object.keys(servers).map((known) => `"${known}"`);
    throw new InvalidParameterError("api", expected.join(" or "), describe(api));
  }
  if (typeof auth !== "object" || auth === null || typeof auth.authorize !== "function") {
    const expected = "digest(…), serviceAccount(…) or an object with authorize()";
    throw new InvalidParameterError("auth", expected, describe(auth));
  }
  checkType(fetch, "fetch", "function");
  checkType(onEvent, "onEvent", "function");
  if (userAgent !== undefined && !(typeof userAgent === "string" && /^[\x20-\x7e]*$/.test(userAgent))) {
    throw new InvalidParameterError("userAgent", "printable ASCII", describe(userAgent));
  }
  return {
    api,
    auth,
    origin: baseUrl === undefined ? servers[api].origin : readOrigin(baseUrl),
    fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)),
    timeoutMs: checkTimeout(timeoutMs) ?? defaults.timeoutMs,
    maxRetries: checkWhole(maxRetries, "maxRetries", 0, 100) ?? defaults.maxRetries,
    userAgent: userAgent ?? defaultUserAgent,
    onEvent,
  };
}

/** A call's options after the checks; the client's own hold where these are absent. */
export interface CallSettings extends LookOptions {
  readonly envelope: boolean;
  readonly pretty: boolean;
  readonly missingOk: boolean;
  readonly verify: boolean;
}

/** Checks a call's options; throws `InvalidParameterError` with the option's name. */
export function readCallOptions(options: CallOptions = {}): CallSettings {
  const given = checkKeys(options, [...flagNames, ...lookOptionNames], "options", "the options of a revocation");
  for (const name of flagNames) checkType(given[name], name, "boolean");
  const { envelope = false, pretty = false, missingOk = false, verify = false } = given;
  return { ...checkLook(given), envelope, pretty, missingOk, verify };
}

/** Checks a read's options; throws `InvalidParameterError` with the option's name. */
export function readLookOptions(options: LookOptions = {}): LookOptions {
  return checkLook(checkKeys(options, lookOptionNames, "options", "the options of a read"));
}

function checkLook({ signal, timeoutMs, maxRetries }: LookOptions): LookOptions {
  checkSignal(signal);
  checkTimeout(timeoutMs);
  checkWhole(maxRetries, "maxRetries", 0, 100);
  return { signal, timeoutMs, maxRetries };
}
