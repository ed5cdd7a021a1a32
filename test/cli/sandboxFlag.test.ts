import { expect, test } from "vitest";
import { operationTable } from "../../generated/client.js";
import { commands } from "../../src/cli/commands.js";
import { apis, operationIds } from "./cloud.js";
import { onlyJson, runCli } from "./runCli.js";

const cases = operationIds.flatMap((id) => [undefined, ...apis].map((api) => ({ id, api })));

test.each(cases)("$id --sandbox needs neither ids nor credentials nor --yes (--api $api)", async ({ id, api }) => {
  const argv = [commands[id], "--sandbox", ...(api === undefined ? [] : ["--api", api])];
  const human = await runCli(argv);
  expect(human).toMatchObject({ code: 0, listeners: 0 });
  expect(human.stderr).toMatch(/^SANDBOX: .*Nothing real is touched/);
  expect(human.stdout.split("\n")[0]).toContain("nothing real was touched");
  const json = await runCli([...argv, "--json", "--auth", "service-account"]);
  expect(onlyJson(json.stdout)).toMatchObject({
    outcome: operationTable[id].effect,
    sandbox: true,
    api: api ?? "cloud-manager",
    operationId: id,
  });
});

test("does not send the environment's credentials to the sandbox, nor need them to be in order", async () => {
  const env = { MONGODB_ATLAS_PUBLIC_API_KEY: "abcdefgh", MONGODB_ATLAS_CLIENT_ID: "half" };
  expect((await runCli(["org-secret", "--sandbox"], { env })).code).toBe(0);
});

test("ids that are given are taken as they are: one that the sandbox does not know is refused", async () => {
  const argv = ["org-secret", "--sandbox", "--secret-id", "66b1f0c4d2a39e5780cb4d17"];
  const ran = await runCli([...argv, "--no-verify"]);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("nothing real was touched");
  expect((await runCli([...argv.slice(0, -1), ""])).code).toBe(2);
});

test("reaches no other host than this machine", async () => {
  const hosts = new Set<string>();
  await runCli(["org-secret", "--sandbox"], {
    fetch: (url, init) => {
      hosts.add(new URL(url).hostname);
      return fetch(url, init);
    },
  });
  expect([...hosts]).toEqual(["127.0.0.1"]);
});
