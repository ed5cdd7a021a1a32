/**
 * The same server over HTTP on loopback: `mongodb-cloud-revoke/sandbox`.
 *
 * @module Sandbox
 */
export * from "../../src/sandbox/index.js";
