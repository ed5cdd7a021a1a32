// The reference's samples: complete, true to the document, harmless when pasted, and what they say works.

import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { operationTable, servers } from "../../generated/client.js";
import { commands } from "../../src/cli/commands.js";
import { startSandbox } from "../../src/sandbox/index.js";
import { exampleIds, exampleSeed } from "../support/exampleSeed.js";
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
  "curl, API key": "curl-api-key.sh",
  "curl, service account": "curl-service-account.sh",
  TypeScript: "typescript.ts",
  CLI: "cli.sh",
} as const;

const credentials = [
  "MONGODB_ATLAS_PUBLIC_API_KEY",
  "MONGODB_ATLAS_PRIVATE_API_KEY",
  "MONGODB_ATLAS_CLIENT_ID",
  "MONGODB_ATLAS_CLIENT_SECRET",
];

describe.each(operationIds)("the samples of %s", (operationId) => {
  const samples = samplesOf(operationId);

  test("are the four files of its folder, as they are", () => {
    const folder = join(root, "spec", "samples", operationId);
    expect(readdirSync(folder).sort()).toEqual(Object.values(files).sort());
    expect(samples.map(({ label, source }) => [label, source])).toEqual(
      Object.entries(files).map(([label, file]) => [label, readFileSync(join(folder, file), "utf8")]),
    );
  });

  test.each(samples.map(({ label, source }) => [label, source] as const))(
    "%s aims at $BASE_URL and no host",
    (_, source) => {
      expect(source).toMatch(/\bBASE_URL\b/);
      expect(source).not.toMatch(/https?:\/\/|mongodb\.com/);
    },
  );

  test.each(samples.map(({ label, source }) => [label, source] as const))(
    "%s has the document's example ids and no other",
    (_, source) => {
      const known = new Set(Object.values(exampleIds()));
      const used = source.match(/\b(mdb_sa_id_)?[0-9a-f]{24}\b/g) ?? [];
      const wanted = operationTable[operationId].pathParameters.map(({ example }) => example);
      expect(used).toEqual(wanted);
      expect(used.every((id) => known.has(id))).toBe(true);
    },
  );

  test.each(samples.map(({ label, source }) => [label, source] as const))(
    "%s takes credentials from the variables that people have, and holds none",
    (_, source) => {
      const variables = source.match(/\bMONGODB_\w+/g) ?? [];
      expect(variables.filter((name) => !credentials.includes(name))).toEqual([]);
      expect(source).not.toMatch(/mdb_sa_sk_/);
    },
  );

  test.each(["curl, API key", "curl, service account"])("%s sends the document's request", (label) => {
    const source = sampleOf(operationId, label);
    expect(source).toContain(`"$BASE_URL${examplePath(operationId, "atlas")}"`);
    expect(source).toContain(`--header "Accept: ${operationTable[operationId].accept.atlas}"`);
    expect(source).toContain(`--request ${operationTable[operationId].method}`);
    expect(onCloudManager(source)).toContain(`"$BASE_URL${examplePath(operationId, "cloud-manager")}"`);
    const [comment] = source.split("\n");
    expect(comment).toBe(
      `# Cloud Manager: ${servers["cloud-manager"].basePath} instead of ${servers.atlas.basePath}, and Accept: ${operationTable[operationId].accept["cloud-manager"]}`,
    );
  });

  test("CLI calls the document's command with a flag for each id", () => {
    const source = sampleOf(operationId, "CLI");
    expect(source).toContain(`npx mongodb-cloud-revoke ${commands[operationId]} `);
    for (const { name, example } of operationTable[operationId].pathParameters) {
      expect(source).toContain(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${example}`);
    }
  });
});

describe("a TypeScript sample", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(root, "test", "docs", ".samples-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(everywhere)("revokes with %s on %s, and only that", async (operationId, api) => {
    await using sandbox = await startSandbox({ seed: exampleSeed(api) });
    vi.stubEnv("BASE_URL", sandbox.url);
    vi.stubEnv("MONGODB_ATLAS_CLIENT_ID", sandbox.credentials.serviceAccount.clientId);
    vi.stubEnv("MONGODB_ATLAS_CLIENT_SECRET", sandbox.credentials.serviceAccount.clientSecret);
    const log = vi.spyOn(console, "log").mockReturnValue();
    await runSource(sampleFor(operationId, "TypeScript", api), folder);
    expect(log.mock.calls).toEqual([[operationTable[operationId].effect]]);
    expect(sandbox.state.deletions.map((deletion) => [deletion.operationId, deletion.api])).toEqual([
      [operationId, api],
    ]);
    vi.unstubAllEnvs();
  });

  test.each(["BASE_URL", "MONGODB_ATLAS_CLIENT_ID", "MONGODB_ATLAS_CLIENT_SECRET"])(
    "stops before anything is sent when %s is missing",
    async (missing) => {
      await using sandbox = await startSandbox({ seed: exampleSeed("atlas") });
      vi.stubEnv("BASE_URL", sandbox.url);
      vi.stubEnv("MONGODB_ATLAS_CLIENT_ID", sandbox.credentials.serviceAccount.clientId);
      vi.stubEnv("MONGODB_ATLAS_CLIENT_SECRET", sandbox.credentials.serviceAccount.clientSecret);
      vi.stubEnv(missing, undefined);
      const fetched = vi.spyOn(globalThis, "fetch");
      const run = runSource(sampleOf("unassignGroupApiKey", "TypeScript"), folder);
      await expect(run).rejects.toThrow("Set BASE_URL");
      expect(fetched).not.toHaveBeenCalled();
      vi.unstubAllEnvs();
    },
  );
});

describe("a CLI sample", () => {
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
    runShell("bash", script, { ...variables, PATH: `${folder}:${process.env.PATH}`, HOME: folder }, root);

  test.each(everywhere)(
    "revokes with %s on %s once somebody says yes",
    { timeout: 60_000 },
    async (operationId, api) => {
      await using sandbox = await startSandbox({ seed: exampleSeed(api) });
      const script = `${sampleFor(operationId, "CLI", api).trimEnd()} --yes\n`;
      const { code, said } = await run(script, variablesOf(sandbox));
      expect({ code, said }).toMatchObject({
        code: 0,
        said: expect.stringContaining(operationTable[operationId].effect.toUpperCase()),
      });
      expect(sandbox.state.deletions.map((deletion) => [deletion.operationId, deletion.api])).toEqual([
        [operationId, api],
      ]);
    },
  );

  test("signs with an API key when it is changed as its comment says", { timeout: 60_000 }, async () => {
    await using sandbox = await startSandbox({ seed: exampleSeed("atlas") });
    const script = `${sampleOf("unassignGroupApiKey", "CLI").replace("--auth service-account", "--auth digest").trimEnd()} --yes`;
    expect(await run(script, variablesOf(sandbox))).toMatchObject({ code: 0 });
    expect(sandbox.state.deletions).toMatchObject([{ by: { kind: "api-key" } }]);
  });

  test("asks first: without a terminal it sends nothing", { timeout: 60_000 }, async () => {
    await using sandbox = await startSandbox({ seed: exampleSeed("atlas") });
    expect(await run(sampleOf("unassignGroupApiKey", "CLI"), variablesOf(sandbox))).toMatchObject({ code: 2 });
    expect(sandbox.state.deletions).toEqual([]);
  });

  test("sends nothing anywhere without BASE_URL, not even with --yes", { timeout: 60_000 }, async () => {
    await using sandbox = await startSandbox({ seed: exampleSeed("atlas") });
    const { BASE_URL: _, ...variables } = variablesOf(sandbox);
    const script = `${sampleOf("unassignGroupApiKey", "CLI").trimEnd()} --yes`;
    const { code, said } = await run(script, variables);
    expect({ code, said }).toMatchObject({ code: 2, said: expect.stringContaining("base-url") });
  });
});
