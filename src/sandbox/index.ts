// `mongodb-cloud-revoke/sandbox`: a loopback server that behaves like the four operations on both APIs.

export type { Api, Ids, OperationId } from "../../generated/client.js";
export type { components, operations } from "../../generated/schema.js";
export type { Answer, Reply } from "../mock/answer.js";
export { type DefaultSeedOptions, defaultSeed } from "../mock/defaultSeed.js";
export type { DigestAlgorithm } from "../mock/digest.js";
export type { EnvelopeForm, Rendering } from "../mock/envelope.js";
export type { Call, Fault } from "../mock/fault.js";
export type { AuthOptions, CloudOptions } from "../mock/options.js";
export type { RandomBytes } from "../mock/random.js";
export type { Bucket, RateLimits } from "../mock/rateLimit.js";
export { type RateLimitedOptions, type Scenarios, scenario } from "../mock/scenario.js";
export type { ErrorOptions, ErrorStatus, Where } from "../mock/scenarioErrors.js";
export type {
  Credentials,
  Roles,
  Seed,
  SeedApiKey,
  SeedOrganization,
  SeedProject,
  SeedSecret,
  SeedServiceAccount,
} from "../mock/seed.js";
export { checkSeed } from "../mock/seedCheck.js";
export type { Actor, Deletion, Snapshot, State } from "../mock/state.js";
export type { Targets } from "../mock/targets.js";
export type { AccessEntry } from "./accessLog.js";
export { type GuideLine, type GuideSubject, guideLines } from "./guide.js";
export { type Sandbox, type SandboxOptions, startSandbox } from "./startSandbox.js";
