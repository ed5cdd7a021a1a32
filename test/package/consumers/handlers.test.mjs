// A user's unit test with msw: the same twenty lines for msw 2 and msw 3, in Node and in Chromium. `#platform` is the
// project's own name for where it runs: Node's test runner and msw's server, or a page and msw's service worker.

import { createClient, digest } from "mongodb-cloud-revoke";
import { createHandlers, createState, credentialsOf, defaultSeed, targetsOf } from "mongodb-cloud-revoke/mock";
import { after, assert, before, setup, test } from "#platform";

const seed = defaultSeed();
const { publicKey, privateKey } = credentialsOf(seed);
const state = createState(seed);
const network = setup(...createHandlers({ state }));
before(() => network.start());
after(() => network.stop());

test("a secret is revoked once", async () => {
  const client = createClient({ api: "cloud-manager", auth: digest({ publicKey, privateKey }) });
  const [ids] = targetsOf(seed)["cloud-manager"].deleteGroupServiceAccountSecret;
  const { outcome, status } = await client.deleteGroupServiceAccountSecret(ids);
  assert.deepEqual({ outcome, status }, { outcome: "deleted", status: 204 });
  assert.equal(state.snapshot().deletions.length, 1);
  await assert.rejects(client.deleteGroupServiceAccountSecret(ids), { name: "NotFoundError" });
});
