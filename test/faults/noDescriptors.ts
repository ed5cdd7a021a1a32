/** Revokes in a process that has no descriptor left. Prints how the calls ended. */
import { openSync } from "node:fs";
import { RevokeError } from "../../src/index.js";
import { endingsOf, to } from "./lab.js";

try {
  for (;;) openSync("/dev/null", "r");
} catch {
  // No descriptor is left.
}
const endings = await endingsOf(to("http://127.0.0.1:4433"));
const facts = endings.map((error) => error instanceof RevokeError && [error.summary, error.outcome, error.requests]);
console.log(JSON.stringify(facts));
