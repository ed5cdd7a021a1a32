/** The look, the question and what it shows. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type OperationId, operationTable } from "../../generated/client.js";
import { defaultSeed, type Seed, scenario } from "../../src/sandbox/index.js";
import { type Cloud, idArguments, idsOf, revokeArguments, startCloud } from "./cloud.js";
import { onlyJson, type Ran, runCli } from "./runCli.js";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(async () => {
  await cloud.close();
});

const asking = (id: OperationId): string[] =>
  revokeArguments(cloud, "atlas", id).filter((argument) => argument !== "--yes");
const flat = (text: string): string => text.replace(/\s+/g, " ");
const deletes = (): unknown[] => cloud.log.filter(({ method }) => method === "DELETE");

/** Answers the question as the API key, on a terminal. */
async function answer(argv: readonly string[], input: string, kind: keyof Cloud["env"] = "digest"): Promise<Ran> {
  return await runCli(argv, { env: { ...cloud.env[kind], NO_COLOR: "1" }, terminal: true, input });
}

test("shows target, API, host, signer, what is listed and what remains, and revokes after yes, with a line at once", async () => {
  const id = "unassignGroupServiceAccount";
  const ran = await answer(asking(id), "yes\n");
  expect(ran.code).toBe(0);
  const [question = "", after] = flat(ran.stderr).split('Type "yes" to go on: ');
  const { summary, remains = "" } = operationTable[id];
  const { MONGODB_ATLAS_PUBLIC_API_KEY: publicKey, MONGODB_ATLAS_PRIVATE_API_KEY: privateKey = "" } = cloud.env.digest;
  for (const fact of [
    summary,
    `Atlas at ${cloud.url}`,
    `Signed with ${publicKey} (API key), from the environment`,
    "another server",
    remains,
    'Listed as "', // the account's name
    ...Object.values(idsOf(cloud, "atlas", id)),
  ]) {
    expect(question).toContain(fact);
  }
  expect(question).not.toContain(privateKey);
  expect(after).toMatch(/^Revoking: this may take up to 30 s\. $/);
  expect(cloud.state.deletions).toHaveLength(1);
});

test.each(["no\n", "y\n", "\n", "yes please\n", "ye", ""])("the answer %j sends no DELETE: 2", async (input) => {
  const ran = await answer(asking("deleteOrgServiceAccountSecret"), input);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("Not confirmed; nothing was sent.");
  expect(deletes()).toEqual([]);
});

test("no DELETE is sent while the question stands, and an interrupt there ends with 130", async () => {
  let interrupt: () => void = () => undefined;
  const ran = await runCli([...asking("deleteOrgServiceAccountSecret"), "--json"], {
    env: cloud.env.digest,
    terminal: true,
    input: false,
    onListening: (listener) => {
      interrupt = listener;
    },
    onStderr: (text) => {
      if (text.includes('Type "yes"')) setTimeout(() => interrupt(), 20);
    },
  });
  expect(ran).toMatchObject({ code: 130, listeners: 0 });
  expect(onlyJson(ran.stdout)).toMatchObject({ outcome: "not-sent", exitCode: 130 });
  expect(deletes()).toEqual([]);
});

test("a terminal on one side only is no terminal to ask on, and nothing is looked at", async () => {
  const argv = [...asking("deleteOrgServiceAccountSecret"), "--credentials-file", "-"];
  const ran = await runCli(argv, { terminal: true, input: "yes\n" });
  expect(ran.code).toBe(2);
  expect(cloud.log).toEqual([]);
});

test("what is not listed is not asked about", async () => {
  const argv = asking("unassignGroupApiKey");
  argv[argv.indexOf("--api-key-id") + 1] = "000000000000000000000000";
  const ran = await answer(argv, "yes\n");
  expect(ran.code).toBe(2);
  expect(flat(ran.stderr)).toMatch(/^NOT SENT\. .*Nothing is listed under these ids/);
  expect(ran.stderr).toContain("mongodb-cloud-revoke find --api atlas --group-id");
  expect(ran.stderr).not.toContain("Type");
  expect(flat((await answer([...argv, "--missing-ok"], "no\n")).stderr)).toContain(
    "with --missing-ok that counts as gone",
  );
  expect(deletes()).toEqual([]);
});

test("a look that is refused is reported and changes nothing else; --no-verify does not look", async () => {
  cloud.state.use(scenario.apiError({ status: 403, operationId: "listGroupApiKeys" }));
  const ran = await answer(asking("unassignGroupApiKey"), "yes\n");
  expect(ran.code).toBe(0);
  expect(flat(ran.stderr)).toContain(
    "Listed as could not be read, which says nothing about the credential: listGroupApiKeys: HTTP 403",
  );
  expect(flat(ran.stdout)).toMatch(/^UNASSIGNED\. .* Look could not be read: listGroupApiKeys: HTTP 403/);
  cloud.log.length = 0;
  expect((await answer([...asking("deleteOrgServiceAccountSecret"), "--no-verify"], "yes\n")).code).toBe(0);
  expect(cloud.log.filter(({ method }) => method === "GET")).toEqual([]);
});

test("still listed after a confirmation is unknown, 3", async () => {
  cloud.state.use(scenario.notRevoked());
  const ran = await answer(asking("unassignGroupApiKey"), "yes\n");
  expect(ran.code).toBe(3);
  expect(flat(ran.stderr)).toMatch(/UNKNOWN\. .* still listed after 3 looks/);
});

test("a use a short while ago is worth a pause", async () => {
  const seed = defaultSeed();
  const lastUsedAt = new Date(Date.now() - 3 * 60_000 - 5000).toISOString();
  const used: Seed = {
    ...seed,
    serviceAccounts: seed.serviceAccounts.map((account) => ({
      ...account,
      secrets: account.secrets.map((secret) => ({ ...secret, lastUsedAt })),
    })),
  };
  await cloud.close();
  cloud = await startCloud({ seed: used });
  const ran = await answer(asking("deleteGroupServiceAccountSecret"), "no\n");
  expect(flat(ran.stderr)).toContain("used 3 minutes ago");
  expect(flat(ran.stderr)).toContain("Warning It was used 3 minutes ago: something still depends on it");
});

test("a target that signs the request is warned of before the question", async () => {
  const { apiKey, serviceAccount } = cloud.credentials;
  const { groupId = "" } = idsOf(cloud, "atlas", "unassignGroupApiKey");
  const { orgId = "" } = idsOf(cloud, "atlas", "deleteOrgServiceAccountSecret");
  const server = ["--api", "atlas", "--base-url", cloud.url];
  const keys = JSON.parse(
    (
      await runCli(["find", ...server, "--group-id", groupId, "--public-key", apiKey.publicKey, "--json"], {
        env: cloud.env.digest,
      })
    ).stdout,
  ) as { matches: { apiKeyId: string }[] };
  const key = ["project-api-key", ...server, ...idArguments({ groupId, apiKeyId: keys.matches[0]?.apiKeyId ?? "" })];
  expect(flat((await answer(key, "no\n")).stderr)).toContain(
    "Warning The target is the API key that signs this request",
  );
  const { clientId } = serviceAccount;
  const account = ["project-service-account", ...server, ...idArguments({ groupId, clientId })];
  expect(flat((await answer(account, "no\n", "service-account")).stderr)).toContain(
    "Warning The target belongs to the service account that signs",
  );
  const secrets = JSON.parse(
    (await runCli(["find", ...server, "--org-id", orgId, "--client-id", clientId, "--json"], { env: cloud.env.digest }))
      .stdout,
  ) as { matches: { secretId: string }[] };
  const secret = [
    "org-secret",
    ...server,
    ...idArguments({ orgId, clientId, secretId: secrets.matches[0]?.secretId ?? "" }),
  ];
  expect(flat((await answer(secret, "no\n", "service-account")).stderr)).toContain(
    "Warning The target ends like the very secret that signs",
  );
});
