// That the workflow files hold what the runner's table claims: every operation, with both credentials, on inputs that exist.
import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { operationTable } from "../../generated/client.js";
import { readWorkflows, workflowFiles } from "../../scripts/workflows/files.js";
import { nameOf } from "../../scripts/workflows/table.js";
import { createWorld, expectedDeletions, inputsOf } from "../../scripts/workflows/world.js";
import { createMock } from "../../src/mock/index.js";

const folder = new URL("../../spec/workflows/", import.meta.url);
const workflows = (await Promise.all((await workflowFiles()).map(readWorkflows))).flat();
const ofCredential = (credential: string): typeof workflows =>
  workflows.filter((workflow) => workflow.credential === credential);

test("No file lies in the folder that the runner passes by", async () => {
  const names = await readdir(folder);
  expect(names.filter((name) => !name.endsWith(".arazzo.yaml"))).toEqual(["inputs.yaml"]);
});

test("Each workflow with an API key has a twin with a token, of the same steps, operations and number of criteria", () => {
  const shape = (credential: string): object[] =>
    ofCredential(credential).map(({ file, workflowId, steps }) => ({ file, name: nameOf(workflowId), steps }));
  expect(shape("digest").length).toBeGreaterThan(0);
  expect(shape("token")).toEqual(shape("digest"));
});

test.each(["digest", "token", "none"])("Each operation is called with the credential %s", (credential) => {
  const called = ofCredential(credential).flatMap(({ steps }) => steps.map(({ operationId }) => operationId));
  expect([...new Set(called)].sort()).toEqual(Object.keys(operationTable).sort());
});

test.each(["cloud-manager", "atlas"] as const)("Each operation has something to delete on %s", (api) => {
  const deleted = expectedDeletions(createWorld(), api).map(({ operationId }) => operationId);
  expect([...new Set(deleted)].sort()).toEqual(Object.keys(operationTable).sort());
});

test("The runner gives exactly the inputs that are described", async () => {
  const described = parse(await readFile(new URL("inputs.yaml", folder), "utf8")) as object;
  const credentials = {
    apiKey: { publicKey: "a", privateKey: "b", apiKeyId: "" },
    serviceAccount: { clientId: "c", clientSecret: "d" },
  };
  const given = inputsOf(createWorld(), "atlas", credentials, "e");
  expect(Object.keys(given).sort()).toEqual(Object.keys(described).sort());
  expect(given.accept).toBe("application/vnd.atlas.2024-08-05+json");
});

test("What the sandbox holds is a valid seed", () => {
  expect(() => createMock({ seed: createWorld().seed })).not.toThrow();
});
