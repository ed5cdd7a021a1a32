import { afterEach, describe, expect, test } from "vitest";
import { operationTable } from "../../generated/client.js";
import { scenario } from "../../src/sandbox/index.js";
import { apis, type Cloud, idsOf, operationIds, revokeArguments, startCloud } from "./cloud.js";
import { onlyJson, runCli } from "./runCli.js";

let cloud: Cloud | undefined;
const start = async (...options: Parameters<typeof startCloud>): Promise<Cloud> => {
  cloud = await startCloud(...options);
  return cloud;
};
afterEach(async () => {
  await cloud?.close();
  cloud = undefined;
});

const kinds = ["digest", "service-account"] as const;
const everything = operationIds.flatMap((id) => apis.flatMap((api) => kinds.map((kind) => ({ id, api, kind }))));
const fast = ["--max-retries", "0"];

describe("a revocation that the server confirmed", () => {
  test.each(everything)(
    "$id on $api with $kind ends with 0 and has deleted that very target",
    async ({ id, api, kind }) => {
      const server = await start();
      const ran = await runCli(revokeArguments(server, api, id), { env: server.env[kind] });
      expect(ran).toMatchObject({ code: 0, stderr: "", listeners: 0 });
      expect(server.state.deletions).toMatchObject([{ operationId: id, api, ids: idsOf(server, api, id) }]);
      const { summary, remains, success } = operationTable[id];
      const [first] = ran.stdout.split("\n");
      expect(first).toContain("REVOKED.");
      expect(first).toContain(summary);
      expect(first).toContain(String(success[api]));
      expect(ran.stdout).toContain(`at ${server.url}`);
      for (const value of Object.values(idsOf(server, api, id))) expect(ran.stdout).toContain(value);
      if (remains !== undefined) expect(ran.stdout).toContain(remains);
    },
  );

  test("with --envelope it asks for an envelope and reads the status inside", async () => {
    const server = await start();
    const argv = [...revokeArguments(server, "atlas", "deleteGroupServiceAccountSecret"), "--envelope", "--json"];
    const ran = await runCli(argv, { env: server.env.digest });
    expect(server.log.filter(({ path }) => path.endsWith("?envelope=true"))).toHaveLength(2);
    expect(onlyJson(ran.stdout)).toMatchObject({ outcome: "revoked", exitCode: 0, status: 204, requests: 2 });
  });

  test("gives the access token back", async () => {
    const server = await start();
    await runCli(revokeArguments(server, "atlas", "unassignGroupApiKey"), { env: server.env["service-account"] });
    expect(server.log.map(({ path }) => path)).toContain("/api/oauth/revoke");
  });
});

describe("exit codes", () => {
  test("a second revocation is refused with 1, and already gone with --missing-ok", async () => {
    const server = await start();
    const argv = revokeArguments(server, "cloud-manager", "deleteOrgServiceAccountSecret");
    expect((await runCli(argv, { env: server.env.digest })).code).toBe(0);
    const again = await runCli(argv, { env: server.env.digest });
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(/^REFUSED\. The server refused/);
    expect(again.stderr).toContain("--missing-ok");
    const missing = await runCli([...argv, "--missing-ok"], { env: server.env.digest });
    expect(missing).toMatchObject({ code: 0 });
    expect(missing.stdout).toMatch(/^ALREADY GONE\./);
    expect(server.state.deletions).toHaveLength(1);
  });

  test.each([
    ["deleteGroupServiceAccountSecret", "404"],
    ["unassignGroupApiKey", "400"],
  ] as const)("a missing target of %s is already gone by its documented status %s", async (id, status) => {
    const server = await start();
    const argv = [...revokeArguments(server, "atlas", id), "--missing-ok", "--json"];
    await runCli(argv, { env: server.env.digest });
    const { stdout, code } = await runCli(argv, { env: server.env.digest });
    expect(code).toBe(0);
    expect(onlyJson(stdout)).toMatchObject({ outcome: "already-gone", status: Number(status) });
  });

  test("a wrong key is refused with 1", async () => {
    const server = await start();
    const env = { ...server.env.digest, MONGODB_ATLAS_PRIVATE_API_KEY: "11111111-2222-3333-4444-555555555555" };
    const ran = await runCli(revokeArguments(server, "cloud-manager", "unassignGroupApiKey"), { env });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("HTTP 401");
    expect(ran.stderr).not.toContain("11111111");
    expect(server.state.deletions).toEqual([]);
  });

  test("a wrong client secret gets no token: nothing was sent, 2", async () => {
    const server = await start();
    const env = { ...server.env["service-account"], MONGODB_ATLAS_CLIENT_SECRET: "mdb_sa_sk_of-somebody-else" };
    const ran = await runCli(revokeArguments(server, "atlas", "unassignGroupApiKey"), { env });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/^NOT SENT\. No authorized DELETE was sent; the credential is unchanged\.\n/);
    expect(ran.stderr).not.toContain("somebody-else");
    expect(ran.stderr).toMatch(/ What +No access token: HTTP 401, invalid_client: [^.]*\.\n/);
    expect(ran.stderr).toMatch(/ Next +Check the client id and the secret's value: /);
    expect(server.log.filter(({ method }) => method === "DELETE")).toEqual([]);
  });

  test("no connection: nothing was sent, 2", async () => {
    const server = await start();
    const argv = [...revokeArguments(server, "atlas", "unassignGroupApiKey"), ...fast];
    await server.close();
    const ran = await runCli(argv, { env: server.env.digest });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/^NOT SENT\. No authorized DELETE was sent/);
  });

  test("a lost answer is unknown, 3, although the credential is gone", async () => {
    const server = await start({ faults: [scenario.responseLost()] });
    const argv = [...revokeArguments(server, "atlas", "unassignGroupApiKey"), ...fast];
    const ran = await runCli(argv, { env: server.env.digest });
    expect(ran).toMatchObject({ code: 3, stdout: "" });
    expect(ran.stderr).toMatch(/^UNKNOWN\. It is not known whether the credential is gone/);
    expect(ran.stderr).toContain("list what exists");
    expect(server.state.deletions).toHaveLength(1);
  });

  test("3 beats 1: a refusal after a lost attempt stays unknown", async () => {
    const server = await start({ faults: [scenario.responseLost({ times: 1 }), scenario.apiError({ status: 403 })] });
    const argv = [...revokeArguments(server, "atlas", "unassignGroupApiKey"), "--max-retries", "1"];
    const ran = await runCli(argv, { env: server.env.digest });
    expect(ran.stderr).toContain("HTTP 403");
    expect(ran.code).toBe(3);
  });

  test("a lost answer that a retry finds gone is 0", async () => {
    const server = await start({ faults: [scenario.responseLost({ times: 1 })] });
    const argv = [...revokeArguments(server, "atlas", "unassignGroupApiKey"), "--max-retries", "1", "--json"];
    const { code, stdout } = await runCli(argv, { env: server.env.digest });
    expect(code).toBe(0);
    expect(onlyJson(stdout)).toMatchObject({ outcome: "already-gone", attempts: 2 });
  });

  test.each([
    ["a login page", scenario.proxyPage({ status: 200 })],
    ["a redirect", scenario.redirect({ status: 303 })],
  ])("%s is unknown, 3, never a success", async (_, fault) => {
    const server = await start({ faults: [fault] });
    const argv = [...revokeArguments(server, "cloud-manager", "unassignGroupApiKey"), ...fast];
    expect((await runCli(argv, { env: server.env.digest })).code).toBe(3);
    expect(server.state.deletions).toEqual([]);
  });

  test("--timeout is in seconds, decimals included", async () => {
    const server = await start({ latencyMs: 5000 });
    const argv = [...revokeArguments(server, "atlas", "unassignGroupApiKey"), "--timeout", "0.15"];
    const began = performance.now();
    const ran = await runCli(argv, { env: server.env.digest });
    expect(performance.now() - began).toBeLessThan(3000);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain("150 ms");
  });
});
