// The reference's curl samples, pasted into a shell: with the system's curl, against the sandbox, on both APIs.
import { execFile } from "node:child_process";
import { describe, expect, test } from "vitest";
import { type Api, operationTable, servers } from "../../../generated/client.js";
import { exampleSeed } from "../../../scripts/docs/exampleSeed.js";
import { type Sandbox, startSandbox } from "../../../src/sandbox/index.js";
import { onCloudManager, operationIds, sampleOf } from "../samples.js";

const labels = { "curl, API key": "api-key", "curl, service account": "service-account" } as const;
const cases = (Object.keys(labels) as (keyof typeof labels)[]).flatMap((label) =>
  operationIds.flatMap((id) => (Object.keys(servers) as Api[]).map((api) => [label, id, api] as const)),
);

function shell(script: string, variables: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    // Proxies of the machine's own would keep curl from the sandbox.
    const env = { PATH: process.env.PATH ?? "", NO_PROXY: "*", ...variables };
    execFile("sh", ["-c", script], { env, timeout: 30_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, said: `${stdout}${stderr}` });
    });
  });
}

function variablesOf({ url, credentials }: Sandbox): Record<string, string> {
  return {
    BASE_URL: url,
    MONGODB_ATLAS_PUBLIC_API_KEY: credentials.publicKey,
    MONGODB_ATLAS_PRIVATE_API_KEY: credentials.privateKey,
    MONGODB_ATLAS_CLIENT_ID: credentials.clientId,
    MONGODB_ATLAS_CLIENT_SECRET: credentials.clientSecret,
  };
}

function sampleFor(label: keyof typeof labels, operationId: (typeof operationIds)[number], api: Api): string {
  const sample = sampleOf(operationId, label);
  return api === "atlas" ? sample : onCloudManager(sample);
}

test.each(cases)("%s revokes with %s on %s, and only that", async (label, operationId, api) => {
  await using sandbox = await startSandbox({ seed: exampleSeed(api) });
  const { code, said } = await shell(sampleFor(label, operationId, api), variablesOf(sandbox));
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
