/**
 * `npm run bench`: who believes a faulty response, and who deletes how fast where the network takes 20 ms. Writes
 * docs/benchmarks.md when it is started by that name.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installTools } from "../package/packed.js";
import { root } from "../support/places.js";
import { ids } from "../support/world.js";
import { type Contestant, contestants, type Revoke } from "./contestants.js";
import { faults, successes } from "./faults.js";
import { type BenchServer, startBenchServer } from "./server.js";

const results = contestants.map((contestant) => ({
  ...contestant,
  believed: [] as string[],
  missed: [] as string[],
  lost: Number.NaN,
  one: Number.NaN,
  sixteen: Number.NaN,
  requests: Number.NaN,
}));
const isOurs = ({ name }: Contestant): boolean => name.startsWith("mongodb-cloud-revoke");
const ours = results.filter(isOurs);
let server: BenchServer;
beforeAll(async () => {
  installTools("bench");
  server = await startBenchServer();
});
afterAll(() => server.close());

let made = 0;
const succeeds = (revoke: Revoke): Promise<boolean> => {
  made += 1;
  return revoke({ groupId: ids.groupId, apiKeyId: made.toString(16).padStart(24, "0") }).then(
    () => true,
    () => false,
  );
};

/** Deletes so many, so many at a time; returns how many succeeded. */
async function deleteMany(revoke: Revoke, count: number, concurrency: number): Promise<number> {
  let [left, succeeded] = [count, 0];
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      if (await succeeds(revoke)) succeeded += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return succeeded;
}

/** Successful deletes per second. */
async function rateOf(revoke: Revoke, count: number, concurrency: number): Promise<number> {
  const started = performance.now();
  const done = await deleteMany(revoke, count, concurrency);
  return (done / (performance.now() - started)) * 1000;
}

// First, since some clients share one nonce count in the whole process.
test("this package loses none of 450 deletes in a row, under nonces that serve 1,024 requests", async () => {
  server.nonceUses = 1024;
  for (const each of results) each.lost = 450 - (await deleteMany(each.create(server.url), 450, 1));
  server.nonceUses = Number.POSITIVE_INFINITY;
  expect(ours.map(({ lost }) => lost)).toEqual([0, 0]);
});

test("this package believes none of the faulty responses, and overlooks no success", async () => {
  for (const [name, fault] of Object.entries({ ...faults, ...successes })) {
    server.fault = fault;
    const asked = results.map(async ({ create, believed, missed }) => {
      const success = await succeeds(create(server.url));
      if (success && name in faults) believed.push(name);
      if (!success && name in successes) missed.push(name);
    });
    await Promise.all(asked);
  }
  server.fault = undefined;
  for (const { name, believed, missed } of ours) expect([believed, missed], name).toEqual([[], []]);
});

test("at 20 ms this package sends one request for each delete, and is faster by half than peers that ask for each challenge", async () => {
  server.latencyMs = 20;
  for (const each of results) {
    const revoke = each.create(server.url);
    await deleteMany(revoke, 20, 16);
    server.requests = 0;
    each.one = await rateOf(revoke, 100, 1);
    each.sixteen = await rateOf(revoke, 800, 16);
    each.requests = server.requests / 900;
  }
  const [own, floor] = [ours[0]?.one ?? Number.NaN, results.find(({ name }) => name.includes("floor"))?.one];
  // On a quiet machine 0.97 and 1.95; a busy one must not fail.
  expect(own / (floor ?? Number.NaN)).toBeGreaterThan(0.8);
  for (const { name, requests } of ours) expect(requests, name).toBeLessThan(1.05);
  const challenged = results.filter(({ requests }) => requests > 1.9);
  expect(challenged).not.toEqual([]);
  for (const { name, one } of challenged) expect(own / one, name).toBeGreaterThan(1.5);
});

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, column) => (column === 0 || head.length === 2 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

test.runIf(process.env.npm_lifecycle_event === "bench")("the page of results is written", async () => {
  const [total, good] = [Object.keys(faults).length, Object.keys(successes).length];
  const believers = (fault: string): string =>
    results.flatMap(({ name, believed }) => (believed.includes(fault) ? [name.replace(/,.*/, "")] : [])).join(", ");
  const page = `# Benchmark

Two questions to clients that can send such a DELETE. Do they believe a response that does not say that the credential is gone? How many
can they send where the network takes 20 ms?

## Who believes a faulty response

${total} responses that do not say that the credential is gone, and ${good} that do, each given to an authorized DELETE of a new client.

${table(
  ["client", "believed", "successes missed", "lost of 450"],
  results.map(({ name, believed, missed, lost }) => [
    name,
    `${believed.length} of ${total}`,
    `${missed.length} of ${good}`,
    lost,
  ]),
)}

"Lost of 450" is about HTTP Digest: of 450 deletes in a row, under a nonce that serves 1,024 requests as Jetty's does, so many failed. A client that prints
the nonce count in decimal is refused from its 400th request on. What each client takes for a success:

${results.map(({ name, remark }) => `- ${name}: ${remark.replace(/^success: /, "")}.`).join("\n")}

## Response by response

${table(
  ["the response", "believed by"],
  Object.keys(faults).map((fault) => [fault, believers(fault) || "nobody"]),
)}

## Deletes per second, 20 ms away

More is better. "Requests" is how many each delete took.

${table(
  ["client", "one at a time", "16 at a time", "requests"],
  results.map(({ name, one, sixteen, requests }) => [name, one.toFixed(0), sixteen.toFixed(0), requests.toFixed(2)]),
)}

## How it was measured

Every client sends the same kind of DELETE to the same server on loopback, which checks every field of a digest \`Authorization\` header. Measured on
${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node}. To measure again: \`npm run bench\`, which writes this page.
`;
  await writeFile(join(root, "docs/benchmarks.md"), page);
});
