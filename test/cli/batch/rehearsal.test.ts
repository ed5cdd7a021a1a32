/** `batch --sandbox`: the file against a server that holds what it lists. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { servers } from "../../../generated/client.js";
import { onlyJson, type Ran, runCli } from "../runCli.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rehearsal-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const id = (letter: string): string => letter.repeat(24);
const client = (letter: string): string => `mdb_sa_id_${id(letter)}`;
const everyOperation = [
  { operation: "deleteOrgServiceAccountSecret", orgId: id("a"), clientId: client("1"), secretId: id("2") },
  { operation: "deleteGroupServiceAccountSecret", groupId: id("b"), clientId: client("1"), secretId: id("3") },
  { operation: "unassignGroupServiceAccount", groupId: id("b"), clientId: client("1") },
  { operation: "unassignGroupServiceAccount", groupId: id("c"), clientId: client("4") },
  { operation: "unassignGroupApiKey", groupId: id("b"), apiKeyId: id("5") },
  { operation: "unassignGroupApiKey", groupId: id("c"), apiKeyId: id("5") },
];

const onAtlas = ["--sandbox", "--api", "atlas"];

async function rehearse(targets: readonly object[], flags: readonly string[], env = {}): Promise<Ran> {
  const list = join(folder, "list.ndjson");
  await writeFile(list, targets.map((target) => `${JSON.stringify(target)}\n`).join(""));
  return runCli(["batch", list, ...flags], { env });
}

describe("batch --sandbox", () => {
  test.each([
    ...Object.keys(servers).flatMap((api) => [
      ["--api", api],
      ["--api", api, "--auth", "service-account"],
    ]),
  ])("revokes all that the file lists, without credentials or question: %j", async (...flags) => {
    const ran = await rehearse(everyOperation, ["--sandbox", ...flags]);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/^SANDBOX: .*Nothing real is touched\. It holds what the file lists/);
    expect(ran.stdout).toMatch(/^DONE\. 6 of 6 targets done, confirmed by the sandbox: nothing real was/);
    expect(ran.stdout).toContain("leave --sandbox out");
  });

  test("says so in JSON, and only then", async () => {
    const ran = await rehearse(everyOperation, [...onAtlas, "--json"]);
    expect(onlyJson(ran.stdout)).toMatchObject({ sandbox: true, deleted: 2, unassigned: 4, exitCode: 0 });
  });

  test("finds no third secret of an account, and no id that is two things: the real API would not either", async () => {
    const secret = { operation: "deleteGroupServiceAccountSecret", groupId: id("b"), clientId: client("1") };
    const ran = await rehearse(
      [
        ...["2", "3", "4"].map((letter) => ({ ...secret, secretId: id(letter) })),
        { ...secret, clientId: client("9"), secretId: id("2") },
        { operation: "unassignGroupApiKey", groupId: id("b"), apiKeyId: id("b") },
        {
          ...secret,
          groupId: undefined,
          operation: "deleteOrgServiceAccountSecret",
          orgId: id("b"),
          secretId: id("6"),
        },
      ],
      [...onAtlas, "--json"],
    );
    expect(onlyJson(ran.stdout)).toMatchObject({ deleted: 2, refused: 4, unknown: 0, notSent: 0, exitCode: 1 });
  });

  test("with --dry-run prints the plan at the sandbox", async () => {
    const ran = await rehearse(everyOperation, [...onAtlas, "--dry-run"]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^DRY RUN\. 6 targets in 2 projects and 1 organization on .* at http:\/\/127\.0\.0\.1:/);
    const json = await rehearse(everyOperation, [...onAtlas, "--dry-run", "--json"]);
    expect(onlyJson(json.stdout)).toMatchObject({ outcome: "dry-run", sandbox: true, left: 6 });
  });

  test("wants to know the API, as the real run does", async () => {
    const ran = await rehearse(everyOperation, ["--sandbox"]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("--api");
  });

  test("leaves a results file that no real run goes on from, whatever its server", async () => {
    const results = join(folder, "results.ndjson");
    expect((await rehearse(everyOperation, [...onAtlas, "--results", results])).code).toBe(0);
    const header = JSON.parse((await readFile(results, "utf8")).split("\n")[0] ?? "");
    expect(header.host).toMatch(/^http:\/\/127\.0\.0\.1:\d+ \(sandbox\)$/);
    const [origin = ""] = header.host.split(" ");
    const flags = ["--api", "atlas", "--base-url", origin, "--results", results, "--resume", "--yes"];
    const env = { MONGODB_ATLAS_PUBLIC_API_KEY: "public", MONGODB_ATLAS_PRIVATE_API_KEY: "private-key" };
    const ran = await rehearse(everyOperation, flags, env);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("belongs to another batch");
  });

  test.each([
    [["--base-url", "https://example.com"], "leave --base-url out"],
    [["--credentials-file", "x"], "leave --credentials-file out"],
    [["--results", "x", "--resume"], "nothing to --resume"],
  ])("refuses %j beside it", async (flags, words) => {
    const ran = await rehearse(everyOperation, [...onAtlas, ...flags]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(words);
  });
});
