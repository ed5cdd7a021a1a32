// That the workflow run can fail: a server that doesn't do what it says, or isn't there, and a file that can't be run. These
// start respect itself, a few seconds each.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readWorkflows, type Workflow, workflowFiles } from "../../scripts/workflows/files.js";
import { runWorkflows, type StepResult } from "../../scripts/workflows/respect.js";
import { checkRecord, runSession } from "../../scripts/workflows/session.js";
import { createWorld, inputsOf } from "../../scripts/workflows/world.js";
import type { Fault, MockResponse } from "../../src/mock/index.js";
import { scenario, startSandbox } from "../../src/sandbox/index.js";

const timeout = 60_000;
const files = await workflowFiles();
const all = (await Promise.all(files.map(readWorkflows))).flat();
const [rotation = ""] = files.filter((file) => file.endsWith("rotation.arazzo.yaml"));

function pick(...workflowIds: readonly string[]): { files: string[]; workflows: Workflow[] } {
  const workflows = all.filter(({ workflowId }) => workflowIds.includes(workflowId));
  expect(workflows).toHaveLength(workflowIds.length);
  return { files: files.filter((file) => workflows.some((workflow) => file.endsWith(workflow.file))), workflows };
}

const json = (status: number, body: unknown): MockResponse => ({
  status,
  headers: [["Content-Type", "application/json"]],
  body: JSON.stringify(body),
});

/** Answers one operation after its credential was accepted; nothing is deleted. */
const answers = (operation: string, answer: MockResponse): Fault => ({
  stage: "after authentication",
  strike: (call) => (call.operation === operation ? answer : undefined),
});

const brief = (results: readonly StepResult[]): object[] =>
  results.map(({ workflowId, stepId, status, problems }) => [workflowId, stepId, status, problems.join("; ")]);

describe("A server that lies", () => {
  test(
    "fails the step that it lies to, and the ones that are never taken",
    async () => {
      const world = createWorld();
      const sandbox = await startSandbox({
        seed: world.seed,
        faults: [
          // Success, again and again, and nothing is ever deleted.
          answers("deleteOrgServiceAccountSecret", { status: 204, headers: [] }),
          scenario.apiError({ status: 500, operationId: "deleteGroupServiceAccountSecret" }),
          // Success without an envelope, although one was asked for.
          answers("unassignGroupApiKey", json(200, {})),
        ],
      });
      try {
        const results = await runSession({
          sandbox,
          world,
          api: "atlas",
          ...pick(
            "deleteOrganizationSecretWithDigest",
            "deleteProjectSecretWithDigest",
            "unassignServiceAccountWithDigest",
            "unassignApiKeyWithDigest",
          ),
        });
        expect(brief(results)).toEqual([
          ["deleteOrganizationSecretWithDigest", "delete", 204, ""],
          ["deleteOrganizationSecretWithDigest", "seeItGone", 204, expect.stringContaining("$statusCode == 404")],
          ["deleteProjectSecretWithDigest", "delete", 500, expect.stringContaining("$statusCode == 204")],
          ["deleteProjectSecretWithDigest", "seeItGone", 0, "was taken 0 times"],
          ["unassignServiceAccountWithDigest", "unassign", 204, ""],
          ["unassignServiceAccountWithDigest", "seeItGone", 404, ""],
          ["unassignServiceAccountWithDigest", "deleteItsSecret", 204, ""],
          ["unassignServiceAccountWithDigest", "seeTheSecretGone", 204, expect.stringContaining("$statusCode == 404")],
          ["unassignApiKeyWithDigest", "unassign", 200, expect.stringMatching(/#\/status == 200.*schema check/s)],
          ["unassignApiKeyWithDigest", "seeItGone", 0, "was taken 0 times"],
        ]);
        // Even if every step had passed: the record shows that nothing but the unassignment happened.
        expect(() => checkRecord(sandbox, world, "atlas", "digest")).toThrow(/recorded other deletions/);
      } finally {
        await sandbox.close();
      }
    },
    timeout,
  );

  test(
    "fails the steps whose answers are not what the document describes",
    async () => {
      const world = createWorld();
      const sandbox = await startSandbox({
        seed: world.seed,
        faults: [
          // The right status with a body that says it in another way.
          answers("deleteOrgServiceAccountSecret", json(404, { error: "404", errorCode: "RESOURCE_NOT_FOUND" })),
          answers("unassignGroupServiceAccount", { status: 202, headers: [] }),
        ],
      });
      try {
        const [organization, , account] = await runSession({
          sandbox,
          world,
          api: "cloud-manager",
          ...pick("deleteOrganizationSecretWithToken", "unassignServiceAccountWithToken"),
        });
        expect(organization?.problems.join("\n")).toMatch(/schema check/);
        expect(account?.problems.join("\n")).toMatch(/status code check/);
      } finally {
        await sandbox.close();
      }
    },
    timeout,
  );
});

describe("A run that can't be carried out", () => {
  const world = createWorld();
  const credentials = {
    apiKey: { publicKey: "abcdefgh", privateKey: "0000", apiKeyId: "" },
    serviceAccount: { clientId: "", clientSecret: "" },
  };
  const inputs = inputsOf(world, "atlas", credentials, "a-token");

  test(
    "fails each step when it is told no server: none of them may reach the real one",
    async () => {
      const { workflows } = pick("deleteOrganizationSecretWithDigest");
      const results = await runWorkflows({ files: [rotation], workflows, inputs });
      expect(brief(results)).toEqual([
        ["deleteOrganizationSecretWithDigest", "delete", 0, expect.stringMatching(/ENOTFOUND|EAI_AGAIN/)],
        ["deleteOrganizationSecretWithDigest", "seeItGone", 0, "was taken 0 times"],
      ]);
    },
    timeout,
  );

  test(
    "is an error with respect's words when a file has a mistake",
    async () => {
      const folder = await mkdtemp(join(tmpdir(), "workflows-test-"));
      try {
        const file = join(folder, "rotation.arazzo.yaml");
        const text = await readFile(rotation, "utf8");
        await writeFile(file, text.replace("stepId: seeItGone", "stepId: delete"));
        const run = runWorkflows({ files: [file], workflows: all.slice(0, 1), server: "http://127.0.0.1:1", inputs });
        await expect(run).rejects.toThrow(/ended with 1 and wrote no report.*errors? in Arazzo description/is);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    timeout,
  );
});
