/** Everything that ends before a request: exit code 2, and the server has seen nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operationTable } from "../../generated/client.js";
import { commands } from "../../src/cli/commands.js";
import { flagOf } from "../../src/cli/names.js";
import { type Cloud, operationIds, revokeArguments, startCloud } from "./cloud.js";
import { onlyJson, runCli, type World } from "./runCli.js";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
beforeEach(() => {
  cloud.log.length = 0;
});
afterAll(async () => {
  await cloud.close();
});

/** Runs, and expects that nothing reached the server and that the program says so. */
async function refused(argv: readonly string[], world: World = { env: cloud.env.digest }): Promise<string> {
  const ran = await runCli(argv, world);
  expect(ran).toMatchObject({ code: 2, stdout: "", listeners: 0 });
  expect(ran.stderr).toMatch(/^NOT SENT\. /);
  const json = await runCli([...argv, "--json"], world);
  expect(onlyJson(json.stdout)).toMatchObject({ outcome: "not-sent", exitCode: 2 });
  expect(cloud.log).toEqual([]);
  return ran.stderr;
}

const secret = "mdb_sa_sk_Zz9Yy8Xx7Ww6Vv5Uu4Tt3Ss2Rr1";
const oddIds = [
  "",
  ".",
  "..",
  "../x",
  "a/b",
  "%2e%2e",
  secret,
  "32B6E34B3D91647ABB20E7B8",
  "32b6e34b3d91647abb20e7b8\n",
];
const parameters = operationIds.flatMap((id) =>
  operationTable[id].pathParameters.map((parameter) => ({ id, parameter })),
);

describe("ids", () => {
  const cases = parameters.flatMap(({ id, parameter }) => oddIds.map((value) => ({ id, parameter, value })));
  test.each(cases)("$id refuses $parameter.name = $value", async ({ id, parameter, value }) => {
    const argv = revokeArguments(cloud, "atlas", id);
    argv[argv.indexOf(flagOf(parameter.name)) + 1] = value;
    const stderr = await refused(argv);
    expect(stderr).toContain(flagOf(parameter.name));
    if (value !== secret) expect(stderr).toContain(parameter.form);
    if (value.length > 4) expect(stderr).not.toContain(value.trim());
  });

  test.each(operationIds)("%s names every flag that is missing, with its form and an example", async (id) => {
    const { pathParameters } = operationTable[id];
    const stderr = await refused([commands[id], "--base-url", cloud.url, "--yes"]);
    expect(stderr).toContain("--api");
    for (const { name, form, example } of pathParameters) {
      expect(stderr).toContain(flagOf(name));
      expect(stderr).toContain(form);
      expect(stderr).toContain(example);
    }
  });

  test("a flag that is given twice is refused, since it would hide which target is meant", async () => {
    const argv = revokeArguments(cloud, "atlas", "unassignGroupApiKey");
    expect(await refused([...argv, "--group-id", "32b6e34b3d91647abb20e7b8"])).toContain(
      "--group-id was given 2 times",
    );
  });

  test("a flag whose value was forgotten does not swallow the next flag as its id", async () => {
    const argv = revokeArguments(cloud, "atlas", "unassignGroupApiKey");
    argv.splice(argv.indexOf("--group-id") + 1, 1);
    await refused(argv);
  });

  test("the ids of another operation are unknown flags", async () => {
    const argv = revokeArguments(cloud, "atlas", "unassignGroupApiKey");
    expect(await refused([...argv, "--org-id", "32b6e34b3d91647abb20e7b8"])).toContain("Unknown flag: --org-id");
  });
});

describe("other flags", () => {
  const base = (): string[] => revokeArguments(cloud, "atlas", "unassignGroupApiKey");
  test.each([
    ["--api", "Atlas", "Did you mean atlas?"],
    ["--api", "ATLAS_", "Did you mean atlas?"],
    ["--api", "cloudmanager", "Did you mean cloud-manager?"],
    ["--api", "x", "cloud-manager or atlas"],
    ["--auth", "basic", "digest or service-account"],
    ["--timeout", "0", "seconds"],
    ["--timeout", "-1", "seconds"],
    ["--timeout", "1e3", "seconds"],
    ["--timeout", "9999999", "seconds"],
    ["--max-retries", "101", "0 to 100"],
    ["--max-retries", "1.5", "0 to 100"],
    ["--base-url", "http://example.com", "https"],
    ["--base-url", "https://user:pass@example.com", "user info"],
    ["--base-url", "https://example.com/api", "path"],
    ["--base-url", "nonsense", "origin"],
  ])("%s %s is refused with the rule", async (flag, value, rule) => {
    const argv = base().filter((_, index, all) => all[index] !== flag && all[index - 1] !== flag);
    const stderr = await refused([...argv, flag, value]);
    expect(stderr).toContain(flag);
    expect(stderr).toContain(rule);
  });

  test.each([
    [["org-secrt"], "Did you mean org-secret?"],
    [["deleteOrgServiceAccountSecret"], "Did you mean org-secret?"],
    [["verfy"], "Did you mean verify?"],
    [["completion", "fihs"], "Did you mean fish?"],
    [["verify", "project-secert"], "Did you mean project-secret?"],
    [["org-secret", "--secert-id", "x"], "Did you mean --secret-id?"],
    [["org-secret", "--client", "x"], "Did you mean --client-id?"],
    [["org-secret", "--dry"], "Did you mean --dry-run?"],
    [["org-secret", "--url", "x"], "Did you mean --base-url?"],
    [["project-secret", "--project-id", "x"], "Did you mean --group-id?"],
    [["project-secret", "--groupId=x"], "Did you mean --group-id?"],
    [["project-api-key", "--key-id", "x"], "Did you mean --api-key-id?"],
    [["project-api-key", "--api-key", "x"], "An id goes to --api-key-id."],
    [["org-secret", "--yes=true"], "--yes takes no value. Next Give --yes alone."],
    [["org-secret", "-y"], "A flag begins with two dashes"],
    [["org-secret", "--frobnicate"], "Unknown flag: --frobnicate. Next See mongodb-cloud-revoke org-secret --help."],
    [["org-secret", "extra"], "neither org-secret nor a flag takes"],
    [["org-secret", "extra"], "such as --org-id ID"],
    [["sandbox", "8080"], "neither sandbox nor a flag takes"],
    [["sandbox", "8080"], "Next See mongodb-cloud-revoke sandbox --help."],
    [["batch", "a", "b"], "neither batch nor a flag takes"],
    [["completion"], "completion needs a shell: bash, zsh, fish."],
    [["project-secret", "--organization-id", "x"], "Unknown flag: --organization-id"],
    [["--api", "atlas"], "The command comes first"],
    [["org-secret", "--org-id"], "--org-id needs a value"],
    [["org-secret", "--sandbox", "--base-url", "https://example.com"], "leave --base-url out"],
    [["org-secret", "--sandbox", "--credentials-file", "x"], "leave --credentials-file out"],
  ])("%j is refused: %s", async (argv, words) => {
    expect((await refused(argv)).replace(/\s+/g, " ")).toContain(words);
  });

  const scope = "--group-id 32b6e34b3d91647abb20e7b8";
  test.each([
    [
      "project-api-key",
      "--api-key-id",
      "abcdefgh",
      "an API key's public key",
      `find --api atlas ${scope} --public-key abcdefgh`,
    ],
    ["project-api-key", "--api-key-id", "Backup job", "white space", `find --api atlas ${scope}`],
    ["project-secret", "--secret-id", "mdb_sa_id_1234567890abcdef12345678", "client id", "goes to --client-id"],
    ["project-secret", "--secret-id", "66B1F0C4D2A39E5780CB4D17", "upper-case letters", "lower-case letters"],
    ["project-api-key", "--group-id", "My Project", "white space", "`atlas projects list`"],
    ["org-secret", "--org-id", "ACME", "upper-case letters", "`atlas organizations list`"],
  ])("%s %s %s: what it looks like, and the way to the id", async (command, flag, value, looks, next) => {
    const id = operationIds.find((each) => commands[each] === command) ?? "unassignGroupApiKey";
    const argv = operationTable[id].pathParameters.flatMap(({ name, example }) => [flagOf(name), example]);
    argv[argv.indexOf(flag) + 1] = value;
    const stderr = (await refused([command, "--api", "atlas", "--yes", ...argv])).replace(/\s+/g, " ");
    expect(stderr).toContain(looks);
    expect(stderr).toContain(next);
  });

  test("a secret's value in place of its id is not repeated, and is called exposed", async () => {
    const argv = revokeArguments(cloud, "atlas", "deleteOrgServiceAccountSecret");
    argv[argv.indexOf("--secret-id") + 1] = secret;
    const key = "0a1b2c3d-1111-2222-3333-444455556666";
    const places = [
      ["org-secret", "--api", secret],
      ["batch", `/tmp/${key}.csv`],
      ["batch", secret],
      ["batch", "x", "--results", key],
      ["batch", "--from-results", key, "--outcome", "refused"],
    ];
    for (const given of [argv, ...places, ["sandbox", "--seed-file", key], ["org-secret", "--org-id", key]]) {
      const stderr = await refused(given);
      expect(stderr).toContain("revoke that secret too");
      expect(stderr).toContain("--leaked -");
      expect(stderr).not.toMatch(/Zz9Yy8|0a1b2c3d/);
    }
  });

  test("no command at all is the help, on standard error, with 2", async () => {
    const ran = await runCli([]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("Usage: mongodb-cloud-revoke");
  });
});

describe("credentials and confirmation", () => {
  const base = (): string[] => revokeArguments(cloud, "atlas", "unassignGroupApiKey");

  test("without credentials it names the variables and --sandbox", async () => {
    const stderr = await refused(base(), { env: { MONGODB_ATLAS_PUBLIC_API_KEY: "" } });
    for (const kind of ["digest", "service-account"] as const) {
      for (const name of Object.keys(cloud.env[kind])) expect(stderr).toContain(name);
    }
    expect(stderr).toContain("--sandbox");
  });

  test("both pairs are refused until --auth chooses one", async () => {
    const env = { ...cloud.env.digest, ...cloud.env["service-account"] };
    const stderr = await refused(base(), { env });
    expect(stderr).toContain("--auth digest or --auth service-account");
    for (const value of Object.values(env)) expect(stderr).not.toContain(value);
  });

  test("half a pair is refused, also beside a whole one", async () => {
    const { MONGODB_ATLAS_PUBLIC_API_KEY = "" } = cloud.env.digest;
    expect(await refused(base(), { env: { MONGODB_ATLAS_PUBLIC_API_KEY } })).toContain("MONGODB_ATLAS_PRIVATE_API_KEY");
    await refused(base(), { env: { ...cloud.env["service-account"], MONGODB_ATLAS_PUBLIC_API_KEY } });
  });

  test("--auth names a pair that is not there", async () => {
    const stderr = await refused([...base(), "--auth", "service-account"]);
    expect(stderr).toContain("MONGODB_ATLAS_CLIENT_SECRET");
    expect(stderr).not.toContain("MONGODB_ATLAS_PRIVATE_API_KEY");
  });

  test.each([
    [
      "digest",
      { MONGODB_ATLAS_PUBLIC_API_KEY: "a:b", MONGODB_ATLAS_PRIVATE_API_KEY: "x" },
      "MONGODB_ATLAS_PUBLIC_API_KEY",
    ],
    [
      "digest",
      { MONGODB_ATLAS_PUBLIC_API_KEY: "ab", MONGODB_ATLAS_PRIVATE_API_KEY: "xyzzy\n" },
      "MONGODB_ATLAS_PRIVATE_API_KEY",
    ],
    [
      "service-account",
      { MONGODB_ATLAS_CLIENT_ID: secret, MONGODB_ATLAS_CLIENT_SECRET: "x" },
      "MONGODB_ATLAS_CLIENT_ID",
    ],
  ])("a %s credential that can't be sent is named by its variable: %j", async (_, env, variable) => {
    const stderr = await refused(base(), { env });
    expect(stderr).toContain(`${variable} must be`);
    expect(stderr).not.toContain("xyzzy");
    expect(stderr).not.toContain(secret);
  });

  test("without a terminal and without --yes nothing is sent", async () => {
    const argv = base().filter((argument) => argument !== "--yes");
    expect(await refused(argv)).toContain("--yes");
    // A piped "yes" is no confirmation.
    expect(await refused(argv, { env: cloud.env.digest, input: "yes\n" })).toContain("--yes");
  });

  test("with both pairs set, --auth decides which one signs", async () => {
    const env = { ...cloud.env.digest, ...cloud.env["service-account"] };
    for (const [index, kind] of (["digest", "service-account"] as const).entries()) {
      cloud.log.length = 0;
      const flags = ["--auth", kind, "--no-verify"];
      const argv = [...revokeArguments(cloud, "atlas", "unassignGroupApiKey", index), ...flags];
      expect((await runCli(argv, { env })).code).toBe(0);
      const schemes = cloud.log.filter(({ method }) => method === "DELETE").map(({ scheme }) => scheme);
      expect(schemes).toEqual(kind === "digest" ? ["none", "digest"] : ["bearer"]);
    }
  });
});
