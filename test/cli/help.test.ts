import { expect, test } from "vitest";
import { operationTable } from "../../generated/client.js";
import { packageVersion } from "../../generated/version.js";
import { commands } from "../../src/cli/commands.js";
import { pairs } from "../../src/cli/credentials.js";
import { program } from "../../src/cli/program.js";
import { apis, operationIds } from "./cloud.js";
import { runCli } from "./runCli.js";

const variables = Object.values(pairs).flatMap(({ parts }) => parts.map(({ variable }) => variable));
const flat = (text: string): string => text.replace(/\s+/g, " ");

test.each(operationIds)(
  "--help of %s has every fact that the document has for it, and examples for both APIs",
  async (id) => {
    const { summary, remains, roles, pathParameters, source } = operationTable[id];
    const help = flat((await runCli([commands[id], "--help"])).stdout);
    for (const fact of [summary, remains ?? "", source ?? "", ...apis.flatMap((api) => roles[api])])
      expect(help).toContain(fact);
    for (const api of apis) expect(help).toContain(`mongodb-cloud-revoke ${commands[id]} --api ${api} \\`);
    for (const { description, form, example } of pathParameters) {
      for (const fact of [description, form, example]) expect(help).toContain(fact);
    }
  },
);

test.each(program.map((command) => [command.name, command] as const))(
  "--help of %s has its flags, its exit codes and its guides",
  async (name, command) => {
    const { code, stdout, stderr } = await runCli([name, "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const { flag, text } of command.flags) {
      expect(stdout).toContain(`  ${flag}`);
      expect(flat(stdout)).toContain(text);
    }
    for (const [number, meaning] of command.exitCodes ?? []) expect(flat(stdout)).toContain(`${number} ${meaning}`);
    if (command.exitCodes !== undefined) {
      for (const variable of [...variables, "HTTPS_PROXY", "NO_PROXY", "FORCE_COLOR"])
        expect(stdout).toContain(variable);
    }
    expect(await runCli(["help", name])).toEqual({ code: 0, stdout, stderr: "", both: stdout, listeners: 0 });
  },
);

test("--help lists every command, the variables and the exit codes", async () => {
  const { code, stdout } = await runCli(["--help"]);
  expect(code).toBe(0);
  for (const { name, summary } of program) expect(flat(stdout)).toContain(`${name} ${summary}`);
  for (const variable of variables) expect(stdout).toContain(variable);
  expect(stdout).toContain("docs/cli.md");
  expect(stdout).not.toContain("\u001b");
});

test.each([40, 80, 110])(
  "help fits a terminal of %i columns, with headings in bold there unless NO_COLOR says no",
  async (columns) => {
    const { stdout } = await runCli(["org-secret", "--help"], { terminal: true, columns });
    expect(stdout).toContain("\u001b[1m");
    const plain = await runCli(["org-secret", "--help"], { terminal: true, columns, env: { NO_COLOR: "1" } });
    expect(plain.stdout).not.toContain("\u001b");
    // What must stay whole to be pasted or clicked may be longer, and so may a table of variables.
    const flags = plain.stdout.slice(plain.stdout.indexOf("\n"), plain.stdout.indexOf("Role it needs"));
    for (const line of flags.split("\n"))
      if (line.trim().includes(" ")) expect(line.length).toBeLessThanOrEqual(columns);
    expect(Math.max(...flags.split("\n").map((line) => line.length))).toBeGreaterThan(columns * 0.8);
  },
);

test("--version and -V print the version and nothing else", async () => {
  for (const argv of [["--version"], ["-V"]]) {
    expect(await runCli(argv)).toMatchObject({ code: 0, stdout: `${packageVersion}\n`, stderr: "" });
  }
});
