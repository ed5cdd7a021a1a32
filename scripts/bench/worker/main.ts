// A contestant's process: it makes deletes when it is asked to, with a new client each time, and tells what they took.
import { serveCommands } from "../commands.js";
import { entryOf } from "../contestants/all.js";
import { basePath, type Contestant, type Target } from "../contestants/contestant.js";
import { readyAnswers } from "../server/digestCheck.js";
import { deleteAll, newTarget } from "./load.js";
import { profiled } from "./profile.js";
import type { RunRequest, RunResult, WorkerCommands } from "./workerCommands.js";

/** Longer than any contestant's retries take. */
const singleTimeoutMs = 15_000;

async function prepare({
  contestant: name,
  origin,
  nonce,
  deletes,
}: Omit<RunRequest, "concurrency" | "weigh">): Promise<{
  contestant: Contestant;
  targets: Iterator<Target>;
}> {
  const { create, auth } = entryOf(name);
  if (auth !== "ready digest") return { contestant: await create({ origin }), targets: newTargets(deletes) };
  const targets = [...newTargets(deletes)];
  const uris = targets.map(({ groupId, apiKeyId }) => `${basePath}/groups/${groupId}/apiKeys/${apiKeyId}`);
  const answers = readyAnswers(nonce, "DELETE", uris);
  const ready = new Map(targets.map((target, index) => [target, answers[index] ?? ""]));
  return { contestant: await create({ origin, ready }), targets: targets.values() };
}

/** Targets that are made when they are asked for: a hundred thousand of them would weigh on a measurement of memory. */
function* newTargets(count: number): Generator<Target, undefined> {
  for (let made = 0; made < count; made += 1) yield newTarget();
}

async function run(request: RunRequest): Promise<RunResult> {
  const { contestant, targets } = await prepare(request);
  const heapBefore = request.weigh === true ? await heapInUse() : 0;
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const failures = await deleteAll(contestant, targets, request.concurrency);
  const milliseconds = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const heapAfter = request.weigh === true ? await heapInUse() : 0;
  await contestant.close?.();
  return {
    milliseconds,
    cpuMicroseconds: user + system,
    failures: failures.count,
    firstFailure: failures.first,
    heapGrowth: heapAfter - heapBefore,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** Bytes on the heap after a collection, or two: what the first only finds is freed by its finalizers, a turn later. */
async function heapInUse(): Promise<number> {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 10));
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Rejects where nothing ever comes. */
function timeout(milliseconds: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`nothing within ${milliseconds} ms`)), milliseconds).unref();
  });
}

serveCommands<WorkerCommands>({
  run,
  single: async (request) => {
    const { contestant, targets } = await prepare({ ...request, deletes: 1 });
    try {
      await Promise.race([contestant.revoke(targets.next().value), timeout(singleTimeoutMs)]);
      return { success: true, said: "" };
    } catch (error) {
      return { success: false, said: error instanceof Error ? error.message : String(error) };
    }
  },
  profile: async (request) => {
    const { contestant, targets } = await prepare(request);
    const hot = await profiled(() => deleteAll(contestant, targets, request.concurrency));
    await contestant.close?.();
    return hot;
  },
});
