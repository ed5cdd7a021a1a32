/**
 * A client, its options, and the four revocations.
 *
 * @module Client
 */
export {
  type Api,
  type CallOptions,
  type ClientOptions,
  createClient,
  type Fetch,
  type HttpClient,
  type Ids,
  type Methods,
  type OperationId,
  type RevokeClient,
} from "../../src/index.js";
