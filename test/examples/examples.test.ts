// The examples are run as their readers run them, as programs, on the sandbox; its record says what they really deleted.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { type Api, operationTable } from "../../generated/client.js";
import { type Sandbox, type SandboxOptions, type Seed, scenario, startSandbox } from "../../src/sandbox/index.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an example with nothing of this process's environment that it could act with. */
function run(file: string, args: readonly string[], env: Readonly<Record<string, string>>, input = ""): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", `examples/${file}`, ...args], {
      cwd: root,
      env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: "examples/tsconfig.json", ...env },
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
    child.stdin.end(input);
  });
}

const orgId = "60c4fd418ebe251047c50554";
const projects = ["32b6e34b3d91647abb20e7b8", "32b6e34b3d91647abb20e7b9", "32b6e34b3d91647abb20e7ba"] as const;
const clientId = "mdb_sa_id_1234567890abcdef12345678";
const oldSecret = { id: "66b1f0c4d2a39e5780cb4d17", value: "mdb_sa_sk_old0123456789" };
const newSecret = { id: "66b1f0c4d2a39e5780cb4d18", value: "mdb_sa_sk_new0123456789" };
const key = {
  id: "66b1f0c4d2a39e5780cb4d19",
  publicKey: "abcdefgh",
  privateKey: "01234567-0123-0123-0123-0123456789ab",
};

/** An organization whose service account has two secrets and belongs to three projects. */
function seedOf(api: Api): Seed {
  const inProjects = (roles: readonly string[]): Record<string, readonly string[]> =>
    Object.fromEntries(projects.map((id) => [id, roles]));
  return {
    organizations: [{ id: orgId, api }],
    projects: projects.map((id) => ({ id, orgId })),
    serviceAccounts: [
      { clientId, secrets: [newSecret, oldSecret], roles: { [orgId]: ["Organization Owner"], ...inProjects([]) } },
    ],
    apiKeys: [{ ...key, roles: { [orgId]: [], ...inProjects(["Project User Admin"]) } }],
  };
}

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
});

async function begin(api: Api, options: SandboxOptions = {}): Promise<Sandbox> {
  sandbox = await startSandbox({ seed: seedOf(api), ...options });
  return sandbox;
}

describe("delete-rotated-secret.ts", () => {
  const job = (url: string, changes: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    run("delete-rotated-secret.ts", [], {
      BASE_URL: url,
      MONGODB_ATLAS_CLIENT_ID: clientId,
      MONGODB_ATLAS_CLIENT_SECRET: newSecret.value,
      ORG_ID: orgId,
      OLD_SECRET_ID: oldSecret.id,
      ...changes,
    });

  test("deletes the old secret and nothing else, and can be run again", async () => {
    const { url, state } = await begin("atlas");
    expect(await job(url)).toMatchObject({ status: 0, stdout: "The old secret is gone (deleted).\n", stderr: "" });
    expect(await job(url)).toMatchObject({ status: 0, stdout: "The old secret is gone (already-gone).\n", stderr: "" });
    expect(state.deletions).toMatchObject([
      { operationId: "deleteOrgServiceAccountSecret", ids: { orgId, clientId, secretId: oldSecret.id } },
    ]);
  });

  test("keeps the old secret when the new one does not work", async () => {
    const { url, state } = await begin("atlas");
    const ended = await job(url, { MONGODB_ATLAS_CLIENT_SECRET: "mdb_sa_sk_mistyped" });
    expect(ended.status).toBe(1);
    expect(ended.stderr).not.toContain("mdb_sa_sk_mistyped");
    expect(state.deletions).toEqual([]);
  });

  test("exits 3 when every response is a login page", async () => {
    const { url } = await begin("atlas", { faults: [scenario.proxyPage({ status: 200 })] });
    expect(await job(url)).toMatchObject({ status: 3, stdout: "" });
  });
});

describe("off-board-service-account.ts", () => {
  const program = (url: string, list: readonly string[]): Promise<Ended> => {
    const { publicKey, privateKey } = key;
    const env = { BASE_URL: url, MONGODB_ATLAS_PUBLIC_API_KEY: publicKey, MONGODB_ATLAS_PRIVATE_API_KEY: privateKey };
    return run("off-board-service-account.ts", [clientId], env, `${list.join("\n")}\n`);
  };

  test("takes the account out of every project on the list, and says what stays alive", async () => {
    const { url, state } = await begin("cloud-manager");
    const ended = await program(url, projects);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    for (const groupId of projects) expect(ended.stdout).toContain(`${groupId}: unassigned\n`);
    const { remains = "(none)" } = operationTable.unassignGroupServiceAccount;
    expect(ended.stdout).toContain(`Still to do: ${remains}`);
    const done = state.deletions.map(({ operationId, ids }) => ({ operationId, ids }));
    expect(done).toEqual(
      projects.map((groupId) => ({ operationId: "unassignGroupServiceAccount", ids: { groupId, clientId } })),
    );
  });

  test("goes on after a project that is not there, and exits 1", async () => {
    const { url, state } = await begin("cloud-manager");
    const nowhere = "000000000000000000000000";
    const ended = await program(url, [nowhere, projects[1]]);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toContain(`${nowhere}: refused. `);
    expect(state.deletions).toHaveLength(1);
  });
});
