// A user's unit test with msw: the same lines for msw 2 and msw 3, in Node and in Chromium. `#platform` is the project's own
// name for where it runs: Node's test runner and msw's server, or a page and msw's service worker.

import { createClient, digest } from "mongodb-cloud-revoke";
import { createMock } from "mongodb-cloud-revoke/mock";
import { after, assert, before, elsewhere, setup, test } from "#platform";

const mock = createMock();
const network = setup(...mock.handlers);
before(() => network.start());
after(() => network.stop());

const auth = digest(mock.credentials.apiKey);
const [ids] = mock.targets["cloud-manager"].deleteGroupServiceAccountSecret;

test("a secret is revoked once", async () => {
  const client = createClient({ api: "cloud-manager", auth });
  const { outcome, status } = await client.deleteGroupServiceAccountSecret(ids);
  assert.deepEqual({ outcome, status }, { outcome: "deleted", status: 204 });
  assert.equal(mock.deletions.length, 1);
  await assert.rejects(client.deleteGroupServiceAccountSecret(ids), { name: "NotFoundError" });
});

test("a request that no handler serves does not leave", async () => {
  const client = createClient({ api: "cloud-manager", auth, baseUrl: elsewhere, maxRetries: 0 });
  const { name } = await client.deleteGroupServiceAccountSecret(ids).catch((error) => error);
  // msw's server fails the request; its service worker responds with a 500 of its own. The real server has neither.
  assert.equal(["ConnectionError", "ServerError"].includes(name), true);
});
