/** The guide to the command line: every command in it is run, and every output in it is what the program prints. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Api, operationTable } from "../../generated/client.js";
import { packageVersion } from "../../generated/version.js";
import { commands } from "../../src/cli/commands.js";
import { pairs } from "../../src/cli/credentials.js";
import { exitCodeTable } from "../../src/cli/exitCodes.js";
import { flagOf } from "../../src/cli/names.js";
import { program } from "../../src/cli/program.js";
import type { Seed } from "../../src/sandbox/index.js";
import { apis, type Cloud, operationIds, startCloud } from "./cloud.js";
import { runCli } from "./runCli.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const guide = await readFile(join(root, "docs/cli.md"), "utf8");
const blocks = [...guide.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, kind = "", text = ""]) => ({ kind, text }));
const named = blocks.map((block) => ({ ...block, command: /mongodb-cloud-revoke .*/.exec(block.text)?.[0] }));
const consoles = named.filter(({ kind }) => kind === "console");
const list = blocks.find(({ kind }) => kind === "ndjson")?.text ?? "";
const scripts = named.filter(({ kind }) => kind === "sh");

const leakedValue = "mdb_sa_sk_0123456789abcdef0123456789abcdef4f2a";

/** The ids that stand in the document's examples, and so in the guide, as things that exist on one API. */
function exampleSeed(api: Api): Seed {
  const ids = Object.fromEntries(
    operationIds.flatMap((id) => operationTable[id].pathParameters.map(({ name, example }) => [name, example])),
  );
  const { orgId = "", groupId = "", clientId = "", secretId = "", apiKeyId = "" } = ids;
  const rolesFor = (scope: string): string[] =>
    operationIds.flatMap((id) => (operationTable[id].scope === scope ? operationTable[id].roles[api] : []));
  const acting = { [orgId]: rolesFor("organization"), [groupId]: rolesFor("project") };
  return {
    organizations: [{ id: orgId, api }],
    projects: [{ id: groupId, orgId }],
    serviceAccounts: [
      {
        clientId: "mdb_sa_id_aaaaaaaaaaaaaaaaaaaaaaaa",
        secrets: [{ id: "aaaaaaaaaaaaaaaaaaaaaaaa", value: "mdb_sa_sk_acting" }],
        roles: acting,
      },
      {
        clientId,
        name: "nightly backup",
        secrets: [{ id: secretId, value: leakedValue }],
        roles: { [orgId]: [], [groupId]: [] },
      },
    ],
    apiKeys: [
      { id: "bbbbbbbbbbbbbbbbbbbbbbbb", publicKey: "actingok", privateKey: "0-1-2-3", roles: acting },
      {
        id: apiKeyId,
        desc: "monitoring",
        publicKey: "targetok",
        privateKey: "11111111-2222-3333-4444-85daa09d408a",
        roles: { [groupId]: [] },
      },
    ],
  };
}

let clouds: Record<Api, Cloud>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "guide-"));
  // Programs of the guide's names, aimed at the sandbox where the guide means the real host.
  const program = `#!/bin/sh
case " $* " in
  *" --sandbox "*|*" --base-url "*|*" sandbox "*) ;;
  *" --api atlas "*) set -- "$@" --base-url "$ATLAS" ;;
  *" --api cloud-manager "*) set -- "$@" --base-url "$CLOUD_MANAGER" ;;
esac
exec "${process.execPath}" --import "${import.meta.resolve("tsx")}" "${root}/src/cli/main.ts" "$@"
`;
  await writeFile(join(folder, "mongodb-cloud-revoke"), program);
  await writeFile(join(folder, "npx"), '#!/bin/sh\nexec "$@"\n');
  await writeFile(join(folder, "leaked.ndjson"), list);
  await writeFile(join(folder, "leaked.txt"), leakedValue);
  for (const name of ["mongodb-cloud-revoke", "npx"]) await chmod(join(folder, name), 0o700);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  const [cloudManager, atlas] = await Promise.all(
    (["cloud-manager", "atlas"] as const).map((api) => startCloud({ seed: exampleSeed(api) })),
  );
  if (cloudManager === undefined || atlas === undefined) throw new Error("two sandboxes were started");
  clouds = { "cloud-manager": cloudManager, atlas };
});
afterEach(async () => {
  await Promise.all(apis.map((api) => clouds[api].close()));
});

test("the guide has samples of both kinds", () => {
  expect(consoles.length).toBeGreaterThanOrEqual(4);
  expect(scripts.length).toBeGreaterThanOrEqual(4);
});

test("prints what the guide shows, command after command (npx vitest run guide -u writes it)", async () => {
  let written = guide;
  for (const { text } of consoles) {
    const [, command = "", shown = ""] = /^\$ (.*?[^\\])\n(.*)$/s.exec(text) ?? [];
    const printed = await printedBy(command);
    if (withoutTimes(printed) !== withoutTimes(shown))
      written = written.replace(text, () => `$ ${command}\n${printed}`);
  }
  await expect(written).toMatchFileSnapshot(join(root, "docs/cli.md"));
});

async function printedBy(command: string): Promise<string> {
  const argv = command
    .replaceAll("\\\n", " ")
    .split(/\s+/)
    .slice(1)
    .filter((word) => word !== "")
    .map((word) => (word.startsWith("leaked.") ? join(folder, word) : word));
  const cloud = clouds[argv[argv.indexOf("--api") + 1] === "atlas" ? "atlas" : "cloud-manager"];
  const ran = await runCli([...argv, "--base-url", cloud.url], {
    env: { ...cloud.env.digest, NO_COLOR: "1" },
    terminal: true,
    input: "yes\n",
    columns: 100,
  });
  return ran.both
    .replaceAll(` --base-url ${cloud.url}`, "")
    .replaceAll(cloud.url, "https://cloud.mongodb.com")
    .replace(/^ {2}Note .*\n/m, "")
    .replaceAll(packageVersion, "VERSION")
    .replace("go on: ", "go on: yes\n");
}

/** What a clock decides, or a server's counter. */
function withoutTimes(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, "DATE").replace(/"remaining":\d+/, '"remaining":N');
}

test.each(scripts)("what the guide does with $command runs", async ({ text }) => {
  const env = clouds["cloud-manager"].env.digest;
  const credentials = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(folder, "credentials.env"), credentials.join(""));
  const shell = spawn("sh", ["-euc", text], {
    cwd: folder,
    env: {
      ...env,
      HOME: folder,
      PATH: `${folder}:${process.env.PATH}`,
      CLOUD_MANAGER: clouds["cloud-manager"].url,
      ATLAS: clouds.atlas.url,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [shell.stdout, shell.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const [code] = await once(shell, "close");
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/DELETED|UNASSIGNED|gone|done/) });
});

test("the guide names every command, flag, variable and exit code, and no flag that does not exist", () => {
  const flags = program.flatMap((command) => command.flags.map(({ flag }) => flag));
  for (const { name } of program) expect(guide).toContain(`\`${name}\``);
  for (const flag of flags) expect(guide).toContain(flag);
  const known = new Set([...flags, "--help", "--version", "--env-file"]);
  for (const [flag] of guide.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)) expect([...known]).toContain(flag);
  for (const { variable, text } of Object.values(pairs).flatMap(({ parts }) => parts)) {
    expect(guide).toContain(`| \`${variable}\` | ${text} |`);
  }
  for (const [code] of exitCodeTable) expect(guide).toMatch(new RegExp(`^\\| ${code} \\|`, "m"));
});

test("the guide's table of commands has the ids that each operation takes", () => {
  for (const id of operationIds) {
    const command = commands[id];
    const flags = operationTable[id].pathParameters.map(({ name }) => `\`${flagOf(name)}\``);
    expect(guide).toMatch(new RegExp(`^\\| \`${command}\` \\|.*\\| ${flags.join(" ")} \\|$`, "m"));
  }
});
