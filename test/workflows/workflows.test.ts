/**
 * Runs the document's workflows with `redocly respect` against the sandbox, on both APIs, with an API key and with an access
 * token, and asks the sandbox's own record what was deleted. Then shows that a server which lies fails the run.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Api, operationTable, servers, tokenEndpoints } from "../../generated/client.js";
import { defaultSeed, type Sandbox, type Seed, startSandbox } from "../../src/sandbox/index.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const files = readdirSync(`${root}spec/workflows`).filter((name) => name.endsWith(".arazzo.yaml"));
const ids = files.flatMap((name) => {
  const { workflows } = parse(readFileSync(`${root}spec/workflows/${name}`, "utf8")) as {
    workflows: { workflowId: string }[];
  };
  return workflows.map(({ workflowId }) => workflowId);
});
const apis = Object.keys(servers) as Api[];

/** Runs workflows of some files; the exit code says whether every step passed. */
function respect(
  names: readonly string[],
  workflows: readonly string[],
  inputs: Readonly<Record<string, string | undefined>>,
  server?: string,
): Promise<{ code: number | null; output: string }> {
  const args = [
    ...names.map((name) => `spec/workflows/${name}`),
    ...workflows.flatMap((id) => ["--workflow", id]),
    ...(server === undefined ? [] : ["--server", `document=${server}`]),
    ...["--max-fetch-timeout", "5000", "--execution-timeout", "50000"],
  ];
  const child = spawn(process.execPath, ["node_modules/@redocly/cli/bin/cli.js", "respect", ...args], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: "production",
      REDOCLY_TELEMETRY: "off",
      REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
      // The credentials are among the inputs: an argument would show them to everybody on the machine.
      REDOCLY_CLI_RESPECT_INPUT: JSON.stringify(inputs),
      NO_PROXY: "127.0.0.1,api.invalid",
    },
    timeout: 60_000,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}

/** The default seed, and on each API an account of the organization that is assigned to the project as well. */
function seedWithAssigned(): { seed: Seed; assigned: Record<Api, { clientId: string; secretId: string }> } {
  const seed = defaultSeed({ targets: 8 });
  const assigned = Object.fromEntries(
    apis.map((api, index) => [
      api,
      { clientId: `mdb_sa_id_${String(index + 1).padStart(24, "b")}`, secretId: String(index + 1).padStart(24, "b") },
    ]),
  ) as Record<Api, { clientId: string; secretId: string }>;
  const accounts = apis.map((api) => {
    const { id: orgId = "" } = seed.organizations.find((organization) => organization.api === api) ?? {};
    const { id: groupId = "" } = seed.projects.find((project) => project.orgId === orgId) ?? {};
    const { clientId, secretId } = assigned[api];
    return {
      clientId,
      secrets: [{ id: secretId, value: `mdb_sa_sk_${secretId}` }],
      roles: { [orgId]: [], [groupId]: [] },
    };
  });
  return { seed: { ...seed, serviceAccounts: [...seed.serviceAccounts, ...accounts] }, assigned };
}

/** The inputs of all workflows on one API. */
async function inputsOf(sandbox: Sandbox, api: Api, assigned: { clientId: string; secretId: string }) {
  const { apiKey, serviceAccount } = sandbox.credentials;
  const { publicKey, privateKey } = apiKey;
  const { clientId, clientSecret } = serviceAccount;
  const granted = await fetch(sandbox.url + tokenEndpoints.grant, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token: accessToken } = (await granted.json()) as { access_token: string };
  const targets = sandbox.targets[api];
  const [org, [kept, group], [key]] = [
    targets.deleteOrgServiceAccountSecret[0],
    targets.deleteGroupServiceAccountSecret,
    targets.unassignGroupApiKey,
  ];
  const accepts = Object.values(operationTable).map(({ accept }) => accept[api]);
  return {
    ...{ publicKey, privateKey, accessToken, accept: accepts.sort().at(-1) },
    ...{ orgId: org?.orgId, orgClientId: org?.clientId, orgSecretId: org?.secretId },
    ...{ groupId: group?.groupId, groupClientId: group?.clientId, groupSecretId: group?.secretId },
    otherGroupId: sandbox.targets[api === "atlas" ? "cloud-manager" : "atlas"].unassignGroupApiKey[0]?.groupId,
    ...{ assignedClientId: assigned.clientId, assignedSecretId: assigned.secretId, assignedApiKeyId: key?.apiKeyId },
    ...{ keptClientId: kept?.clientId, keptSecretId: kept?.secretId },
  };
}

describe.each(apis)("every workflow on %s", (api) => {
  test.each(["Digest", "Token"])(
    "passes with a %s, and deletes what it says and nothing else",
    async (credential) => {
      const { seed, assigned } = seedWithAssigned();
      // A 200 is the form of an enveloped error that is easiest to misread.
      const sandbox = await startSandbox({ seed, envelope: { errors: "enveloped-200" } });
      try {
        const inputs = await inputsOf(sandbox, api, assigned[api]);
        const workflows = ids.filter((id) => id.endsWith(credential) || id.endsWith("WithoutCredential"));
        const { code, output } = await respect(files, workflows, inputs, sandbox.url + servers[api].basePath);
        expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
        const { orgId, groupId, orgClientId, orgSecretId, assignedClientId, assignedSecretId } = inputs;
        const deleted = sandbox.state.deletions.map(({ operationId, ids, ...rest }) => [
          operationId,
          rest.api,
          { ...ids },
        ]);
        expect(deleted).toEqual([
          [
            "deleteGroupServiceAccountSecret",
            api,
            { groupId, clientId: inputs.keptClientId, secretId: inputs.keptSecretId },
          ],
          ["deleteOrgServiceAccountSecret", api, { orgId, clientId: orgClientId, secretId: orgSecretId }],
          [
            "deleteGroupServiceAccountSecret",
            api,
            { groupId, clientId: inputs.groupClientId, secretId: inputs.groupSecretId },
          ],
          ["unassignGroupServiceAccount", api, { groupId, clientId: assignedClientId }],
          ["deleteOrgServiceAccountSecret", api, { orgId, clientId: assignedClientId, secretId: assignedSecretId }],
          ["unassignGroupApiKey", api, { groupId, apiKeyId: inputs.assignedApiKeyId }],
        ]);
      } finally {
        await sandbox.close();
      }
    },
    90_000,
  );
});

const inputs = Object.fromEntries(
  Object.keys(parse(readFileSync(`${root}spec/workflows/inputs.yaml`, "utf8")) as object).map((name) => [
    name,
    "a".repeat(24),
  ]),
);

test.each([
  ["confirms everything and deletes nothing", 204, ""],
  ["fails", 500, '{"error":500}'],
  ["has an undocumented success", 202, ""],
  ["has an error in another form", 404, '{"error":"404"}'],
])(
  "a server that %s fails a workflow",
  async (_what, status, body) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, body === "" ? {} : { "Content-Type": "application/json" }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const { code, output } = await respect(
        ["rotation.arazzo.yaml"],
        ["deleteOrganizationSecretWithToken"],
        inputs,
        `http://127.0.0.1:${port}/api/atlas/v2`,
      );
      expect({ code, output }).toEqual({
        code: 1,
        output: expect.stringMatching(/\$statusCode == |status code check|schema check/i),
      });
    } finally {
      server.close();
    }
  },
  90_000,
);

test("a run that is told no server fails, and reaches none", async () => {
  const { code, output } = await respect(["rotation.arazzo.yaml"], ["deleteOrganizationSecretWithToken"], inputs);
  expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
}, 90_000);
