// `mongodb-cloud-revoke/mock`: MSW handlers that behave like MongoDB Cloud's revocation API, and the state behind them.
export type { Api, Ids, LookupId, OperationId } from "../../generated/client.js";
export type { components, operations } from "../../generated/schema.js";
export { createMock, type Mock, type MockOptions, strict } from "./createMock.js";
export { defaultSeed } from "./defaultSeed.js";
export type { Call, Fault, Proceed, Twist } from "./fault.js";
export type { CloudOptions } from "./options.js";
export type { Bucket, RateLimits } from "./rateLimit.js";
export type { ErrorStatus } from "./refusals.js";
export type { EnvelopeForm, HeaderLines, MockResponse, Rendering, Reply } from "./response.js";
export { scenario } from "./scenario.js";
export type { Where } from "./scenarioFaults.js";
export type * from "./seed.js";
export type { Actor, Deletion, State } from "./state.js";
export type { Credentials, Targets } from "./targets.js";
