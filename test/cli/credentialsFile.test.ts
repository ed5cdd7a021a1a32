import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseVariables } from "../../src/cli/credentialsFile.js";
import { surroundings } from "./credentials.js";

const bench = surroundings();
const { lines, revokeWith } = bench;

async function fileWith(text: string, mode = 0o600): Promise<string> {
  const path = join(bench.folder, "credentials");
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

describe("--credentials-file", () => {
  test("reads lines of KEY=value, with comments, export, quotes, CRLF and other keys", async () => {
    const { MONGODB_ATLAS_PUBLIC_API_KEY: user, MONGODB_ATLAS_PRIVATE_API_KEY: key } = bench.cloud.env.digest;
    const text = `\uFEFF# ours\r\n\r\nexport MONGODB_ATLAS_PUBLIC_API_KEY = '${user}'\r\nOTHER=1\r\nMONGODB_ATLAS_PRIVATE_API_KEY="${key}"`;
    expect(await revokeWith(await fileWith(text))).toMatchObject({ code: 0 });
  });

  test("reads JSON with the variables' names or the library's", async () => {
    expect(await revokeWith(await fileWith(JSON.stringify(bench.cloud.env["service-account"])))).toMatchObject({
      code: 0,
    });
  });

  test("reads the first line of the sandbox, with --auth since it holds both", async () => {
    const { apiKey, serviceAccount } = bench.cloud.credentials;
    const path = await fileWith(JSON.stringify({ url: bench.cloud.url, apiKey, serviceAccount }));
    expect((await revokeWith(path)).code).toBe(2);
    expect((await revokeWith(path, {}, "--auth", "digest")).code).toBe(0);
  });

  test("reads standard input with -", async () => {
    expect(await revokeWith("-", { input: lines() })).toMatchObject({ code: 0 });
  });

  test("takes nothing from the environment then", async () => {
    const ran = await revokeWith(await fileWith("# empty\n"), { env: bench.cloud.env.digest });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("No credentials in the credentials file");
    expect(bench.cloud.log).toEqual([]);
  });

  test.each([0o640, 0o604, 0o644, 0o660])(
    "refuses a file of mode %o, as ssh does, and says how to mend it",
    async (mode) => {
      const ran = await revokeWith(await fileWith(lines(), mode));
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain("chmod 600");
      expect(bench.cloud.log).toEqual([]);
    },
  );

  test.each([
    ["a file that is not there", () => Promise.resolve(join(bench.folder, "nothing")), "ENOENT"],
    ["a folder", () => Promise.resolve(bench.folder), "neither a file nor a pipe"],
    ["lines without a key", () => fileWith("hunter2\n"), "No credentials in the credentials file"],
    ["broken JSON", () => fileWith('{"publicKey": hunter2'), "JSON"],
    ["a number", () => fileWith('{"publicKey": 42}'), "must be a string"],
    [
      "both names of one value",
      () => fileWith('{"publicKey": "hunter2", "MONGODB_ATLAS_PUBLIC_API_KEY": "b"}'),
      "both",
    ],
    ["more than a credential", () => fileWith(`A=${"x".repeat(70_000)}`), "bytes"],
  ])("refuses %s without repeating it", async (_, path, words) => {
    const ran = await revokeWith(await path());
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).not.toContain("hunter2");
    expect(bench.cloud.log).toEqual([]);
  });

  test("refuses to read what somebody types", async () => {
    const ran = await revokeWith("-", { terminal: true, input: lines() });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("is a terminal");
  });

  test("an interrupt while standard input stays open ends with 130", async () => {
    const ran = await revokeWith("-", { input: false, onListening: (interrupt) => setTimeout(interrupt, 50) });
    expect(ran).toMatchObject({ code: 130, listeners: 0 });
    expect(bench.cloud.log).toEqual([]);
  });
});

test.each([
  ['"a"', "a"],
  ["a # the new one", "a"],
  ["'a # b'", "a # b"],
  ["a=c", "a=c"],
])("the value %s is read as Node's --env-file reads it: %s", (given, meant) => {
  const read = parseVariables(`# ours\nexport MONGODB_ATLAS_CLIENT_SECRET=${given}\nOTHER=1`, "It");
  expect(read).toEqual({ MONGODB_ATLAS_CLIENT_SECRET: meant });
});
