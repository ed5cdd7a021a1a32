// `mongodb-cloud-revoke/mock`: MSW handlers that behave like the four operations, and the state behind them.
export type { Api, Ids, OperationId } from "../../generated/client.js";
export type { components, operations } from "../../generated/schema.js";
export type { Answer, Reply } from "./answer.js";
export { type DefaultSeedOptions, defaultSeed } from "./defaultSeed.js";
export type { DigestAlgorithm } from "./digest.js";
export type { EnvelopeForm, Rendering } from "./envelope.js";
export type { Call, Fault } from "./fault.js";
export { createHandlers } from "./handlers.js";
export type { AuthOptions, CloudOptions, CreateHandlersOptions } from "./options.js";
export type { RandomBytes } from "./random.js";
export { atlasLimits, type Bucket, grantLimit, type RateLimits } from "./rateLimit.js";
export { type RateLimitedOptions, type Scenarios, scenario } from "./scenario.js";
export type { ErrorOptions, ErrorStatus, Where } from "./scenarioErrors.js";
export {
  type Credentials,
  credentialsOf,
  type Roles,
  type Seed,
  type SeedApiKey,
  type SeedOrganization,
  type SeedProject,
  type SeedSecret,
  type SeedServiceAccount,
} from "./seed.js";
export { checkSeed } from "./seedCheck.js";
export { type Actor, createState, type Deletion, type Snapshot, type State } from "./state.js";
export { type Targets, targetsOf } from "./targets.js";
