/**
 * `npm run bench`: who believes a faulty response, and who deletes how fast where the network takes 20 ms. Writes
 * docs/benchmarks.md when it is started by that name.
 */
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installTools } from "../package/packed.js";
import { root } from "../support/places.js";
import { ids } from "../support/world.js";
import { contestants, type Revoke, type Target } from "./contestants.js";
import { faults, successes } from "./faults.js";
import { type BenchServer, startBenchServer } from "./server.js";

const names = contestants.map(({ name }) => name);
const [ours = "", oursWithAccount = "", floor = ""] = names;
let server: BenchServer;
beforeAll(async () => {
  installTools("bench");
  server = await startBenchServer();
});
afterAll(() => server.close());

let made = 0;
const newTarget = (): Target => {
  made += 1;
  return { groupId: ids.groupId, apiKeyId: made.toString(16).padStart(24, "0") };
};
const succeeds = (revoke: Revoke): Promise<boolean> =>
  revoke(newTarget()).then(
    () => true,
    () => false,
  );

/** Deletes so many, so many at a time; returns how many succeeded. */
async function deleteMany(revoke: Revoke, count: number, concurrency: number): Promise<number> {
  let [left, succeeded] = [count, 0];
  const lane = async (): Promise<void> => {
    for (; left > 0; ) {
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

const believed = new Map<string, string[]>(names.map((name) => [name, []]));
const missed = new Map<string, string[]>(names.map((name) => [name, []]));
const lost = new Map<string, number>();
const perSecond = new Map<string, { one: number; sixteen: number; requests: number }>();
const speedOf = (name: string) => perSecond.get(name) ?? { one: Number.NaN, sixteen: Number.NaN, requests: Number.NaN };

// First, since some clients share one nonce count in the whole process.
test("this package loses none of 450 deletes in a row, under nonces that serve 1,024 requests", async () => {
  server.nonceUses = 1024;
  for (const { name, create } of contestants) lost.set(name, 450 - (await deleteMany(create(server.url), 450, 1)));
  server.nonceUses = Number.POSITIVE_INFINITY;
  expect(lost.get(ours)).toBe(0);
  expect(lost.get(oursWithAccount)).toBe(0);
});

test("this package believes none of the faulty responses, and overlooks no success", async () => {
  for (const [list, expected, found] of [
    [faults, false, believed],
    [successes, true, missed],
  ] as const) {
    for (const [name, fault] of Object.entries(list)) {
      server.fault = fault;
      const asked = contestants.map(async ({ name: contestant, create }) => {
        if ((await succeeds(create(server.url))) !== expected) found.get(contestant)?.push(name);
      });
      await Promise.all(asked);
    }
  }
  server.fault = undefined;
  for (const name of [ours, oursWithAccount]) {
    expect(believed.get(name)).toEqual([]);
    expect(missed.get(name)).toEqual([]);
  }
});

test("at 20 ms this package is as fast as a bare fetch, and twice as fast as peers that ask for each challenge", async () => {
  server.latencyMs = 20;
  for (const { name, create } of contestants) {
    const revoke = create(server.url);
    await deleteMany(revoke, 20, 16);
    server.requests = 0;
    const [one, sixteen] = [await rateOf(revoke, 100, 1), await rateOf(revoke, 800, 16)];
    perSecond.set(name, { one, sixteen, requests: server.requests / 900 });
  }
  server.latencyMs = 0;
  expect(speedOf(ours).one / speedOf(floor).one).toBeGreaterThan(0.9);
  const challenged = names.filter((name) => speedOf(name).requests > 1.9);
  expect(challenged).not.toEqual([]);
  for (const name of challenged) expect(speedOf(ours).one / speedOf(name).one, name).toBeGreaterThan(1.8);
});

test.runIf(process.env.npm_lifecycle_event === "bench")("the page of results is written", async () => {
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
    [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows]
      .map((row) => `| ${row.join(" | ")} |`)
      .join("\n");
  const total = Object.keys(faults).length;
  const judged = contestants.map(({ name, remark }) => [
    `${name} (${remark})`,
    `${believed.get(name)?.length} of ${total}`,
    `${missed.get(name)?.length} of ${Object.keys(successes).length}`,
    String(lost.get(name)),
  ]);
  const byFault = Object.keys(faults).map((fault) => {
    const believers = names.filter((name) => believed.get(name)?.includes(fault));
    return [fault, believers.map((name) => name.replace(/,.*/, "")).join(", ") || "nobody"];
  });
  const speed = names.map((name) => {
    const { one, sixteen, requests } = speedOf(name);
    return [name, one.toFixed(0), sixteen.toFixed(0), requests.toFixed(2)];
  });
  const page = `# Benchmark

<!-- Written by \`npm run bench\`. Do not edit. -->

Every client sends the same kind of DELETE to the same server on loopback, which checks every field of a digest
\`Authorization\` header. Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}.

## Who believes a faulty response

${total} responses that do not say that the credential is gone, and ${Object.keys(successes).length} that do, each given to an authorized DELETE of a new client.
"Lost in a row": what 450 deletes, one after the other, did not bring about under nonces that serve 1,024 requests, as Jetty's
do. Whoever prints the nonce count in decimal is refused for good from its 400th request on.

${table(["client", "called a success", "true successes missed", "lost in a row, of 450"], judged)}

${table(["faulty response", "called a success by"], byFault)}

## Deletes per second, 20 ms away

${table(["client", "one at a time", "16 at a time", "requests for each"], speed)}
`;
  await writeFile(join(root, "docs/benchmarks.md"), page);
});
