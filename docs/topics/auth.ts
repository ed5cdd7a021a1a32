/**
 * Who calls: an API key, a service account, or a token from elsewhere.
 *
 * @module Credentials
 */
export {
  type Auth,
  type AuthContext,
  type AuthRequest,
  type DigestCredentials,
  digest,
  type Redact,
  type Rejection,
  type Replay,
  type ServiceAccountCredentials,
  serviceAccount,
  type TokenRequest,
  type TokenResponse,
} from "../../src/index.js";
