/** What the program says of each way in which a revocation can end, and the exit code that says the same. */
import { afterEach, describe, expect, test } from "vitest";
import { operationTable } from "../../generated/client.js";
import { packageVersion } from "../../generated/version.js";
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
