/** In which order targets are sent: what a later one needs goes last, and no scope waits for another. */
import { expect, it } from "vitest";
import { revokeAll, type Target } from "../../src/index.js";
import { fakeApi, gone, hex, secret, tick } from "./fakeApi.js";

const account = (group: number): Target => ({
  operation: "unassignGroupServiceAccount",
  groupId: hex(group, "b"),
  clientId: `mdb_sa_id_${hex(1, "c")}`,
});

async function pathsOf(targets: readonly Target[], concurrency = 4): Promise<readonly string[]> {
  const { client, paths } = fakeApi(async () => {
    await tick(Math.random() * 4);
    return gone();
  });
  for await (const result of revokeAll(client, targets, { concurrency })) expect(result).toHaveProperty("revocation");
  return paths;
}

it("an account is unassigned once every secret has ended, wherever it stands in the list", async () => {
  const targets = [account(1), ...Array.from({ length: 30 }, (_, n) => secret(n)), account(2)];
  const paths = await pathsOf(targets, 8);
  expect(paths.slice(30).map((path) => path.includes("/secrets/"))).toEqual([false, false]);
});

it("scopes are mixed in proportion to their sizes, also where the list has them one after another", async () => {
  const targets = [
    ...Array.from({ length: 90 }, (_, n) => secret(n, 1)),
    ...Array.from({ length: 10 }, (_, n) => secret(n, 2)),
  ];
  const paths = await pathsOf(targets, 1);
  const small = paths.flatMap((path, at) => (path.includes(hex(2, "b")) ? [at] : []));
  expect(small).toHaveLength(10);
  for (const [n, at] of small.entries()) expect(Math.abs(at - (n + 0.5) * 10)).toBeLessThanOrEqual(2);
});
