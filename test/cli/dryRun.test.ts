import { afterAll, beforeAll, expect, test } from "vitest";
import { operationTable, servers } from "../../generated/client.js";
import { commands } from "../../src/cli/commands.js";
import { apis, type Cloud, idArguments, operationIds, revokeArguments, startCloud } from "./cloud.js";
import { onlyJson, runCli } from "./runCli.js";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  await cloud.close();
});

const examples = (id: (typeof operationIds)[number]): Record<string, string> =>
  Object.fromEntries(operationTable[id].pathParameters.map(({ name, example }) => [name, example]));

test.each(operationIds.flatMap((id) => apis.map((api) => ({ id, api }))))(
  "prints the request of $id on $api to the real host, and sends nothing",
  async ({ id, api }) => {
    const { path, accept, method } = operationTable[id];
    const refuse = (): Promise<never> => Promise.reject(new Error("a dry run has sent something"));
    const argv = [commands[id], "--api", api, ...idArguments(examples(id)), "--dry-run"];
    const { code, stdout } = await runCli(argv, { fetch: refuse });
    const expected = path.replace(/\{(\w+)\}/g, (_, name: string) => examples(id)[name] ?? "");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^DRY RUN\. /);
    expect(stdout).toContain(`\n${method} https://cloud.mongodb.com${servers[api].basePath}${expected}\n`);
    expect(stdout).toContain(`\naccept: ${accept[api]}\n`);
  },
);

test("tells which credential would sign, and neither sends it nor prints any part of it", async () => {
  for (const kind of ["digest", "service-account"] as const) {
    const argv = [...revokeArguments(cloud, "atlas", "unassignGroupApiKey"), "--dry-run", "--envelope"];
    const human = await runCli(argv, { env: cloud.env[kind] });
    const json = await runCli([...argv, "--json"], { env: cloud.env[kind] });
    const [id = "", secret = ""] = Object.values(cloud.env[kind]);
    const signedWith = kind === "digest" ? { publicKey: id } : { clientId: id };
    expect(onlyJson(json.stdout)).toMatchObject({
      outcome: "dry-run",
      exitCode: 0,
      signedWith,
      remains: expect.stringContaining("stays alive"),
    });
    expect(human.stdout).toContain("?envelope=true");
    expect(human.stdout).toContain("Remains");
    expect(human.stdout + json.stdout).not.toContain(secret);
    expect(human.stdout + json.stdout).not.toMatch(/authorization:/i);
  }
  expect(cloud.log).toEqual([]);
});

test("refuses what the real run would refuse: bad ids and two credentials", async () => {
  const argv = [...revokeArguments(cloud, "atlas", "unassignGroupApiKey"), "--dry-run"];
  const both = await runCli(argv, { env: { ...cloud.env.digest, ...cloud.env["service-account"] } });
  expect(both.code).toBe(2);
  argv[argv.indexOf("--group-id") + 1] = "..";
  expect((await runCli(argv, { env: cloud.env.digest })).code).toBe(2);
  expect(cloud.log).toEqual([]);
});

test("the request that it prints is the one that is sent", async () => {
  const argv = [...revokeArguments(cloud, "atlas", "deleteOrgServiceAccountSecret"), "--no-verify"];
  const { request } = onlyJson((await runCli([...argv, "--dry-run", "--json"])).stdout) as {
    request: { url: string; headers: Record<string, string> };
  };
  const sent: { url: string; headers: Record<string, string> }[] = [];
  await runCli(argv, {
    env: cloud.env.digest,
    fetch: (url, init) => {
      const { authorization: _, ...headers } = Object.fromEntries(new Headers(init.headers));
      sent.push({ url, headers });
      return fetch(url, init);
    },
  });
  expect(sent).toEqual([
    { url: request.url, headers: request.headers },
    { url: request.url, headers: request.headers },
  ]);
});
