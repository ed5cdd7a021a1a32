/** In which order targets are sent: what a later one needs goes last, and no scope waits for another. */
import { expect, it } from "vitest";
import { revokeAll, type Target } from "../../src/index.js";
import { fakeApi, gone, hex, secret, tick } from "./fakeApi.js";

const account = (group: number): Target => ({
  operation: "unassignGroupServiceAccount",
  groupId: hex(group, "b"),
  clientId: `mdb_sa_id_${hex(1, "c")}`,
});

/** The paths in the order in which they came, each with the number of requests that were under way then. */
async function pathsOf(targets: readonly Target[], concurrency = 4) {
  let underWay = 0;
  const seen: { readonly path: string; readonly beside: number }[] = [];
  const { client } = fakeApi(async (path) => {
    seen.push({ path, beside: underWay });
    underWay += 1;
    await tick(Math.random() * 8);
    underWay -= 1;
    return gone();
  });
  for await (const result of revokeAll(client, targets, { concurrency })) expect(result).toHaveProperty("revocation");
  return seen;
}

it("an account is unassigned once every secret has ended, wherever it stands in the list", async () => {
  const targets = [account(1), ...Array.from({ length: 30 }, (_, n) => secret(n)), account(2)];
  const seen = await pathsOf(targets, 8);
  expect(seen.slice(30).map(({ path }) => path.includes("/secrets/"))).toEqual([false, false]);
  expect(seen[30]?.beside).toBe(0);
});

it("scopes are mixed in proportion to their sizes, also where the list has them one after another", async () => {
  const targets = [
    ...Array.from({ length: 90 }, (_, n) => secret(n, 1)),
    ...Array.from({ length: 10 }, (_, n) => secret(n, 2)),
  ];
  const seen = await pathsOf(targets, 1);
  const small = seen.flatMap(({ path }, at) => (path.includes(hex(2, "b")) ? [at] : []));
  expect(small).toHaveLength(10);
  for (const [n, at] of small.entries()) expect(Math.abs(at - (n + 0.5) * 10)).toBeLessThanOrEqual(2);
});
