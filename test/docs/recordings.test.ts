/** The terminal recordings of docs/leaked.md and its picture: what the program prints, from the leaked value to the proof. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { packageVersion } from "../../generated/version.js";
import { type Sandbox, type Seed, startSandbox } from "../../src/sandbox/index.js";
import { runCli } from "../cli/runCli.js";
import { terminalPicture } from "../support/picture.js";
import { docsFolder, root } from "../support/places.js";
import { runShell } from "../support/shell.js";
import { ids } from "../support/world.js";
import { blocksOf } from "./blocks.js";
import { canaries, leaked, seedOf } from "./leakWorld.js";

const page = join(docsFolder, "leaked.md");
const now = Date.parse("2026-11-27T18:42:00Z");
let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now });
  sandbox = await startSandbox({ seed: seedOf(now) });
  folder = await mkdtemp(join(tmpdir(), "leaked-"));
  for (const [name, text] of Object.entries(leaked)) await writeFile(join(folder, name), text, { mode: 0o600 });
});
afterEach(async () => {
  vi.useRealTimers();
  await sandbox.close();
  await rm(folder, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly printed: string;
}

/** Runs a command line as on a terminal, and shows the sandbox as the real host. */
async function run(line: string, env: Readonly<Record<string, string>>, columns = 80): Promise<Ran> {
  const [, ...words] = line.replaceAll("\\\n", " ").split(/\s+/);
  const argv = words.map((word) => (Object.hasOwn(leaked, word) ? join(folder, word) : word));
  const { publicKey, privateKey } = sandbox.credentials.apiKey;
  const { code, both } = await runCli([...argv, "--base-url", sandbox.url], {
    env: { ...env, MONGODB_ATLAS_PUBLIC_API_KEY: publicKey, MONGODB_ATLAS_PRIVATE_API_KEY: privateKey },
    terminal: true,
    columns,
    input: "yes\n",
  });
  const printed = both
    .replaceAll(` --base-url ${sandbox.url}`, "")
    .replaceAll(sandbox.url, "https://cloud.mongodb.com")
    .replace(/^ {2}Note +(?:\S*m)?This is another server than .*\n/m, "")
    .replace("go on: ", "go on: yes\n")
    .replaceAll(` ${packageVersion}`, " 0.1.0");
  for (const canary of [...canaries, privateKey]) expect(printed).not.toContain(canary);
  return { code, printed };
}

test("every command of the page runs, and prints what the page shows", async () => {
  const text = await readFile(page, "utf8");
  const recordings: string[] = [];
  for (const { source } of blocksOf("leaked.md", text).filter(({ language }) => language === "console")) {
    let last = 0;
    const shown: string[] = [];
    for (const [, line = ""] of source.matchAll(/^\$ ((?:.*\\\n)*.*)$/gm)) {
      const ran: Ran = line === "echo $?" ? { code: 0, printed: `${last}\n` } : await run(line, { NO_COLOR: "1" });
      last = ran.code;
      shown.push(`$ ${line}\n${ran.printed}`);
    }
    expect(last, source).toBe(0);
    recordings.push(shown.join(""));
  }
  const written = text.replace(/(?<=^```console\n)[\s\S]*?(?=^```$)/gm, () => recordings.shift() ?? "");
  await expect(written).toMatchFileSnapshot(page);
});

test("the server's record is what the page says: a secret deleted, a key unassigned, and nothing else", async () => {
  const text = await readFile(page, "utf8");
  for (const [, line = ""] of text.matchAll(/^\$ (mongodb-cloud-revoke [\s\S]*?[^\\])$/gm)) await run(line, {});
  expect(sandbox.state.deletions.map(({ operationId, ids: gone }) => [operationId, gone])).toEqual([
    ["deleteOrgServiceAccountSecret", { orgId: ids.orgId, clientId: ids.clientId, secretId: ids.secretId }],
    ["unassignGroupApiKey", { groupId: ids.groupId, apiKeyId: ids.apiKeyId }],
  ]);
});

test("README's command lines run, one after the other, from the leaked value to the proof", async () => {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const lines = [...readme.matchAll(/^mongodb-cloud-revoke .*$/gm)].map(([line]) => line.replace(/ +#.*/, ""));
  expect(lines).toHaveLength(4);
  for (const line of lines) {
    const filled = line.replace(/--(org|client|secret)-id …/g, (flag, name: "org" | "client" | "secret") =>
      flag.replace("…", ids[`${name}Id`]),
    );
    const sandboxed = filled.includes("--sandbox");
    const words = filled.split(" ").slice(1);
    const { code } = sandboxed ? await runCli(words, { terminal: true, input: "yes\n" }) : await run(filled, {});
    expect(code, line).toBe(0);
  }
});

test("the seed to practise with holds a key and an account to sign with, and others that may leak", async () => {
  const { code, stdout } = await runCli(["sandbox", "--print-seed"]);
  expect(code).toBe(0);
  await using practice = await startSandbox({ seed: JSON.parse(stdout) as Seed });
  const { apiKeys, serviceAccounts, organizations } = JSON.parse(stdout) as Seed;
  expect(practice.credentials.apiKey.publicKey).toBe(apiKeys[0]?.publicKey);
  expect(practice.credentials.serviceAccount.clientId).toBe(serviceAccounts[0]?.clientId);
  expect(Math.min(apiKeys.length, serviceAccounts.length, organizations.length)).toBeGreaterThan(1);
});

test("the picture is what the program prints", async () => {
  const { orgId, clientId, secretId } = ids;
  const columns = 86;
  const target = `--api atlas \\\n    --org-id ${orgId} --client-id ${clientId} \\\n    --secret-id ${secretId}`;
  const lines = [
    `mongodb-cloud-revoke find --api atlas --leaked leaked.txt \\\n    --org-id ${orgId}`,
    `mongodb-cloud-revoke org-secret --yes ${target}`,
    `mongodb-cloud-revoke verify org-secret ${target}`,
  ];
  const shown: string[] = [];
  for (const line of lines) {
    const { printed } = await run(line, { FORCE_COLOR: "1" }, columns);
    const commands = line.split("\n").map((part, index) => (index === 0 ? `$ ${part}` : part));
    // What `find` prints last is the next command; of `verify` the first line says it.
    const output = /verify/.test(line) ? printed.replace(/\n\n[\s\S]*/, "\n") : printed;
    shown.push(`${commands.join("\n")}\n${output.trimEnd()}\n`);
  }
  const title = "find shows which secret a leaked value is, org-secret deletes it between two looks, verify says GONE";
  const picture = terminalPicture(shown.join("\n"), title, columns);
  await expect(picture).toMatchFileSnapshot(join(docsFolder, "images/terminal.svg"));
});

test("the page's curl commands find, revoke and look again", async () => {
  const text = await readFile(page, "utf8");
  const script = blocksOf("leaked.md", text).flatMap(({ marks, source }) => (marks.includes("curl") ? [source] : []));
  const { orgId, clientId, secretId } = ids;
  const { publicKey, privateKey } = sandbox.credentials.apiKey;
  const env = {
    BASE_URL: sandbox.url,
    ORG_ID: orgId,
    CLIENT_ID: clientId,
    SECRET_ID: secretId,
    MONGODB_ATLAS_PUBLIC_API_KEY: publicKey,
    MONGODB_ATLAS_PRIVATE_API_KEY: privateKey,
  };
  const { code, said } = await runShell("sh", `set -eu\n${script.join("\necho ====\n")}`, env);
  expect(code, said).toBe(0);
  const [found = "", revoked = "", after = ""] = said.split("====\n");
  expect(found).toMatch(/4f2a"[\s\S]*85daa09d408a"/);
  expect(revoked).toMatch(/HTTP\/1.1 204[\s\S]*$/);
  expect(after).toContain(clientId);
  expect(after).not.toContain(secretId);
});
