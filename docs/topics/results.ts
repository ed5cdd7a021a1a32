/**
 * What a confirmed revocation says, and what was seen around it.
 *
 * @module Results
 */
export type {
  Confirmed,
  ConfirmedStatus,
  Evidence,
  ListedRecord,
  Presence,
  RateLimit,
  Revocation,
  SuccessOutcome,
} from "../../src/index.js";
