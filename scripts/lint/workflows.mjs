// Workflows: that a step can fail, and that no credential stands in a file.

/** Each step says which status is right; without it, every documented status would pass. */
export function stepsCheckTheStatus() {
  return {
    Step(step, { location, report }) {
      const conditions = (step.successCriteria ?? []).map((criterion) => criterion?.condition);
      if (!conditions.some((condition) => /^\$statusCode == \d{3}$/.test(condition))) {
        report({
          message: `The step ${step.stepId} needs a criterion that is exactly "$statusCode == <status>".`,
          location: location.child(["stepId"]),
        });
      }
    },
  };
}

/** What authenticates comes from outside; what should be refused says so by its name. */
export function credentialsAreInputs() {
  return {
    ExtendedSecurity(security, { location, report }) {
      for (const [name, value] of Object.entries(security.values ?? {})) {
        if (!/^(\$inputs\.\w+|not-[a-z-]+)$/.test(value)) {
          report({
            message: `${name} must be an input ("$inputs.<name>"), or a wrong value that begins with "not-".`,
            location: location.child(["values", name]),
          });
        }
      }
    },
  };
}

/** A workflow's name ends with what it authenticates with: the runner's table puts the two runs side by side. */
export function workflowsSayTheirCredential({ endings }) {
  return {
    Workflow(workflow, { location, report }) {
      const schemes = (workflow["x-security"] ?? []).map(({ schemeName }) => schemeName);
      const ending = Object.keys(endings).find((candidate) => workflow.workflowId.endsWith(candidate));
      if (ending === undefined || schemes.join() !== endings[ending].join()) {
        report({
          message: `The workflowId must end with its credential: ${Object.keys(endings).join(", ")}.`,
          location: location.child(["workflowId"]),
        });
      }
    },
  };
}
