// The reference's samples: true to the document, harmless when pasted, and what they say works.
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { operationTable } from "../../generated/client.js";
import { startSandbox } from "../../src/sandbox/index.js";
import { exampleSeed } from "../support/exampleSeed.js";
import { root } from "../support/places.js";
import { runShell, type ShellRan } from "../support/shell.js";
import { runSource } from "./runSource.js";
import {
  everywhere,
  examplePath,
  onCloudManager,
  operationIds,
  sampleFor,
  sampleOf,
  samplesOf,
  variablesOf,
} from "./samples.js";

const files = {
  "curl, service account": "curl-service-account.sh",
  "curl, API key": "curl-api-key.sh",
  TypeScript: "typescript.ts",
  CLI: "cli.sh",
} as const;

describe.each(operationIds)("the samples of %s", (operationId) => {
  const { accept, pathParameters } = operationTable[operationId];
  const samples = samplesOf(operationId).map(({ label, source }) => [label, source] as const);

  test("are the four files of its folder, as they are", () => {
    const folder = join(root, "spec", "samples", operationId);
    expect(readdirSync(folder).sort()).toEqual(Object.values(files).sort());
    expect(samples).toEqual(
      Object.entries(files).map(([label, file]) => [label, readFileSync(join(folder, file), "utf8")]),
    );
  });

  test.each(samples)("%s names no host, no credential, and no id but the document's examples", (_, source) => {
    expect(source).toMatch(/\bBASE_URL\b/);
    expect(source).not.toMatch(/https?:\/\/|mongodb\.com|mdb_sa_sk_/);
    expect(source.match(/\b(mdb_sa_id_)?[0-9a-f]{24}\b/g)).toEqual(pathParameters.map(({ example }) => example));
    const variables = source.match(/\bMONGODB_\w+/g) ?? [];
    expect(variables.filter((name) => !/^MONGODB_ATLAS_(P\w+_API_KEY|CLIENT_(ID|SECRET))$/.test(name))).toEqual([]);
  });

  test.each(["curl, API key", "curl, service account"])("%s sends the document's request, on both APIs", (label) => {
    const source = sampleOf(operationId, label);
    expect(source).toContain(`"$BASE_URL${examplePath(operationId, "atlas")}"`);
    expect(source).toContain(`--header "Accept: ${accept.atlas}"`);
    expect(onCloudManager(source)).toContain(`"$BASE_URL${examplePath(operationId, "cloud-manager")}"`);
    expect(onCloudManager(source)).toContain(`--header "Accept: ${accept["cloud-manager"]}"`);
  });
});

describe("a TypeScript sample", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(root, "test", "docs", ".samples-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  afterEach(() => vi.unstubAllEnvs());

  test.each(everywhere)("revokes with %s on %s, and only that", async (operationId, api) => {
    await using sandbox = await startSandbox({ seed: exampleSeed(api) });
    for (const [name, value] of Object.entries(variablesOf(sandbox))) vi.stubEnv(name, value);
    const log = vi.spyOn(console, "log").mockReturnValue();
    await runSource(sampleFor(operationId, "TypeScript", api), folder);
    expect(log.mock.calls).toEqual([[operationTable[operationId].effect]]);
    expect(sandbox.state.deletions).toMatchObject([{ operationId, api }]);
  });

  test.each(["BASE_URL", "MONGODB_ATLAS_CLIENT_ID", "MONGODB_ATLAS_CLIENT_SECRET"])(
    "stops before anything is sent when %s is missing",
    async (missing) => {
      await using sandbox = await startSandbox({ seed: exampleSeed("atlas") });
      for (const [name, value] of Object.entries(variablesOf(sandbox))) vi.stubEnv(name, value);
      vi.stubEnv(missing, undefined);
      const fetched = vi.spyOn(globalThis, "fetch");
      await expect(runSource(sampleOf("unassignGroupApiKey", "TypeScript"), folder)).rejects.toThrow("Set BASE_URL");
      expect(fetched).not.toHaveBeenCalled();
    },
  );
});

describe("a CLI sample", { timeout: 60_000 }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "npx-"));
    // `npx mongodb-cloud-revoke …` as it runs once installed, but with the program of this folder, unbuilt.
    const program = join(root, "src", "cli", "main.ts");
    const shim = `#!/bin/sh\nshift\nexec '${process.execPath}' --import tsx '${program}' "$@"\n`;
    await writeFile(join(folder, "npx"), shim, { mode: 0o755 });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = (script: string, variables: Readonly<Record<string, string>>): Promise<ShellRan> =>
    runShell("bash", script.trimEnd(), { ...variables, PATH: `${folder}:${process.env.PATH}`, HOME: folder }, root);

  test.each(everywhere)("revokes with %s on %s once somebody says yes", async (operationId, api) => {
    await using sandbox = await startSandbox({ seed: exampleSeed(api) });
    const { code, said } = await run(`${sampleFor(operationId, "CLI", api).trimEnd()} --yes`, variablesOf(sandbox));
    expect(said).toContain(operationTable[operationId].effect.toUpperCase());
    expect(code).toBe(0);
    expect(sandbox.state.deletions).toMatchObject([{ operationId, api }]);
  });

  test("sends nothing without a terminal to ask on, and nothing without BASE_URL, not even with --yes", async () => {
    await using sandbox = await startSandbox({ seed: exampleSeed("atlas") });
    const sample = sampleOf("unassignGroupApiKey", "CLI");
    expect(await run(sample, variablesOf(sandbox))).toMatchObject({ code: 2 });
    const { BASE_URL: _, ...variables } = variablesOf(sandbox);
    expect(await run(`${sample.trimEnd()} --yes`, variables)).toMatchObject({
      code: 2,
      said: expect.stringContaining("base-url"),
    });
    expect(sandbox.state.deletions).toEqual([]);
  });
});
