/** The former place of the fake clock; goes when the last test here imports from test/support. */
export { fakeTime, timed } from "../support/fakeTime.js";
