/** The former place of the token server; goes when the last test here imports from test/support. */
export { gate } from "../support/fetch.js";
export { auth, serverOf, tokenServer } from "../support/tokenServer.js";
export { accountPair as pair } from "../support/world.js";
