/** Credentials that are missing, halved, doubled or unfit, and nobody to ask: exit code 2, and the server has seen nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Cloud, revokeArguments, startCloud } from "./cloud.js";
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

const secret = "mdb_sa_sk_Zz9Yy8Xx7Ww6Vv5Uu4Tt3Ss2Rr1";

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
