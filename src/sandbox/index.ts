// `mongodb-cloud-revoke/sandbox`: a loopback server that behaves like MongoDB Cloud's revocation API.
export type { Api, Ids, LookupId, OperationId } from "../../generated/client.js";
export type { components, operations } from "../../generated/schema.js";
export { defaultSeed } from "../mock/defaultSeed.js";
export type { Call, Fault, Proceed, Twist } from "../mock/fault.js";
export type { CloudOptions } from "../mock/options.js";
export type { Bucket, RateLimits } from "../mock/rateLimit.js";
export type { ErrorStatus } from "../mock/refusals.js";
export type { EnvelopeForm, HeaderLines, MockResponse, Rendering, Reply } from "../mock/response.js";
export { scenario } from "../mock/scenario.js";
export type { Where } from "../mock/scenarioFaults.js";
export type * from "../mock/seed.js";
export type { Actor, Deletion, State } from "../mock/state.js";
export type { Credentials, Targets } from "../mock/targets.js";
export type { AccessEntry } from "./accessLog.js";
export { type GuideLine, type GuideSubject, guideLines } from "./guide.js";
export { type Sandbox, type SandboxOptions, startSandbox } from "./startSandbox.js";
