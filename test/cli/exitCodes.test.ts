/** Each way in which a revocation can end: what the program says, and the exit code that says the same. */
import { afterEach, describe, expect, test } from "vitest";
import { operationTable } from "../../generated/client.js";
import { packageVersion } from "../../generated/version.js";
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

const fast = ["--max-retries", "0", "--no-verify"];

describe("exit codes", () => {
  test("what is not listed is not sent, 2, and already gone with --missing-ok", async () => {
    const server = await start();
    const argv = revokeArguments(server, "cloud-manager", "deleteOrgServiceAccountSecret");
    expect((await runCli(argv, { env: server.env.digest })).code).toBe(0);
    const again = await runCli(argv, { env: server.env.digest });
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toMatch(/^NOT SENT\. No authorized DELETE was sent/);
    const missing = await runCli([...argv, "--missing-ok"], { env: server.env.digest });
    expect(missing.code).toBe(0);
    expect(missing.stdout).toMatch(/^ALREADY GONE\./);
    expect(server.state.deletions).toHaveLength(1);
  });

  test.each([
    ["deleteGroupServiceAccountSecret", 404],
    ["unassignGroupApiKey", 400],
  ] as const)(
    "without a look a missing target of %s is refused, 1, with the find command filled in",
    async (id, status) => {
      const server = await start();
      const argv = [...revokeArguments(server, "atlas", id), ...fast];
      await runCli(argv, { env: server.env.digest });
      const again = await runCli(argv, { env: server.env.digest });
      expect(again.code).toBe(1);
      expect(again.stderr).toMatch(/^REFUSED\. The server refused/);
      const { groupId } = idsOf(server, "atlas", id);
      const find = `\`mongodb-cloud-revoke find --api atlas --group-id ${groupId} --base-url ${server.url}\``;
      expect(again.stderr).toContain(find);
      const { stdout, code } = await runCli([...argv, "--missing-ok", "--json"], { env: server.env.digest });
      expect(code).toBe(0);
      expect(onlyJson(stdout)).toMatchObject({ outcome: "already-gone", status });
    },
  );

  test("JSON has the server's own words of a refusal, and the next step once", async () => {
    const server = await start();
    const argv = [...revokeArguments(server, "atlas", "unassignGroupApiKey"), "--json", ...fast];
    await runCli(argv, { env: server.env.digest });
    const document = onlyJson((await runCli(argv, { env: server.env.digest })).stdout);
    expect(document).toMatchObject({
      outcome: "refused",
      exitCode: 1,
      remains: expect.stringContaining("stays alive"),
      error: { name: "BadRequestError", status: 400, errorCode: "API_KEY_NOT_FOUND", message: expect.any(String) },
      nextStep: expect.stringContaining("--missing-ok"),
    });
    // The error's own speaks of options.
    expect(JSON.stringify(document)).not.toMatch(/missingOk|client\.lookup/);
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
    const ran = await runCli([...revokeArguments(server, "atlas", "unassignGroupApiKey"), ...fast], { env });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/^NOT SENT\. No authorized DELETE was sent; the credential is unchanged\.\n/);
    expect(ran.stderr).not.toContain("somebody-else");
    expect(ran.stderr).toMatch(/ What +No access token: HTTP 401, invalid_client: [^.]*\.\n/);
    expect(ran.stderr).toMatch(/ Next +Check the client id and the secret's value: /);
    expect(ran.stderr).toMatch(/ Tried +0 attempts, 1 HTTP request; none was a DELETE with credentials\n/);
    expect(server.log.filter(({ method }) => method === "DELETE")).toEqual([]);
  });

  test("no connection: nothing was sent, 2, and nothing claims that something was", async () => {
    const server = await start();
    const argv = [...revokeArguments(server, "atlas", "unassignGroupApiKey"), "--max-retries", "1", "--no-verify"];
    await server.close();
    const ran = await runCli(argv, { env: server.env.digest });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(
      /^Waiting 0\.\d s before the next attempt: .*\.\nNOT SENT\. No authorized DELETE was sent/,
    );
    expect(ran.stderr).toMatch(/ Tried +2 attempts, no HTTP request left this machine\n/);
  });

  test("a lost response is unknown, 3, and the command to look is filled in", async () => {
    const server = await start({ faults: [scenario.responseLost()] });
    const argv = [...revokeArguments(server, "atlas", "unassignGroupApiKey"), ...fast];
    const ran = await runCli(argv, { env: server.env.digest });
    expect(ran).toMatchObject({ code: 3, stdout: "" });
    expect(ran.stderr).toMatch(/^UNKNOWN\. It is not known whether the credential is gone/);
    const { groupId, apiKeyId } = idsOf(server, "atlas", "unassignGroupApiKey");
    const ids = `--group-id ${groupId} --api-key-id ${apiKeyId}`;
    const look = `mongodb-cloud-revoke verify project-api-key --api atlas ${ids} --base-url ${server.url}`;
    expect(ran.stderr).toContain(`\`${look}\``);
    expect(server.state.deletions).toHaveLength(1);
  });

  test("a lost response is resolved by the look after: already gone, 0", async () => {
    const where = { operationId: "unassignGroupApiKey" } as const;
    const server = await start({ faults: [scenario.responseLost(where)] });
    const argv = [...revokeArguments(server, "atlas", "unassignGroupApiKey"), "--max-retries", "0", "--json"];
    const { code, stdout } = await runCli(argv, { env: server.env.digest });
    expect(code).toBe(0);
    expect(onlyJson(stdout)).toMatchObject({ outcome: "already-gone", evidence: { after: "absent" } });
  });

  test("3 beats 1: a refusal after a lost attempt stays unknown", async () => {
    const server = await start({ faults: [scenario.responseLost({ times: 1 }), scenario.apiError({ status: 403 })] });
    const flags = ["--max-retries", "1", "--no-verify"];
    const ran = await runCli([...revokeArguments(server, "atlas", "unassignGroupApiKey"), ...flags], {
      env: server.env.digest,
    });
    expect(ran.stderr).toContain("HTTP 403");
    expect(ran.code).toBe(3);
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
    const argv = [...revokeArguments(server, "atlas", "unassignGroupApiKey"), "--timeout", "0.15", "--no-verify"];
    const began = performance.now();
    const ran = await runCli(argv, { env: server.env.digest });
    expect(performance.now() - began).toBeLessThan(3000);
    expect([2, 3]).toContain(ran.code);
    expect(ran.stderr).toContain("150 ms");
    expect(ran.stderr).toContain("--timeout");
  });
});

const kinds = ["digest", "service-account"] as const;
const everything = operationIds.flatMap((id) => apis.flatMap((api) => kinds.map((kind) => ({ id, api, kind }))));

describe("a revocation that the server confirmed", () => {
  test.each(everything)("$id on $api with $kind says what happened, what was listed, and who signed", async (each) => {
    const { id, api, kind } = each;
    const server = await start();
    const ran = await runCli(revokeArguments(server, api, id), { env: server.env[kind] });
    expect(ran).toMatchObject({ code: 0, stderr: "", listeners: 0 });
    expect(server.state.deletions).toMatchObject([{ operationId: id, api, ids: idsOf(server, api, id) }]);
    const { summary, remains, success, effect } = operationTable[id];
    const [first] = ran.stdout.split("\n");
    expect(first).toMatch(
      effect === "deleted" ? /^DELETED\. / : /^UNASSIGNED\. .* The credential itself stays alive\./,
    );
    expect(first).toContain(`${summary}: confirmed by`);
    expect(first).toContain(`HTTP ${success[api]}.`);
    const signer = kind === "digest" ? "MONGODB_ATLAS_PUBLIC_API_KEY" : "MONGODB_ATLAS_CLIENT_ID";
    const title = kind === "digest" ? "API key" : "service account";
    for (const fact of [
      `at ${server.url}`,
      `${server.env[kind][signer as never]} (${title}), from the environment`,
      `mongodb-cloud-revoke ${packageVersion}`,
      "Before", // the look before
      "not listed any more; the list was read whole",
      ...Object.values(idsOf(server, api, id)),
      remains ?? "",
    ]) {
      expect(ran.stdout).toContain(fact);
    }
  });

  test("JSON has the same: outcome, who, when, what remains, and the evidence", async () => {
    const server = await start();
    const argv = [...revokeArguments(server, "atlas", "unassignGroupServiceAccount"), "--json"];
    const { stdout, stderr } = await runCli(argv, { env: server.env.digest });
    expect(stderr).toBe("");
    expect(onlyJson(stdout)).toEqual({
      outcome: "unassigned",
      exitCode: 0,
      operationId: "unassignGroupServiceAccount",
      api: "atlas",
      host: server.url,
      signedWith: { publicKey: server.env.digest.MONGODB_ATLAS_PUBLIC_API_KEY },
      version: packageVersion,
      ids: idsOf(server, "atlas", "unassignGroupServiceAccount"),
      remains: operationTable.unassignGroupServiceAccount.remains,
      status: 204,
      confirmedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      attempts: 1,
      requests: 4, // a challenge, a look, the DELETE, a look
      rateLimit: { limit: expect.any(Number), remaining: expect.any(Number) },
      warnings: [],
      evidence: {
        before: expect.objectContaining({ type: "service-account" }),
        after: "absent",
        lookedAt: expect.any(String),
        problems: [],
      },
    });
  });

  test("with --envelope it asks for an envelope and reads the status inside", async () => {
    const server = await start();
    const flags = ["--envelope", "--json", "--no-verify"];
    const argv = [...revokeArguments(server, "atlas", "deleteGroupServiceAccountSecret"), ...flags];
    const ran = await runCli(argv, { env: server.env.digest });
    expect(server.log.filter(({ path }) => path.endsWith("?envelope=true"))).toHaveLength(2);
    expect(onlyJson(ran.stdout)).toMatchObject({ outcome: "deleted", exitCode: 0, status: 204, requests: 2 });
  });

  test("revokes the access token", async () => {
    const server = await start();
    await runCli(revokeArguments(server, "atlas", "unassignGroupApiKey"), { env: server.env["service-account"] });
    expect(server.log.map(({ path }) => path)).toContain("/api/oauth/revoke");
  });
});
