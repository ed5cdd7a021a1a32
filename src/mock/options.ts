// What a mock server can be told, checked at once.
import { type Api, servers } from "../../generated/client.js";
import { inRange, oneOf, refuseUnknown } from "./check.js";
import { defaultSeed } from "./defaultSeed.js";
import type { Fault } from "./fault.js";
import { documentedLimits, type RateLimits } from "./rateLimit.js";
import type { EnvelopeForm } from "./response.js";
import type { Seed } from "./seed.js";

/** What makes a mock server's behaviour. */
export interface CloudOptions {
  /** Serve one API only. Default: both. */
  readonly api?: Api;
  /** What the server holds. Default: random ids on both APIs, three targets for each operation (`defaultSeed`). */
  readonly seed?: Seed;
  /** `false` lets everybody in and asks for no role. Default `true`. */
  readonly auth?: boolean;
  /** How `?envelope=true` is answered; the sources leave it open. */
  readonly envelope?: Partial<EnvelopeForm>;
  /**
   * `true` (default): the documented limits, which are those of Atlas and of token grants; no source has numbers for Cloud
   * Manager. `false`: none. Or buckets of your own, on both APIs.
   */
  readonly rateLimit?: boolean | RateLimits;
  /** Milliseconds to wait before each response. Default 0. */
  readonly latencyMs?: number;
  /** What goes wrong, first match first: see `scenario`. */
  readonly faults?: readonly Fault[];
  /** Milliseconds since 1970, for nonces, tokens, secrets and rate limits. Default `Date.now`. */
  readonly clock?: () => number;
}

/** The limits of each API, and of token grants. */
export type Limits = Readonly<Record<Api, Omit<RateLimits, "grants">>> & Pick<RateLimits, "grants">;

/** Options with every default filled in. */
export interface CloudRules extends Required<Omit<CloudOptions, "api" | "rateLimit">> {
  readonly apis: readonly Api[];
  readonly envelope: EnvelopeForm;
  readonly limits: Limits;
}

/** The options of `CloudOptions`. */
const names = ["api", "seed", "auth", "envelope", "rateLimit", "latencyMs", "faults", "clock"];

function limitsOf(caller: string, options: boolean | RateLimits): Limits {
  if (options === false) return { "cloud-manager": {}, atlas: {} };
  if (options === true) return { "cloud-manager": {}, atlas: documentedLimits, grants: documentedLimits.grants };
  refuseUnknown(`${caller} rateLimit`, options, Object.keys(documentedLimits));
  for (const [name, bucket] of Object.entries(options)) {
    refuseUnknown(`${caller} rateLimit.${name}`, bucket, ["capacity", "refill", "refillSeconds"]);
    for (const [field, value] of Object.entries(bucket)) inRange(caller, field, value, 1, 1_000_000);
  }
  return { "cloud-manager": options, atlas: options, ...(options.grants && { grants: options.grants }) };
}

/** Checks how envelopes are to look, and fills in the defaults. */
export function envelopeForm(caller: string, options: Partial<EnvelopeForm>): EnvelopeForm {
  refuseUnknown(caller, options, ["success", "errors"]);
  const { success = "content", errors = "bare" } = options;
  oneOf(caller, "success", success, ["content", "null-content", "status", "empty"]);
  oneOf(caller, "errors", errors, ["enveloped", "enveloped-200", "bare"]);
  return { success, errors };
}

/** Checks options and fills in the defaults. Errors name the caller, which may know more options. */
export function resolveOptions(caller: string, options: CloudOptions, more: readonly string[]): CloudRules {
  refuseUnknown(caller, options, [...names, ...more]);
  const { api, auth = true, latencyMs = 0, faults = [], rateLimit = true, clock = Date.now } = options;
  const { seed = defaultSeed() } = options;
  if (api !== undefined) oneOf(caller, "api", api, Object.keys(servers));
  inRange(caller, "latencyMs", latencyMs, 0, 2_147_483_647); // A timer longer than this fires at once.
  if (typeof clock !== "function") throw new TypeError(`${caller}: clock must be a function that returns milliseconds`);
  oneOf(caller, "auth", auth, [true, false]);
  return {
    apis: api === undefined ? (Object.keys(servers) as Api[]) : [api],
    seed,
    auth,
    envelope: envelopeForm(`${caller} envelope`, options.envelope ?? {}),
    limits: limitsOf(caller, rateLimit),
    latencyMs,
    faults,
    clock,
  };
}
