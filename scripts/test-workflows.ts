// `npm run test:workflows`: runs the document's workflows with `redocly respect` against the sandbox, on both APIs, with an
// API key and with an access token, and then asks the sandbox's own record what was deleted.
import { type Api, servers } from "../generated/client.js";
import { type Sandbox, startSandbox } from "../src/sandbox/index.js";
import { readWorkflows, workflowFiles } from "./workflows/files.js";
import type { StepResult } from "./workflows/respect.js";
import { checkRecord, runSession } from "./workflows/session.js";
import { type Column, tableOf } from "./workflows/table.js";
import { createWorld, type World } from "./workflows/world.js";

/** What one run of all workflows with one credential came to. */
interface Outcome extends Column {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly string[];
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const started = Date.now();
const files = await workflowFiles();
const all = (await Promise.all(files.map(readWorkflows))).flat();

async function run(sandbox: Sandbox, world: World, api: Api, credential: "digest" | "token"): Promise<Outcome> {
  const heading = `${api}, ${credential}`;
  const workflows = all.filter((workflow) => workflow.credential === credential || workflow.credential === "none");
  const failures: string[] = [];
  let results: StepResult[] = [];
  let [passed, failed] = [0, 0];
  try {
    results = await runSession({ sandbox, world, api, files, workflows });
    for (const { workflowId, stepId, problems } of results) {
      if (problems.length === 0) passed += 1;
      else failed += 1;
      failures.push(...problems.map((problem) => `${heading}: ${workflowId}, ${stepId}: ${problem}`));
    }
  } catch (error) {
    // Nothing is known of any step.
    failed += workflows.flatMap(({ steps }) => steps).length;
    failures.push(`${heading}: ${words(error)}`);
  }
  try {
    checkRecord(sandbox, world, api, credential);
    passed += 1;
  } catch (error) {
    failed += 1;
    failures.push(`${heading}: ${words(error)}`);
  }
  return { heading, results, passed, failed, failures };
}

async function runApi(api: Api): Promise<Outcome[]> {
  const world = createWorld();
  // Where an enveloped error goes is not documented; a 200 is the form that is easiest to misread, and one that the
  // document's own 200 describes.
  const sandbox = await startSandbox({ seed: world.seed, envelope: { errors: "enveloped-200" } });
  try {
    return [await run(sandbox, world, api, "digest"), await run(sandbox, world, api, "token")];
  } finally {
    await sandbox.close();
  }
}

// Each API has a sandbox of its own, so that both run at the same time.
const outcomes = (await Promise.all((Object.keys(servers) as Api[]).map(runApi))).flat();
for (const line of tableOf(outcomes)) console.log(line);
for (const failure of outcomes.flatMap(({ failures }) => failures)) console.error(`FAIL ${failure}`);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const checks = sum(outcomes.flatMap(({ results }) => results.map((result) => result.checks)));
const [passed, failed] = [
  sum(outcomes.map((outcome) => outcome.passed)),
  sum(outcomes.map((outcome) => outcome.failed)),
];
console.log(`\n${checks} checks passed in ${outcomes.length} runs; beside the steps, each run's record is one test`);
console.log(`${passed} passed, ${failed} failed (${((Date.now() - started) / 1000).toFixed(1)} s)`);
if (failed > 0) process.exitCode = 1;
