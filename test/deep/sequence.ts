/**
 * The randomized run: clients drawn from a seed call a raw-socket server that misbehaves as the seed says, and each outcome
 * is compared with the server's record. What is random is decided by the seed and the place, so a seed repeats its faults,
 * whatever the timing.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { RevokeEvent } from "../../src/index.js";
import { type Result, resultOf } from "../faults/expected.js";
import { watch, watchListeners } from "../faults/leftovers.js";
import type { Library } from "../faults/suite.js";
import { startRawServer } from "../support/rawServer.js";
import { type CallPlan, type ClientPlan, planClient } from "./plan.js";
import { judge } from "./verdict.js";
import { createWorld, type World } from "./world.js";

/** What to run. */
export interface SequenceOptions {
  readonly library: Library;
  readonly seed: number;
  /** Requests that the server must have seen before no new client starts. */
  readonly exchanges: number;
  /** Clients at the same time. */
  readonly parallel: number;
  /** Ends the run at the first violation: enough to prove that a sabotage is caught. */
  readonly stopAtViolation?: boolean;
}

/** What came of a run. */
export interface SequenceReport {
  readonly exchanges: number;
  readonly faulted: number;
  readonly byMove: ReadonlyMap<string, number>;
  /** Calls by how they ended: an outcome, or an error's name and outcome. */
  readonly endings: ReadonlyMap<string, number>;
  readonly violations: readonly string[];
}

interface Run extends SequenceOptions {
  readonly world: World;
  readonly origin: string;
  readonly violations: string[];
  readonly endings: Map<string, number>;
}

/** Runs a sequence, and restores what it watched. */
export async function runSequence(options: SequenceOptions): Promise<SequenceReport> {
  const { seed, exchanges, parallel, stopAtViolation = false } = options;
  const decoy = await startRawServer(({ target }) => {
    world.decoyed(target);
    return ["HTTP/1.1 204 No Content\r\n\r\n"];
  });
  const world: World = createWorld(seed, () => decoy.origin);
  const server = await startRawServer((request) => world.handle(request));
  const run: Run = { ...options, world, origin: server.origin, violations: [], endings: new Map() };
  const watched = watch();
  const { random } = Math;
  Math.random = () => random() * 0.004; // Short backoff.
  let next = 0;
  const work = async (): Promise<void> => {
    while (world.counts.exchanges < exchanges) {
      if (stopAtViolation && run.violations.length + world.violations.length > 0) return;
      next += 1;
      await runClient(run, planClient(seed, next));
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, work));
    await sleep(20);
    await watched.nothingIsLeft().catch((error: unknown) => run.violations.push(`seed ${seed}: ${String(error)}`));
  } finally {
    Math.random = random;
    watched.end();
    await Promise.all([server.close(), decoy.close()]);
  }
  const { counts, violations } = world;
  return { ...counts, endings: run.endings, violations: [...run.violations, ...violations] };
}

async function runClient(run: Run, plan: ClientPlan): Promise<void> {
  const { library, world, origin: baseUrl } = run;
  const { api, id, secret, timeoutMs } = plan;
  world.admit(plan);
  const events: RevokeEvent[] = [];
  const auth =
    plan.credential === "digest"
      ? library.digest({ publicKey: id, privateKey: secret })
      : library.serviceAccount({ clientId: id, clientSecret: secret });
  const client = library.createClient({ api, auth, baseUrl, timeoutMs, onEvent: (event) => events.push(event) });
  const call = async (planned: CallPlan, index: number): Promise<void> => {
    // Ids that are bad are no longer of the type that they must be.
    const revoke = client[planned.operationId] as (ids: object, options: object) => Promise<object>;
    const own = (): RevokeEvent[] => events.filter((event) => event.call === index + 1);
    await runCall(run, plan, planned, (options) => resultOf(revoke(planned.ids, options)), own);
  };
  if (plan.parallel) await Promise.all(plan.calls.map(call));
  else for (const [index, planned] of plan.calls.entries()) await call(planned, index);
  await client.close().catch((error: unknown) => report(run, plan, `close() rejected: ${String(error)}`));
  world.dismiss(plan);
}

async function runCall(
  run: Run,
  plan: ClientPlan,
  call: CallPlan,
  revoke: (options: object) => Promise<Result>,
  events: () => RevokeEvent[],
): Promise<void> {
  const { envelope, missingOk, maxRetries, timeoutMs, abortAfterMs } = call;
  const ended = new AbortController();
  const controller = new AbortController();
  const listeners = watchListeners(controller.signal);
  const after = async (ms: number): Promise<unknown> =>
    sleep(ms, undefined, { signal: ended.signal }).catch(() => "over");
  void after(abortAfterMs ?? 1e6).then((over) => over === undefined && controller.abort(new Error("enough")));
  const started = performance.now();
  const revoked = revoke({ envelope, missingOk, maxRetries, timeoutMs, signal: controller.signal });
  const result = await Promise.race([revoked, after(timeoutMs + 10_000).then(() => undefined)]);
  const tookMs = performance.now() - started;
  ended.abort();
  const { aborted: isAborted, reason } = controller.signal;
  const aborted: unknown = isAborted ? reason : undefined;
  if (result === undefined) return report(run, plan, `hang: call ${call.number} did not end`);
  const ending = endingOf(result);
  run.endings.set(ending, (run.endings.get(ending) ?? 0) + 1);
  const record = run.world.record(call);
  const problems = judge(run.library, { client: plan, call, result, record, events: events(), aborted, tookMs });
  if (listeners() > 0) problems.push("a listener was left on the caller's signal");
  const story = record.exchanges.map(
    ({ authorized, move, says }) => `${authorized ? "" : "(nobody) "}${move}: ${says}`,
  );
  for (const problem of problems)
    report(run, plan, `${problem} [${ending}; ${call.operationId}; ${story.join(" → ")}]`);
}

function report({ seed, violations }: Run, plan: ClientPlan, problem: string): void {
  violations.push(`seed ${seed}, client ${plan.number} (${plan.credential}, ${plan.api}): ${problem}`);
}

function endingOf(result: Result): string {
  const { name, outcome } = Object("error" in result ? result.error : result.value);
  return "error" in result ? `${name}, ${outcome}` : String(outcome);
}
