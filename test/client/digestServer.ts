/** The former place of the digest server; goes when the last test here imports from test/support. */
export { digestServer, fieldsOf } from "../support/digest.js";
