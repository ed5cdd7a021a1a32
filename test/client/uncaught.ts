/** The former place of this collector; goes when the last test here imports from test/support. */
export { uncaughtDuring } from "../support/uncaught.js";
