// A unit test of revocation code, without an account and without a network: the handlers respond as MongoDB Cloud
// does, check the digest and remember what was deleted. `npm install --save-dev msw`.
import { createClient, digest, type RevokeClient } from "mongodb-cloud-revoke";
import { createMock, scenario, strict } from "mongodb-cloud-revoke/mock";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

/** The code under test: it may only say "done" if the secret is gone. */
async function retire(
  client: RevokeClient,
  ids: { groupId: string; clientId: string; secretId: string },
): Promise<string> {
  const { outcome } = await client.deleteGroupServiceAccountSecret(ids);
  return outcome === "already-gone" ? "was done before" : "done";
}

const mock = createMock();
const server = setupServer(...mock.handlers);
const [ids] = mock.targets.atlas.deleteGroupServiceAccountSecret;
let client: RevokeClient;

beforeAll(() => server.listen(strict));
beforeEach(() => {
  client = createClient({ api: "atlas", auth: digest(mock.credentials.apiKey), maxRetries: 0 });
});
afterEach(() => mock.state.reset());
afterAll(() => server.close());

test("a secret that was there is gone afterwards", async () => {
  if (ids === undefined) throw new Error("The seed has no such secret.");
  expect(await retire(client, ids)).toBe("done");
  expect(mock.deletions).toMatchObject([{ operationId: "deleteGroupServiceAccountSecret", ids }]);
});

test("a login page in place of a response is never taken for success", async () => {
  if (ids === undefined) throw new Error("The seed has no such secret.");
  mock.state.use(scenario.proxyPage({ status: 200 }));
  await expect(retire(client, ids)).rejects.toMatchObject({ outcome: "unknown" });
});
