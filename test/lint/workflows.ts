/** Checks of the workflows: that a step can fail, that no credential stands in a file, and that every operation is called. */
import type { Json, JsonObject } from "../../scripts/generate/document.js";
import { at, type Spec } from "./documents.js";

const endings: Readonly<Record<string, string>> = {
  WithDigest: "$sourceDescriptions.document.digest",
  WithToken: "$sourceDescriptions.document.serviceAccount",
  WithoutCredential: "",
};

/** What is wrong with the workflows, each problem behind the file that it is in. */
export function workflowProblems({ values, documents }: Spec): string[] {
  const called = new Set<string>();
  const problems = [...values].flatMap(([file, value]) =>
    file.endsWith(".arazzo.yaml")
      ? ((at(value, "workflows") ?? []) as JsonObject[]).flatMap((workflow) =>
          problemsIn(workflow, called).map((problem) => `${file}: ${workflow.workflowId}: ${problem}`),
        )
      : [],
  );
  const missing = documents[0].operations.flatMap(({ id }) =>
    Object.keys(endings).flatMap((ending) =>
      called.has(`${id} ${ending}`) ? [] : [`workflows: ${id} is never called ${ending}`],
    ),
  );
  return [...problems, ...missing];
}

function problemsIn(workflow: JsonObject, called: Set<string>): string[] {
  const problems: string[] = [];
  const schemes = (security: Json | undefined): string =>
    ((security ?? []) as JsonObject[]).map(({ schemeName }) => schemeName).join();
  const ending = Object.keys(endings).find((candidate) => String(workflow.workflowId).endsWith(candidate));
  if (ending === undefined || schemes(workflow["x-security"]) !== endings[ending])
    problems.push("its name must end with its credential");
  for (const step of (workflow.steps ?? []) as JsonObject[]) {
    called.add(`${step.operationId} ${ending}`);
    const conditions = ((step.successCriteria ?? []) as JsonObject[]).map(({ condition }) => String(condition));
    if (!conditions.some((condition) => /^\$statusCode == \d{3}$/.test(condition)))
      problems.push(`${step.stepId} needs one exact status`);
    for (const security of [workflow["x-security"], step["x-security"]].flatMap(
      (list) => (list ?? []) as JsonObject[],
    )) {
      for (const value of Object.values((security.values ?? {}) as JsonObject)) {
        if (!/^(\$inputs\.\w+|not-[a-z-]+)$/.test(String(value)))
          problems.push(`${step.stepId} has a credential that is no input`);
      }
    }
  }
  return problems;
}
