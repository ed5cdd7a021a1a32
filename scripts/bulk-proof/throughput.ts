/** 20,000 targets in two scopes under a token bucket of the documented shape: how close to its minimum, at how many 429s. */
import { createClient, digest, revokeAll } from "../../src/index.js";
import { startServer } from "./processes.js";
import { type Line, line } from "./report.js";
import { targetsOf } from "./seed.js";

const targets = 20_000;
/** Atlas's project bucket (capacity 1200, 500 a minute), with the minute scaled to these seconds. */
const refillSeconds = 12;
const bucket = { capacity: 1200, refill: 500, refillSeconds };
const leastSeconds = ((targets / 2 - bucket.capacity) * refillSeconds) / bucket.refill;

/** Measures one run. */
export async function throughput(silent: boolean): Promise<readonly Line[]> {
  const server = await startServer({ targets, bucket, silent });
  const { url, publicKey, privateKey } = server;
  const client = createClient({ api: "atlas", auth: digest({ publicKey, privateKey }), baseUrl: url });
  const counts: Record<string, number> = {};
  let rateLimited = 0;
  const started = performance.now();
  const onProgress = (progress: { readonly rateLimited: number }): void => {
    rateLimited = progress.rateLimited;
  };
  for await (const { outcome } of revokeAll(client, targetsOf(targets), { concurrency: 8, onProgress })) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  const seconds = (performance.now() - started) / 1000;
  const deleted = (await server.deletions()).length;
  await client.close();
  server.stop();
  const name = silent ? "no header, no parameters" : "headers and parameters";
  const over = seconds / leastSeconds - 1;
  const share = rateLimited / (targets + rateLimited);
  return [
    line(
      `throughput, ${name}: all revoked`,
      `${counts.revoked} revoked, ${deleted} deleted`,
      counts.revoked === targets && deleted === targets,
    ),
    line(
      `throughput, ${name}: over the bucket's minimum of ${leastSeconds.toFixed(1)} s`,
      `${seconds.toFixed(1)} s, ${(100 * over).toFixed(1)} %`,
      over <= (silent ? 0.25 : 0.05),
      silent ? "at most 25 %" : "at most 5 %",
    ),
    line(
      `throughput, ${name}: answered 429`,
      `${rateLimited}, ${(100 * share).toFixed(2)} %`,
      silent || share <= 0.01,
      silent ? "reported" : "at most 1 %",
    ),
  ];
}
