// Runs workflows with `redocly respect` and reads its report. Nothing counts as passed that the report does not show: a step
// that was not taken, or that was taken without a check, has failed.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { redoclyEnvironment } from "../redocly.js";
import type { Workflow } from "./files.js";

/** Where and with what workflows run. */
export interface Run {
  /** The Arazzo files that hold the workflows. */
  readonly files: readonly string[];
  readonly workflows: readonly Workflow[];
  /** Base URL of the API. Without it the run goes where the files send it: nowhere. */
  readonly server?: string;
  /** Values of the workflows' inputs. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** What became of one step. */
export interface StepResult {
  readonly file: string;
  readonly workflowId: string;
  readonly stepId: string;
  /** HTTP status of the answer; 0 when there was none. */
  readonly status: number;
  /** Number of checks that passed. */
  readonly checks: number;
  /** What went wrong; empty when every check passed. */
  readonly problems: readonly string[];
}

/** What respect writes with `--json-output`, as far as it is read here. */
interface Report {
  readonly files: Readonly<Record<string, { readonly executedWorkflows: readonly Executed[] }>>;
}

interface Executed {
  readonly workflowId: string;
  readonly executedSteps: readonly ExecutedStep[];
}

interface ExecutedStep {
  readonly stepId: string;
  readonly response?: { readonly statusCode: number };
  readonly checks: readonly {
    readonly name: string;
    readonly passed: boolean;
    readonly message?: string;
    readonly condition?: string;
  }[];
}

const cli = fileURLToPath(new URL("../../node_modules/@redocly/cli/bin/cli.js", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
const timeoutMs = 50_000;

// Colours, and the frames around quoted sources.
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is the control characters that must go
const decoration = /\u001b\[[0-9;]*m/g;

function judge(workflow: Workflow, executed: Executed | undefined): StepResult[] {
  return workflow.steps.map(({ stepId, criteria }) => {
    const found = executed?.executedSteps.filter((step) => step.stepId === stepId) ?? [];
    const [step] = found;
    const of = { file: workflow.file, workflowId: workflow.workflowId, stepId };
    if (step === undefined || found.length > 1) {
      return { ...of, status: 0, checks: 0, problems: [`was taken ${found.length} times`] };
    }
    const failed = step.checks.filter(({ passed }) => passed !== true);
    const problems = failed.map(({ name, condition, message }) =>
      `${name}: ${condition ?? message ?? ""}`.replaceAll(decoration, "").trim(),
    );
    const passed = step.checks.length - failed.length;
    // Beside the criteria of the file, respect holds each answer against the document: at least its status.
    if (problems.length === 0 && passed <= criteria) problems.push(`only ${passed} checks for ${criteria} criteria`);
    return { ...of, status: step.response?.statusCode ?? 0, checks: passed, problems };
  });
}

/**
 * What became of each step, by respect's report.
 *
 * @param report respect's JSON output
 * @returns one result for each step that the workflows have, in their order, whether it was taken or not
 */
export function resultsOf(report: string, workflows: readonly Workflow[]): StepResult[] {
  const { files } = JSON.parse(report) as Report;
  const executed = new Map(
    Object.entries(files).flatMap(([file, { executedWorkflows }]) =>
      executedWorkflows.map((workflow) => [`${basename(file)} ${workflow.workflowId}`, workflow] as const),
    ),
  );
  return workflows.flatMap((workflow) => judge(workflow, executed.get(`${workflow.file} ${workflow.workflowId}`)));
}

function start(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, "respect", ...args], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output: output.replaceAll(decoration, "") }));
  });
}

/**
 * Runs workflows in one process and waits for it.
 *
 * @returns one result for each step that the workflows have
 * @throws {Error} with respect's last words when it wrote no report, or when its exit code and its report disagree
 */
export async function runWorkflows({ files, workflows, server, inputs }: Run): Promise<StepResult[]> {
  const folder = await mkdtemp(join(tmpdir(), "workflows-"));
  const report = join(folder, "report.json");
  const args = [
    ...files,
    ...workflows.flatMap(({ workflowId }) => ["--workflow", workflowId]),
    ...(server === undefined ? [] : ["--server", `document=${server}`]),
    ...["--json-output", report, "--max-fetch-timeout", "5000", "--execution-timeout", String(timeoutMs - 10_000)],
  ];
  const env = {
    ...process.env,
    ...redoclyEnvironment,
    // The credentials are among the inputs: an argument would show them to everybody on the machine.
    REDOCLY_CLI_RESPECT_INPUT: JSON.stringify(inputs),
    NO_PROXY: "127.0.0.1,api.invalid",
  };
  try {
    const { code, output } = await start(args, env);
    const words = output.split("\n").slice(-30).join("\n");
    const text = await readFile(report, "utf8").catch(() => {
      throw new Error(`respect ended with ${code} and wrote no report:\n${words}`);
    });
    const results = resultsOf(text, workflows);
    if (code !== 0 && results.every(({ problems }) => problems.length === 0)) {
      throw new Error(`respect ended with ${code}, although every step passed:\n${words}`);
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
