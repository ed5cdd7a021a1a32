/** From what leaked to the ids, and to the command that is typed next. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defaultSeed, type Seed, scenario } from "../../src/sandbox/index.js";
import { type Cloud, startCloud } from "./cloud.js";
import { onlyJson, type Ran, runCli, type World } from "./runCli.js";

let cloud: Cloud;
let folder: string;
let seed: Seed;
beforeEach(async () => {
  seed = defaultSeed();
  cloud = await startCloud({ seed });
  folder = await mkdtemp(join(tmpdir(), "find-"));
});
afterEach(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

const orgId = (): string => cloud.targets.atlas.deleteOrgServiceAccountSecret[0]?.orgId ?? "";
const groupId = (): string => cloud.targets.atlas.unassignGroupApiKey[0]?.groupId ?? "";

function find(scope: readonly string[], world: World = {}): Promise<Ran> {
  return runCli(["find", "--api", "atlas", "--base-url", cloud.url, ...scope], { env: cloud.env.digest, ...world });
}

async function fileWith(text: string): Promise<string> {
  const path = join(folder, "leaked.txt");
  await writeFile(path, text);
  return path;
}

/** The seed's account and key that an operation's first target belongs to. */
function leakedThings(): {
  secret: string;
  clientId: string;
  privateKey: string;
  publicKey: string;
  apiKeyId: string;
  secretId: string;
} {
  const { clientId = "", secretId = "" } = cloud.targets.atlas.deleteGroupServiceAccountSecret[0] ?? {};
  const { apiKeyId = "" } = cloud.targets.atlas.unassignGroupApiKey[0] ?? {};
  const account = seed.serviceAccounts.find((each) => each.clientId === clientId);
  const key = seed.apiKeys.find(({ id }) => id === apiKeyId);
  const secret = account?.secrets[0]?.value ?? "";
  return { secret, clientId, secretId, apiKeyId, privateKey: key?.privateKey ?? "", publicKey: key?.publicKey ?? "" };
}

/** Runs the one command that a run printed, as it stands there. */
async function typeWhatItSays(stdout: string): Promise<Ran> {
  const [command = "", second] = stdout.split("\n").filter((line) => /^ +mongodb-cloud-revoke /.test(line));
  expect(second).toBeUndefined();
  return await runCli([...command.trim().split(" ").slice(1), "--yes"], { env: cloud.env.digest });
}

test.each(["secret", "privateKey", "publicKey", "clientId"] as const)(
  "a leaked %s leads to the ids and to the command that revokes it",
  async (kind) => {
    const things = leakedThings();
    const ran = await find(["--group-id", groupId(), "--leaked", await fileWith(`${things[kind]}\n`)]);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(/^1 match on Atlas at /);
    expect((await typeWhatItSays(ran.stdout)).stdout).toMatch(kind.includes("Key") ? /^UNASSIGNED\./ : /^DELETED\./);
    expect(cloud.state.deletions).toHaveLength(1);
    const ids = kind.includes("Key") ? { apiKeyId: things.apiKeyId } : { secretId: things.secretId };
    expect(cloud.state.deletions[0]).toMatchObject({ ids });
    expect((await find(["--group-id", groupId(), "--leaked", await fileWith(things[kind])])).code).toBe(
      kind === "clientId" ? 0 : 1,
    );
  },
);

test.each(["secret", "privateKey"] as const)("no part of a leaked %s but its end is printed anywhere", async (kind) => {
  const value = leakedThings()[kind];
  const path = await fileWith(`log line: key=${value}; and more`);
  for (const more of [[], ["--json"], ["--targets"]]) {
    for (const scope of [
      ["--group-id", groupId()],
      ["--org-id", "000000000000000000000000"],
    ]) {
      const { both } = await find([...scope, "--leaked", path, ...more]);
      expect(both).not.toContain(value.slice(0, -12));
      expect(both).not.toMatch(/mdb_sa_sk_\w/);
    }
  }
  const typed = await find(["--org-id", orgId(), "--leaked", value]);
  expect(typed).toMatchObject({ code: 2, stdout: "" });
  expect(typed.stderr).not.toContain(value.slice(-12));
});

test("a secret matches by its last four characters, every match is shown, and that is not proof", async () => {
  const { secret } = leakedThings();
  const twin = defaultSeed({ targets: 1 });
  const same = {
    ...twin,
    serviceAccounts: twin.serviceAccounts.map((each) => ({
      ...each,
      secrets: each.secrets.map(({ id, value }) => ({ id, value: value.slice(0, -4) + secret.slice(-4) })),
    })),
  };
  await cloud.close();
  cloud = await startCloud({ seed: same });
  const { orgId: org = "" } = cloud.targets.atlas.deleteOrgServiceAccountSecret[0] ?? {};
  const ran = await find(["--org-id", org, "--leaked", "-"], { input: secret });
  expect(ran.code).toBe(0);
  expect(ran.stdout.match(/^Secret /gm)?.length).toBeGreaterThan(1);
  expect(ran.stderr).toContain("last four characters, which are not proof");
});

test("without a leaked value it lists everything, with dates, projects and what signs; --targets is what batch takes", async () => {
  const ran = await find(["--org-id", orgId()]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/^Secret \w{24} of service account mdb_sa_id_\w{24}( \(signs this request\))?$/m);
  expect(ran.stdout).toMatch(/^ {2}".*", value ending in \w{4}, created \d{4}-\d\d-\d\d, expires \d{4}-\d\d-\d\d/m);
  expect(ran.stdout).toMatch(/^API key \w{24} \(signs this request\)$/m);
  expect(ran.stdout).toMatch(/private key ending in \w{12}, project/);
  expect(ran.stderr).toContain("atlas organizations apiKeys delete");
  const { clientId } = leakedThings();
  const targets = await find(["--group-id", groupId(), "--client-id", clientId, "--targets"]);
  const path = await fileWith(targets.stdout);
  const batch = await runCli(["batch", path, "--api", "atlas", "--base-url", cloud.url, "--yes"], {
    env: cloud.env.digest,
  });
  expect(batch.code, batch.stderr).toBe(0);
  expect(cloud.state.deletions).toMatchObject([{ operationId: "deleteGroupServiceAccountSecret", ids: { clientId } }]);
});

test("JSON holds the ids, the ends of values and the commands, and nothing that is not there is found: 1", async () => {
  const { publicKey, apiKeyId, privateKey } = leakedThings();
  const found = onlyJson((await find(["--group-id", groupId(), "--public-key", publicKey, "--json"])).stdout);
  const match = { kind: "api-key", apiKeyId, publicKey, ending: privateKey.slice(-12), projects: [groupId()] };
  expect(found).toMatchObject({ outcome: "found", exitCode: 0, groupId: groupId(), matches: [match] });
  const none = await find(["--group-id", groupId(), "--public-key", "zzzzzzzz", "--json"]);
  expect(none.code).toBe(1);
  expect(onlyJson(none.stdout)).toMatchObject({ outcome: "not-found", exitCode: 1, matches: [] });
});

describe("a list that can't be read", () => {
  test("is unknown, 3, and the other list is shown all the same", async () => {
    cloud.state.use(scenario.apiError({ status: 403, operationId: "listOrgApiKeys" }));
    const ran = await find(["--org-id", orgId()]);
    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain("Secret ");
    expect(ran.stderr).toContain("UNKNOWN. The list of API keys could not be read: listOrgApiKeys: HTTP 403");
    const elsewhere = await find(["--org-id", "000000000000000000000000"]);
    expect(elsewhere.code).toBe(3);
    expect(elsewhere.stderr).toContain("--org-id");
    expect(elsewhere.stderr).not.toMatch(/missingOk|missing-ok|client\.lookup|orgId/);
  });

  test.each([
    ["is cut in the middle", scenario.cutOff()],
    ["never ends", scenario.endlessPages()],
    ["is half there", scenario.halfList()],
  ])("because it %s is never 'not found'", async (_, fault) => {
    cloud.state.use(fault);
    const ran = await find(["--org-id", orgId(), "--client-id", "mdb_sa_id_000000000000000000000000"]);
    expect(ran.code).toBe(3);
  });
});

test.each([
  [[], "A flag is missing: --org-id"],
  [["--org-id", "My Org"], "--org-id must be 24 lower-case hexadecimal digits"],
  [["--org-id", "60c4fd418ebe251047c50554", "--leaked", "/nowhere/hunter2"], "can't be opened (ENOENT)"],
  [
    ["--org-id", "60c4fd418ebe251047c50554", "--leaked", "-", "--credentials-file", "-"],
    "can't both come on standard input",
  ],
  [["--org-id", "60c4fd418ebe251047c50554", "--leaked", "-"], "holds nothing that looks like a secret's value"],
])("%j is refused, 2: %s", async (flags, words) => {
  const ran = await find(flags, { input: "hunter2" });
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain(words);
  expect(ran.stderr).not.toContain("hunter2");
  expect(cloud.log).toEqual([]);
});
