// The reference's curl samples, pasted into a shell: with the system's curl, against the sandbox, on both APIs.
import { describe, expect, test } from "vitest";
import { operationTable } from "../../generated/client.js";
import { startSandbox } from "../../src/sandbox/index.js";
import { everywhere, sampleFor, sampleOf, variablesOf } from "../docs/samples.js";
import { exampleSeed } from "../support/exampleSeed.js";
import { runShell, type ShellRan } from "../support/shell.js";

const labels = { "curl, API key": "api-key", "curl, service account": "service-account" } as const;
const cases = (Object.keys(labels) as (keyof typeof labels)[]).flatMap((label) =>
  everywhere.map(([id, api]) => [label, id, api] as const),
);

/** Proxies of the machine's own would keep curl from the sandbox. */
const shell = (script: string, variables: Readonly<Record<string, string>>): Promise<ShellRan> =>
  runShell("sh", script, { NO_PROXY: "*", ...variables });

test.each(cases)("%s revokes with %s on %s, and only that", async (label, operationId, api) => {
  await using sandbox = await startSandbox({ seed: exampleSeed(api) });
  const { code, said } = await shell(sampleFor(operationId, label, api), variablesOf(sandbox));
  expect(code, said).toBe(0);
  const statuses = said.match(/^HTTP\/1\.1 \d{3}/gm)?.map((line) => line.slice(-3));
  const success = String(operationTable[operationId].success[api]);
  expect(statuses).toEqual(labels[label] === "api-key" ? ["401", success] : [success]);
  expect(sandbox.state.deletions).toMatchObject([{ operationId, api, by: { kind: labels[label] } }]);
});

describe.each(Object.keys(labels) as (keyof typeof labels)[])("%s", (label) => {
  test("revokes nothing with a wrong secret", async () => {
    await using sandbox = await startSandbox({ seed: exampleSeed("atlas") });
    const wrong = { MONGODB_ATLAS_PRIVATE_API_KEY: "wrong", MONGODB_ATLAS_CLIENT_SECRET: "wrong" };
    const { said } = await shell(sampleOf("unassignGroupApiKey", label), { ...variablesOf(sandbox), ...wrong });
    expect(said).toMatch(/\b401\b/);
    expect(sandbox.state.deletions).toEqual([]);
  });

  test("reaches no server without BASE_URL", async () => {
    await using sandbox = await startSandbox({ seed: exampleSeed("atlas") });
    const { BASE_URL: _, ...variables } = variablesOf(sandbox);
    const { code, said } = await shell(sampleOf("unassignGroupApiKey", label), variables);
    expect(code).not.toBe(0);
    expect(said).not.toMatch(/HTTP\/1\.1/);
  });

  test("keeps its secret out of the list of processes", () => {
    const source = sampleOf("unassignGroupApiKey", label);
    expect(source).toContain("--config -");
    expect(source).not.toMatch(/--user|--header "?Authorization/);
  });
});
