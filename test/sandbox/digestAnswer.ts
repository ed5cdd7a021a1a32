/** The former place of the digest header; goes when the last test here imports from test/support. */
export { challengeOf, type DigestParts, digestHeader } from "../support/digest.js";
