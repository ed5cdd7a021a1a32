import { Writable } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { inFlags, withoutSecrets } from "../../src/cli/names.js";
import { formatRows, hasColors, widthOf, wrap } from "../../src/cli/output.js";
import { type Cloud, revokeArguments, startCloud } from "./cloud.js";
import { onlyJson, runCli } from "./runCli.js";

let cloud: Cloud | undefined;
afterEach(async () => {
  await cloud?.close();
  cloud = undefined;
});

const stream = (facts: { isTTY?: boolean; columns?: number }): Writable & typeof facts =>
  Object.assign(new Writable(), facts);

describe("colours", () => {
  test.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: "" }, true],
    [{ isTTY: true }, { NO_COLOR: "1" }, false],
    [{ isTTY: true }, { TERM: "dumb" }, false],
    [{ isTTY: false }, {}, false],
    [{}, {}, false],
  ])("%j with %j: %s", (facts, env, expected) => {
    expect(hasColors(stream(facts), env)).toBe(expected);
  });

  test("are absent from a whole run that no terminal shows, and from JSON everywhere", async () => {
    cloud = await startCloud();
    const piped = await runCli(["org-secret", "--sandbox"]);
    expect(piped.stdout + piped.stderr).not.toContain("\u001b");
    const shown = await runCli(["org-secret", "--sandbox"], { terminal: true });
    expect(shown.stdout).toContain("\u001b[");
    const json = await runCli(["org-secret", "--sandbox", "--json"], { terminal: true });
    expect(json.stdout).not.toContain("\u001b");
  });
});

test("text is wrapped on a terminal only, between words, with each value under its name", () => {
  expect(widthOf(stream({}))).toBe(Number.POSITIVE_INFINITY);
  expect(widthOf(stream({ isTTY: true, columns: 500 }))).toBe(100);
  expect(widthOf(stream({ isTTY: true, columns: 10 }))).toBe(40);
  expect(wrap("aa bb cc", 5)).toEqual(["aa bb", "cc"]);
  expect(wrap("a verylongword b", 5)).toEqual(["a", "verylongword", "b"]);
  const rows = formatRows([["Name", "aa bb cc"]], (_, text) => text, 13);
  expect(rows).toBe("  Name  aa bb\n        cc\n");
});

test("the library's names are told as flags", () => {
  expect(inFlags('Check secretId and the api ("atlas"), or set missingOk.')).toBe(
    "Check --secret-id and --api atlas, or set --missing-ok.",
  );
  expect(inFlags('Check groupId and that the project is on this API ("atlas").')).toBe(
    "Check --group-id and that the project is on --api atlas.",
  );
  expect(inFlags("deleteOrgServiceAccountSecret said camelCase")).toBe("deleteOrgServiceAccountSecret said camelCase");
});

test("no secret's value passes the last step before the stream", () => {
  expect(withoutSecrets("a mdb_sa_sk_Abc-12_3 b MDB_SA_SK_x")).not.toMatch(/Abc|_x/);
  expect(withoutSecrets("never the value (`mdb_sa_sk_…`)")).toBe("never the value (`mdb_sa_sk_…`)");
});

describe("a standard output that nobody reads any more", () => {
  test.each([[[]], [["--json"]]])("leaves exit code and first line alone (%j)", async (more) => {
    cloud = await startCloud();
    const argv = [...revokeArguments(cloud, "atlas", "unassignGroupApiKey"), ...more];
    const ran = await runCli(argv, { env: cloud.env.digest, stdoutFails: "EPIPE" });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain("EPIPE");
    expect(ran.stderr).toContain("REVOKED.");
    expect(cloud.state.deletions).toHaveLength(1);
  });
});

test("JSON tells status, attempts, requests, rate limit, warnings and ids of a success", async () => {
  cloud = await startCloud();
  const argv = [...revokeArguments(cloud, "atlas", "unassignGroupServiceAccount"), "--json"];
  const { stdout, stderr } = await runCli(argv, { env: cloud.env.digest });
  expect(stderr).toBe("");
  expect(onlyJson(stdout)).toEqual({
    outcome: "revoked",
    exitCode: 0,
    operationId: "unassignGroupServiceAccount",
    api: "atlas",
    host: cloud.url,
    ids: { ...cloud.targets.atlas.unassignGroupServiceAccount[0] },
    status: 204,
    attempts: 1,
    requests: 2,
    rateLimit: { limit: expect.any(Number), remaining: expect.any(Number) },
    warnings: [expect.stringContaining("credentials stay active")],
  });
});

test("JSON tells the server's own words of a refusal", async () => {
  cloud = await startCloud();
  const argv = [...revokeArguments(cloud, "atlas", "unassignGroupApiKey"), "--json"];
  await runCli(argv, { env: cloud.env.digest });
  const { stdout, stderr, code } = await runCli(argv, { env: cloud.env.digest });
  expect({ stderr, code }).toEqual({ stderr: "", code: 1 });
  expect(onlyJson(stdout)).toMatchObject({
    outcome: "refused",
    exitCode: 1,
    error: { name: "BadRequestError", status: 400, errorCode: "API_KEY_NOT_FOUND" },
    nextStep: expect.stringContaining("--missing-ok"),
  });
  // Once is enough: the error's own speaks of options.
  expect(onlyJson(stdout).error).not.toHaveProperty("nextStep");
});
