/**
 * The randomized run: clients drawn from a seed call a raw-socket server that misbehaves as the seed says, and each outcome
 * is compared with the server's record. What is random is decided by the seed and the place, so a seed repeats its faults,
 * whatever the timing.
 */
import type { RevokeClient, RevokeEvent } from "../../src/index.js";
import { watchListeners, watchTimers } from "../faults/leftovers.js";
import { type Library, type Result, resultOf } from "../faults/suite.js";
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
  readonly calls: number;
  /** Calls by how they ended: an outcome, or an error's name and outcome. */
  readonly endings: ReadonlyMap<string, number>;
  readonly violations: readonly string[];
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
  const stage: Stage = {
    ...options,
    world,
    origin: server.origin,
    setTimeout: globalThis.setTimeout,
    violations: [],
    endings: new Map(),
    calls: 0,
  };
  const watch = watchProcess(stage);
  let next = 0;
  const isOver = (): boolean =>
    world.counts.exchanges >= exchanges || (stopAtViolation && stage.violations.length + world.violations.length > 0);
  const work = async (): Promise<void> => {
    while (!isOver()) {
      next += 1;
      await runClient(stage, planClient(seed, next));
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, work));
  } finally {
    await watch.end();
    await Promise.all([server.close(), decoy.close()]);
  }
  const { counts } = world;
  const violations = [...stage.violations, ...world.violations];
  return { ...counts, calls: stage.calls, endings: stage.endings, violations };
}

interface Stage extends SequenceOptions {
  readonly world: World;
  readonly origin: string;
  /** The platform's own, so that the test's timers are not counted as the client's. */
  readonly setTimeout: typeof globalThis.setTimeout;
  readonly violations: string[];
  readonly endings: Map<string, number>;
  calls: number;
}

async function runClient(stage: Stage, plan: ClientPlan): Promise<void> {
  const { library, world } = stage;
  world.admit(plan);
  const events = new Map<number, RevokeEvent[]>();
  const client = library.createClient({
    api: plan.api,
    auth:
      plan.credential === "digest"
        ? library.digest({ publicKey: plan.id, privateKey: plan.secret })
        : library.serviceAccount({ clientId: plan.id, clientSecret: plan.secret }),
    baseUrl: stage.origin,
    timeoutMs: plan.timeoutMs,
    onEvent: (event) => {
      const known = events.get(event.call);
      if (known === undefined) events.set(event.call, [event]);
      else known.push(event);
    },
  });
  const run = (call: CallPlan, index: number): Promise<void> => runCall(stage, client, plan, call, events, index + 1);
  if (plan.parallel) await Promise.all(plan.calls.map(run));
  else for (const [index, call] of plan.calls.entries()) await run(call, index);
  await client.close().catch((error: unknown) => report(stage, plan, `close() rejected: ${String(error)}`));
  world.dismiss(plan);
}

async function runCall(
  stage: Stage,
  client: RevokeClient,
  plan: ClientPlan,
  call: CallPlan,
  events: ReadonlyMap<number, readonly RevokeEvent[]>,
  number: number,
): Promise<void> {
  const controller = new AbortController();
  const listeners = watchListeners(controller.signal);
  let aborted: Error | undefined;
  const timer =
    call.abortAfterMs === undefined
      ? undefined
      : stage.setTimeout(() => {
          aborted = new Error("the caller has had enough");
          controller.abort(aborted);
        }, call.abortAfterMs);
  const { envelope, missingOk, maxRetries, timeoutMs, operationId } = call;
  // Ids that are bad are no longer of the type that they must be.
  const revoke = client[operationId] as (ids: object, options: object) => Promise<object>;
  const started = performance.now();
  const options = { envelope, missingOk, maxRetries, timeoutMs, signal: controller.signal };
  const result = await inTime(stage, resultOf(revoke(call.ids, options)), timeoutMs + 10_000);
  const tookMs = performance.now() - started;
  clearTimeout(timer);
  stage.calls += 1;
  if (result === undefined) return report(stage, plan, `hang: call ${call.number} did not end`);
  const ending = endingOf(result);
  stage.endings.set(ending, (stage.endings.get(ending) ?? 0) + 1);
  const record = stage.world.record(call);
  const problems = judge(stage.library, {
    client: plan,
    call,
    result,
    record,
    events: events.get(number) ?? [],
    aborted,
    tookMs,
  });
  if (listeners() > 0) problems.push("a listener was left on the caller's signal");
  const story = record.exchanges.map(
    ({ authorized, move, says }) => `${authorized ? "" : "(no credentials) "}${move}: ${says}`,
  );
  for (const problem of problems)
    report(stage, plan, `${problem} [${ending}; ${call.operationId}; ${story.join(" → ")}]`);
}

function report({ seed, violations }: Stage, plan: ClientPlan, problem: string): void {
  violations.push(`seed ${seed}, client ${plan.number} (${plan.credential}, ${plan.api}): ${problem}`);
}

function endingOf(result: Result): string {
  if ("value" in result) return String(result.value.outcome);
  const { error } = result;
  const outcome = error instanceof Error && "outcome" in error ? error.outcome : "bare";
  return `${error instanceof Error ? error.name : "no error"}, ${outcome}`;
}

function inTime<T>({ setTimeout }: Stage, work: Promise<T>, ms: number): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    void work.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

/** Watches what a client must not touch: unhandled rejections, timers left, the console. Makes backoff short. */
function watchProcess(stage: Stage): { end: () => Promise<void> } {
  const timers = watchTimers();
  const { random } = Math;
  Math.random = () => random() * 0.004;
  const onRejection = (reason: unknown): void => {
    stage.violations.push(`seed ${stage.seed}: an unhandled rejection: ${String(reason)}`);
  };
  process.on("unhandledRejection", onRejection);
  const silent = ["log", "info", "warn", "error", "debug"] as const;
  const real = silent.map((name) => [name, console[name]] as const);
  for (const name of silent) {
    console[name] = () => stage.violations.push(`seed ${stage.seed}: console.${name} was called`);
  }
  return {
    async end(): Promise<void> {
      for (const [name, method] of real) console[name] = method;
      Math.random = random;
      timers.restore();
      await new Promise<void>((resolve) => stage.setTimeout(resolve, 20));
      process.off("unhandledRejection", onRejection);
      if (timers.pending() > 0) stage.violations.push(`seed ${stage.seed}: ${timers.pending()} timers were left`);
    },
  };
}
