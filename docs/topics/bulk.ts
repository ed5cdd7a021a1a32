/**
 * Many targets in one run.
 *
 * @module Many at once
 */
export {
  type BulkProgress,
  type BulkResult,
  type BulkResultBase,
  type RevokeAllOptions,
  revokeAll,
  type Target,
} from "../../src/index.js";
