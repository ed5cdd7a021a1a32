/** Answers lost after the server acted, requests lost before it did: no report may contradict the server's own record. */
import { createClient, digest, revokeAll, type Target } from "../../src/index.js";
import { startServer } from "./processes.js";
import { type Line, line } from "./report.js";
import { targetAt } from "./seed.js";

const targets = 20_000;
/** Beside them, ids that do not exist: the server never deletes them. */
const mistyped = 400;
const share = 0.02;

/** Compares every result with what the sandbox recorded. */
export async function loss(): Promise<readonly Line[]> {
  const server = await startServer({ targets, lost: share });
  const { url, publicKey, privateKey } = server;
  const client = createClient({ api: "atlas", auth: digest({ publicKey, privateKey }), baseUrl: url });
  function* all(): Generator<Target> {
    for (let n = 0; n < targets + mistyped; n += 1) yield targetAt(n);
  }
  const outcomes: string[] = [];
  let retried = 0;
  for await (const { index, outcome, attempts } of revokeAll(client, all(), { concurrency: 16 })) {
    outcomes[index] = outcome;
    if (attempts > 1) retried += 1;
  }
  const deleted = new Set(await server.deletions());
  await client.close();
  server.stop();
  const counts: Record<string, number> = {};
  let wrong = 0;
  for (const [n, outcome] of outcomes.entries()) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    const exists = n < targets && !deleted.has(n);
    if (outcome === "revoked" && !deleted.has(n)) wrong += 1;
    else if (outcome === "already-gone" && exists) wrong += 1;
    else if ((outcome === "refused" || outcome === "not-sent") && deleted.has(n)) wrong += 1;
  }
  const known = Object.entries(counts)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(", ");
  return [
    line(
      "loss: a report for every target",
      `${outcomes.length}: ${known}; ${retried} took more than one attempt`,
      outcomes.length === targets + mistyped && retried > 500,
    ),
    line("loss: wrong reports", String(wrong), wrong === 0, "0"),
  ];
}
