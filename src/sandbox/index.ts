// `mongodb-cloud-revoke/sandbox`: a loopback server that behaves like the four operations on both APIs.

export { type DefaultSeedOptions, defaultSeed } from "../mock/defaultSeed.js";
export { scenario } from "../mock/scenario.js";
export type { Credentials, Seed } from "../mock/seed.js";
export { checkSeed } from "../mock/seedCheck.js";
export type { Deletion, Snapshot, State } from "../mock/state.js";
export type { Targets } from "../mock/targets.js";
export type { AccessEntry } from "./accessLog.js";
export { type GuideLine, guideLines } from "./guide.js";
export { type Sandbox, type SandboxOptions, startSandbox } from "./startSandbox.js";
