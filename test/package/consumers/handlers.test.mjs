// A user's unit test with msw: the same twenty lines for msw 2 and msw 3, run by Node's own test runner.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClient, digest } from "mongodb-cloud-revoke";
import { createHandlers, createState, credentialsOf, defaultSeed, targetsOf } from "mongodb-cloud-revoke/mock";
import { setupServer } from "msw/node";

const seed = defaultSeed();
const { publicKey, privateKey } = credentialsOf(seed);
const state = createState(seed);
const server = setupServer(...createHandlers({ state }));
before(() => server.listen({ onUnhandledRequest: "error" }));
after(() => server.close());

test("a secret is revoked once", async () => {
  const client = createClient({ api: "cloud-manager", auth: digest({ publicKey, privateKey }) });
  const [ids] = targetsOf(seed)["cloud-manager"].deleteGroupServiceAccountSecret;
  const { outcome, status } = await client.deleteGroupServiceAccountSecret(ids);
  assert.deepEqual({ outcome, status }, { outcome: "revoked", status: 204 });
  assert.equal(state.snapshot().deletions.length, 1);
  await assert.rejects(client.deleteGroupServiceAccountSecret(ids), { name: "NotFoundError" });
});
