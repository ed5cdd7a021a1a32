/** Every fault test, by area. */
import { authenticationTests } from "./cases/authentication.js";
import { bodyCases } from "./cases/bodies.js";
import { connectionCases } from "./cases/connections.js";
import { envelopeCases } from "./cases/envelopes.js";
import { keptConnectionTests } from "./cases/keptConnections.js";
import { statusCases } from "./cases/statuses.js";
import { type PortableTest, testsOf } from "./suite.js";

export const allTests: Readonly<Record<string, readonly PortableTest[]>> = {
  "the connection breaks, stalls or drips": testsOf(connectionCases),
  "the body is not what it claims": testsOf(bodyCases),
  "the envelope does not plainly say success": testsOf(envelopeCases),
  "the status leads elsewhere or nowhere": testsOf(statusCases),
  "the server does not know who calls": authenticationTests,
  "the connection is kept": keptConnectionTests,
};
