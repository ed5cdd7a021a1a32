/** The former place of the fake `fetch`; goes when the last test here imports from test/support. */
export * from "../support/fetch.js";
export { respond as answer } from "../support/fetch.js";
export * from "../support/world.js";
