// Reading respect's report: what it doesn't show has not passed.
import { expect, test } from "vitest";
import type { Workflow } from "../../scripts/workflows/files.js";
import { resultsOf, type StepResult } from "../../scripts/workflows/respect.js";
import { tableOf } from "../../scripts/workflows/table.js";

const workflow: Workflow = {
  file: "rotation.arazzo.yaml",
  workflowId: "deleteWithDigest",
  credential: "digest",
  steps: [
    { stepId: "delete", operationId: "deleteOrgServiceAccountSecret", criteria: 1 },
    { stepId: "seeItGone", operationId: "deleteOrgServiceAccountSecret", criteria: 2 },
  ],
};
const ok = { name: "success criteria check", passed: true };
const bad = { name: "success criteria check", passed: false, condition: "$statusCode == 204" };
const step = (stepId: string, statusCode: number, checks: readonly object[]): object => ({
  stepId,
  response: { statusCode },
  checks,
});
const gone = step("seeItGone", 404, [ok, ok, ok]);
const report = (executedSteps: readonly object[], workflowId = "deleteWithDigest"): string =>
  JSON.stringify({ files: { "/any/rotation.arazzo.yaml": { executedWorkflows: [{ workflowId, executedSteps }] } } });
const problems = (text: string): readonly (readonly string[])[] =>
  resultsOf(text, [workflow]).map((result) => result.problems);

test("A step with all its checks, and at least one more against the document, passes", () => {
  const of = { file: workflow.file, workflowId: workflow.workflowId, problems: [] };
  expect(resultsOf(report([step("delete", 204, [ok, ok]), gone]), [workflow])).toEqual([
    { ...of, stepId: "delete", status: 204, checks: 2 },
    { ...of, stepId: "seeItGone", status: 404, checks: 3 },
  ]);
});

test("A failed check fails its step, and names the condition", () => {
  const text = report([step("delete", 500, [bad, ok]), gone]);
  expect(problems(text)).toEqual([["success criteria check: $statusCode == 204"], []]);
});

test("A check that is only a warning fails its step too", () => {
  const text = report([step("delete", 204, [ok, ok, { ...bad, severity: "warn" }]), gone]);
  expect(problems(text)[0]).toHaveLength(1);
});

test("A step that was not taken has failed", () => {
  expect(problems(report([step("delete", 204, [ok, ok])]))).toEqual([[], ["was taken 0 times"]]);
});

test("A step that was taken twice has failed", () => {
  const once = step("delete", 204, [ok, ok]);
  expect(problems(report([once, once, gone]))).toEqual([["was taken 2 times"], []]);
});

test.each([0, 1])("A step with one criterion and %i checks has failed", (count) => {
  const checks = Array.from({ length: count }, () => ok);
  expect(problems(report([step("delete", 204, checks), gone]))[0]).toEqual([`only ${count} checks for 1 criteria`]);
});

test("A workflow that the report doesn't have has failed in each step", () => {
  const text = report([step("delete", 204, [ok, ok]), gone], "another");
  expect(problems(text)).toEqual([["was taken 0 times"], ["was taken 0 times"]]);
});

test("A workflow of the same name in another file doesn't stand in for it", () => {
  const text = report([step("delete", 204, [ok, ok]), gone]);
  expect(problems(text.replace("rotation", "other"))).toEqual([["was taken 0 times"], ["was taken 0 times"]]);
});

test("A report that was cut off is an error", () => {
  expect(() => resultsOf(report([]).slice(0, -3), [workflow])).toThrow(SyntaxError);
});

test("The table shows a failure with its status, and a run that has no such step", () => {
  const of = { file: "f.arazzo.yaml", stepId: "delete" };
  const passed: StepResult[] = [{ ...of, workflowId: "goWithDigest", status: 204, checks: 2, problems: [] }];
  const failed: StepResult[] = [{ ...of, workflowId: "goWithToken", status: 500, checks: 1, problems: ["no"] }];
  const lines = tableOf([
    { heading: "a", results: passed },
    { heading: "b", results: failed },
    { heading: "c", results: [] },
  ]);
  expect(lines.map((line) => line.replace(/ {2,}/g, "  "))).toEqual([
    "",
    "f.arazzo.yaml  a  b  c",
    "  go",
    "  delete  204 ok, 2 checks  500 FAILED  -",
  ]);
});
