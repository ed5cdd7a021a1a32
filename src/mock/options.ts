// What a mock server can be told, checked at once: a misspelt option is an error, not a test that tests nothing.
import { type Api, servers } from "../../generated/client.js";
import { type DigestAlgorithm, type DigestRules, type Hashes, portableHashes } from "./digest.js";
import type { EnvelopeForm } from "./envelope.js";
import type { Fault } from "./fault.js";
import { atlasLimits, type Bucket, grantLimit, type RateLimits } from "./rateLimit.js";
import { createState, type State, worldOf } from "./state.js";

/** How credentials are checked. The defaults are what the sources document. */
export interface AuthOptions {
  /** Challenges that the server offers. Default `["MD5"]`, as MongoDB's. */
  readonly digestAlgorithms?: readonly DigestAlgorithm[];
  /** How long a nonce lives, in milliseconds. Default 60 000. */
  readonly nonceLifeMs?: number;
  /** How many requests one nonce serves. Default 1024. */
  readonly nonceUses?: number;
  /** How long an access token lives, in seconds. Default 3600. */
  readonly tokenLifeSeconds?: number;
  /** How many live access tokens a service account can hold. Default 100. */
  readonly liveTokens?: number;
}

/** What makes a mock server's behaviour. */
export interface CloudOptions {
  /** Serve one API only. Default: both. */
  readonly api?: Api;
  /** What the server holds. Default: a new state with random ids. */
  readonly state?: State;
  /** `false` lets everybody in and asks for no role. */
  readonly auth?: false | AuthOptions;
  /** How `?envelope=true` is answered; the sources leave it open. */
  readonly envelope?: Partial<EnvelopeForm>;
  /**
   * Token buckets for both APIs; `false` switches all off. Default: the documented ones on Atlas and for token grants, and
   * none on Cloud Manager, for which no source gives numbers that cover these operations.
   */
  readonly rateLimit?: false | RateLimits;
  /** Waiting time before each answer, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /** What goes wrong, first match first: see `scenario`. */
  readonly faults?: readonly Fault[];
  /** Milliseconds since 1970, for nonces, tokens, secrets and rate limits. Default `Date.now`. */
  readonly clock?: () => number;
}

/** Options of `createHandlers`. */
export interface CreateHandlersOptions extends CloudOptions {
  /** Origin that the handlers answer for, for example `https://api.invalid`. Default: the document's. */
  readonly baseUrl?: string;
  /** Address of the client, for access lists: MSW sees no socket. Default `127.0.0.1`. */
  readonly clientAddress?: string;
}

/** The limits of one server: per API, and for token grants. */
export interface Limits {
  readonly scopes: Readonly<Record<Api, Readonly<Partial<Record<"organization" | "project", Bucket>>>>>;
  readonly grants: Bucket | undefined;
}

export interface AuthRules extends DigestRules {
  readonly tokenLifeSeconds: number;
  readonly liveTokens: number;
}

/** Options with every default filled in. */
export interface CloudRules {
  readonly apis: readonly Api[];
  readonly state: State;
  readonly auth: AuthRules | undefined;
  readonly envelope: EnvelopeForm;
  readonly limits: Limits;
  readonly latencyMs: number;
  readonly faults: readonly Fault[];
  readonly clock: () => number;
}

const cloudOptionNames: readonly (keyof CloudOptions)[] = [
  "api",
  "state",
  "auth",
  "envelope",
  "rateLimit",
  "latencyMs",
  "faults",
  "clock",
];

/**
 * Refuses names that an options object must not have.
 *
 * @throws {TypeError} naming the option and those that exist
 */
export function refuseUnknown(caller: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name))
      throw new TypeError(`${caller}: unknown option "${name}"; known are ${known.join(", ")}`);
  }
}

function positive(caller: string, name: string, value: number, least = 1): number {
  if (!Number.isFinite(value) || value < least)
    throw new TypeError(`${caller}: ${name} must be a number from ${least} up`);
  return value;
}

function authRules(caller: string, options: AuthOptions, hashes: Hashes): AuthRules {
  refuseUnknown(`${caller} auth`, options, [
    "digestAlgorithms",
    "nonceLifeMs",
    "nonceUses",
    "tokenLifeSeconds",
    "liveTokens",
  ]);
  const algorithms = options.digestAlgorithms ?? ["MD5"];
  if (algorithms.length === 0 || algorithms.some((name) => name !== "MD5" && name !== "SHA-256")) {
    throw new TypeError(`${caller}: auth.digestAlgorithms must name MD5, SHA-256 or both`);
  }
  return {
    hashes,
    algorithms,
    nonceLifeMs: positive(caller, "auth.nonceLifeMs", options.nonceLifeMs ?? 60_000),
    nonceUses: positive(caller, "auth.nonceUses", options.nonceUses ?? 1024),
    tokenLifeSeconds: positive(caller, "auth.tokenLifeSeconds", options.tokenLifeSeconds ?? 3600),
    liveTokens: positive(caller, "auth.liveTokens", options.liveTokens ?? 100),
  };
}

function limitsOf(caller: string, options: false | RateLimits | undefined): Limits {
  if (options === false) return { scopes: { "cloud-manager": {}, atlas: {} }, grants: undefined };
  if (options === undefined) return { scopes: { "cloud-manager": {}, atlas: atlasLimits }, grants: grantLimit };
  refuseUnknown(`${caller} rateLimit`, options, ["organization", "project", "grants"]);
  for (const [name, bucket] of Object.entries(options) as [string, Bucket][]) {
    refuseUnknown(`${caller} rateLimit.${name}`, bucket, ["capacity", "refill", "refillSeconds"]);
    positive(caller, `rateLimit.${name}.capacity`, bucket.capacity);
    positive(caller, `rateLimit.${name}.refill`, bucket.refill);
    positive(caller, `rateLimit.${name}.refillSeconds`, bucket.refillSeconds);
  }
  const { grants, ...scopes } = options;
  return { scopes: { "cloud-manager": scopes, atlas: scopes }, grants };
}

function envelopeForm(caller: string, options: Partial<EnvelopeForm>): EnvelopeForm {
  refuseUnknown(`${caller} envelope`, options, ["success", "errors"]);
  const { success = "content", errors = "enveloped" } = options;
  const successes: readonly EnvelopeForm["success"][] = ["empty", "status", "null-content", "content"];
  const failures: readonly EnvelopeForm["errors"][] = ["bare", "enveloped", "enveloped-200"];
  if (!successes.includes(success))
    throw new TypeError(`${caller}: envelope.success must be one of ${successes.join(", ")}`);
  if (!failures.includes(errors))
    throw new TypeError(`${caller}: envelope.errors must be one of ${failures.join(", ")}`);
  return { success, errors };
}

/**
 * Checks options and fills in the defaults.
 *
 * @param caller the function that errors name
 * @param surplus names that the caller knows beside those of `CloudOptions`
 * @param hashes where the platform has faster ones than the portable ones
 * @throws {TypeError} naming the option that is unknown or wrong
 */
export function resolveOptions(
  caller: string,
  options: CloudOptions,
  surplus: readonly string[] = [],
  hashes: Hashes = portableHashes,
): CloudRules {
  refuseUnknown(caller, options, [...cloudOptionNames, ...surplus]);
  const { api, latencyMs = 0, faults = [], clock = Date.now } = options;
  if (api !== undefined && !Object.hasOwn(servers, api)) {
    throw new TypeError(`${caller}: api must be one of ${Object.keys(servers).join(", ")}`);
  }
  // A timer longer than this fires at once.
  if (!(latencyMs >= 0 && latencyMs <= 2_147_483_647)) {
    throw new TypeError(`${caller}: latencyMs must be milliseconds from 0 to 2147483647`);
  }
  if (typeof clock !== "function") throw new TypeError(`${caller}: clock must be a function that returns milliseconds`);
  if (options.state !== undefined) worldOf(options.state);
  return {
    apis: api === undefined ? (Object.keys(servers) as Api[]) : [api],
    state: options.state ?? createState(),
    auth: options.auth === false ? undefined : authRules(caller, options.auth ?? {}, hashes),
    envelope: envelopeForm(caller, options.envelope ?? {}),
    limits: limitsOf(caller, options.rateLimit),
    latencyMs,
    faults,
    clock,
  };
}
