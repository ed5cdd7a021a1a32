import { afterEach, beforeEach, expect, test } from "vitest";
import { operationTable } from "../../generated/client.js";
import { type Cloud, idsOf, revokeArguments, startCloud } from "./cloud.js";
import { onlyJson, runCli } from "./runCli.js";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(async () => {
  await cloud.close();
});

const asking = (id: "unassignGroupServiceAccount" | "deleteOrgServiceAccountSecret"): string[] =>
  revokeArguments(cloud, "atlas", id).filter((argument) => argument !== "--yes");

test("states target, API, host, credential and warning before it asks, and deletes after yes", async () => {
  const env = { ...cloud.env.digest, NO_COLOR: "1" };
  const ran = await runCli(asking("unassignGroupServiceAccount"), { env, terminal: true, input: "yes\n" });
  expect(ran.code).toBe(0);
  const question = ran.stderr.replace(/\s+/g, " ");
  const { summary, remains } = operationTable.unassignGroupServiceAccount;
  for (const fact of [
    summary,
    `Atlas at ${cloud.url}`,
    "API key from the environment",
    "another server",
    remains ?? "",
  ]) {
    expect(question).toContain(fact);
  }
  for (const id of Object.values(idsOf(cloud, "atlas", "unassignGroupServiceAccount"))) expect(question).toContain(id);
  for (const value of Object.values(cloud.env.digest)) expect(question).not.toContain(value);
  expect(cloud.state.deletions).toHaveLength(1);
});

test.each(["no\n", "y\n", "\n", "yes please\n", "ye", ""])("the answer %j sends nothing: 2", async (input) => {
  const ran = await runCli(asking("deleteOrgServiceAccountSecret"), { env: cloud.env.digest, terminal: true, input });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("Not confirmed; nothing was sent.");
  expect(cloud.log).toEqual([]);
});

test("nothing is sent while the question stands, and an interrupt there ends with 130", async () => {
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
  expect(cloud.log).toEqual([]);
});

test("a terminal on one side only is no terminal to ask on", async () => {
  const argv = [...asking("deleteOrgServiceAccountSecret"), "--credentials-file", "-"];
  const ran = await runCli(argv, { terminal: true, input: "yes\n" });
  expect(ran.code).toBe(2);
  expect(cloud.log).toEqual([]);
});
