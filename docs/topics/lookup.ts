/**
 * Reads: what is there, with its ids.
 *
 * @module Lookup
 */
export type {
  ApiKey,
  ListedRole,
  ListedSecret,
  LookOptions,
  Lookup,
  LookupId,
  Owner,
  ServiceAccount,
} from "../../src/index.js";
