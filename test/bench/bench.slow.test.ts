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
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

test.runIf(process.env.npm_lifecycle_event === "bench")("the page of results is written", async () => {
  const [total, good] = [Object.keys(faults).length, Object.keys(successes).length];
  const believers = (fault: string): string =>
    results.flatMap(({ name, believed }) => (believed.includes(fault) ? [name.replace(/,.*/, "")] : [])).join(", ");
  const page = `# Benchmark

<!-- Written by \`npm run bench\`. Do not edit. -->

Every client sends the same kind of DELETE to the same server on loopback, which checks every field of a digest
\`Authorization\` header. Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node}.

## Who believes a faulty response

${total} responses that do not say that the credential is gone, and ${good} that do, each given to an authorized DELETE of a new client.
"Lost in a row": what 450 deletes, one after the other, did not bring about under nonces that serve 1,024 requests, as Jetty's
do. Whoever prints the nonce count in decimal is refused for good from its 400th request on.

${table(
  ["client", "called a success", "true successes missed", "lost in a row, of 450"],
  results.map(({ name, believed, missed, lost }) => [
    name,
    `${believed.length} of ${total}`,
    `${missed.length} of ${good}`,
    lost,
  ]),
)}

${results.map(({ name, remark }) => `- ${name}: ${remark}.`).join("\n")}

${table(
  ["faulty response", "called a success by"],
  Object.keys(faults).map((fault) => [fault, believers(fault) || "nobody"]),
)}

## Deletes per second, 20 ms away

${table(
  ["client", "one at a time", "16 at a time", "requests for each"],
  results.map(({ name, one, sixteen, requests }) => [name, one.toFixed(0), sixteen.toFixed(0), requests.toFixed(2)]),
)}
`;
  await writeFile(join(root, "docs/benchmarks.md"), page);
});
