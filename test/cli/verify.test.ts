/** Whether something is gone: by its ids, by a batch's results, and by trying a leaked secret. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { operationTable } from "../../generated/client.js";
import { commands } from "../../src/cli/commands.js";
import { type Fault, scenario } from "../../src/sandbox/index.js";
import { apis, type Cloud, idArguments, idsOf, operationIds, revokeArguments, startCloud } from "./cloud.js";
import { onlyJson, type Ran, runCli } from "./runCli.js";

let cloud: Cloud;
let folder: string;
beforeEach(async () => {
  cloud = await startCloud();
  folder = await mkdtemp(join(tmpdir(), "verify-"));
});
afterEach(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

async function fileWith(text: string): Promise<string> {
  const path = join(folder, "file");
  await writeFile(path, text);
  return path;
}

function verify(argv: readonly string[], kind: keyof Cloud["env"] = "digest"): Promise<Ran> {
  return runCli(["verify", ...argv, "--base-url", cloud.url], { env: cloud.env[kind] });
}

test.each(operationIds.flatMap((id) => apis.map((api) => ({ id, api }))))(
  "$id on $api is still there, 1, then gone or unassigned, 0, with what remains",
  async ({ id, api }) => {
    const argv = [commands[id], "--api", api, ...idArguments(idsOf(cloud, api, id))];
    const before = await verify(argv);
    expect(before.code).toBe(1);
    expect(before.stdout).toMatch(/^STILL THERE\. /);
    await runCli(revokeArguments(cloud, api, id), { env: cloud.env.digest });
    const after = await verify([...argv, "--json"], "service-account");
    expect(after.code).toBe(0);
    const { clientId } = cloud.credentials.serviceAccount;
    const { effect, remains } = operationTable[id];
    const facts = {
      outcome: effect === "deleted" ? "gone" : "unassigned",
      exitCode: 0,
      operationId: id,
      api,
      signedWith: { clientId },
    };
    expect(onlyJson(after.stdout)).toMatchObject(remains === undefined ? facts : { ...facts, remains });
    expect(cloud.log.filter(({ path }) => path === "/api/oauth/revoke")).toHaveLength(1);
  },
);

const list = { operationId: "listGroupApiKeys" } as const;
const lies: readonly (readonly [string, Fault])[] = [
  ["a list cut in the middle", scenario.cutOff()],
  ["an endless list", scenario.endlessPages()],
  ["half a list", scenario.halfList()],
  ...([401, 403, 404, 429, 500] as const).map(
    (status) => [`HTTP ${status}`, scenario.apiError({ status, ...list })] as const,
  ),
  ["a status inside an envelope", scenario.statusInside()],
  ["a login page", scenario.proxyPage({ status: 200, ...list })],
];

test.each(lies)("%s is never GONE: 3", async (_, fault) => {
  const id = "unassignGroupApiKey";
  await runCli(revokeArguments(cloud, "atlas", id), { env: cloud.env.digest });
  cloud.state.use(fault);
  const ids = idArguments(idsOf(cloud, "atlas", id));
  const ran = await verify([commands[id], "--api", "atlas", ...ids, "--max-retries", "0", "--timeout", "5"]);
  expect(ran.stdout).toMatch(/^UNKNOWN\. /);
  expect(ran.code).toBe(3);
});

test("an account that is not there proves nothing about its secret", async () => {
  const { groupId = "" } = idsOf(cloud, "atlas", "deleteGroupServiceAccountSecret");
  const ids = { groupId, clientId: "mdb_sa_id_000000000000000000000000", secretId: "000000000000000000000000" };
  expect((await verify(["project-secret", "--api", "atlas", ...idArguments(ids)])).code).toBe(3);
});

test("--results looks for a whole batch, one list for each project and kind", async () => {
  const targets = operationIds.flatMap((operation) =>
    [0, 1, 2].map((index) => JSON.stringify({ operation, ...idsOf(cloud, "atlas", operation, index) })),
  );
  const [input, results] = [join(folder, "list"), join(folder, "results")];
  await writeFile(input, targets.join("\n"));
  const batch = ["batch", input, "--api", "atlas", "--base-url", cloud.url, "--yes", "--results", results];
  expect((await runCli(batch, { env: cloud.env.digest })).code).toBe(0);
  cloud.log.length = 0;
  const gone = await runCli(["verify", "--results", results, "--json"], { env: cloud.env.digest });
  expect(onlyJson(gone.stdout)).toMatchObject({
    outcome: "not-listed",
    exitCode: 0,
    gone: 12,
    stillThere: 0,
    unknown: 0,
  });
  expect(cloud.log.filter(({ method, status }) => method === "GET" && status === 200).length).toBeLessThanOrEqual(3);
  cloud.state.reset();
  const back = onlyJson((await runCli(["verify", "--results", results, "--json"], { env: cloud.env.digest })).stdout);
  expect(back).toMatchObject({ outcome: "still-there", exitCode: 1, gone: 0, stillThere: 12, unknown: 0 });
});

describe("--leaked", () => {
  const leaked = (secret?: string): Promise<string> => {
    const { clientId, clientSecret } = cloud.credentials.serviceAccount;
    return fileWith(JSON.stringify({ clientId, clientSecret: secret ?? clientSecret }));
  };

  test("a secret that gets a token is still there, 1, and that token is revoked at once", async () => {
    const ran = await verify(["--api", "atlas", "--leaked", await leaked()]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^STILL THERE\. The token endpoint grants .*; that token has been revoked\.\n/);
    expect(cloud.log.map(({ path, status }) => `${path} ${status}`)).toEqual([
      "/api/oauth/token 200",
      "/api/oauth/revoke 200",
    ]);
    expect(ran.both).not.toContain(cloud.credentials.serviceAccount.clientSecret.slice(0, -4));
  });

  test("one that is refused as invalid_client is gone, 0, and not printed", async () => {
    const ran = await verify(["--api", "atlas", "--leaked", await leaked("mdb_sa_sk_canary0123456789"), "--json"]);
    expect(ran.code).toBe(0);
    expect(onlyJson(ran.stdout)).toMatchObject({
      outcome: "gone",
      ids: { clientId: cloud.credentials.serviceAccount.clientId },
    });
    expect(ran.both).not.toContain("canary");
  });

  test.each([
    ["too many tokens", scenario.tokenLimit()],
    ["a rate limit", scenario.grantsRateLimited()],
  ])("%s says nothing about it: 3", async (_, fault) => {
    cloud.state.use(fault);
    const ran = await verify(["--api", "atlas", "--leaked", await leaked(), "--max-retries", "0"]);
    expect(ran.code).toBe(3);
    expect(ran.both).not.toContain(cloud.credentials.serviceAccount.clientSecret);
  });

  test("a token that can't be revoked is said to live on", async () => {
    const fetchThrough: typeof fetch = (input, init) =>
      String(input).endsWith("/revoke") ? Promise.resolve(new Response(null, { status: 500 })) : fetch(input, init);
    const argv = ["verify", "--api", "atlas", "--leaked", await leaked(), "--base-url", cloud.url];
    const ran = await runCli(argv, { fetch: fetchThrough });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("that token could not be revoked");
    expect(ran.stderr).toContain("Warning: ");
  });

  test.each([
    ["mdb_sa_sk_0123456789", "give --client-id ID"],
    ["0a1b2c3d-1111-2222-3333-444455556666", "holds no service account secret"],
    ["mdb_sa_sk_0123456789 mdb_sa_sk_9876543210", "more than one"],
  ])("%j is refused, 2: %s", async (text, words) => {
    const ran = await verify(["--api", "atlas", "--leaked", await fileWith(text)]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).not.toContain(text);
  });
});

test.each([[[]], [["project-secret", "--leaked", "x"]], [["--results", "x", "--leaked", "y"]], [["sandbox"]]])(
  "%j is refused, 2",
  async (argv) => {
    expect((await verify([...argv, "--api", "atlas"])).code).toBe(2);
    expect(cloud.log).toEqual([]);
  },
);
