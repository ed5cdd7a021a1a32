import { expect, test } from "vitest";
import { operationTable } from "../../generated/client.js";
import { packageVersion } from "../../generated/version.js";
import { commands } from "../../src/cli/commands.js";
import { pairs } from "../../src/cli/credentials.js";
import { exitCodeTable } from "../../src/cli/exitCodes.js";
import { commonFlags } from "../../src/cli/flags.js";
import { flagOf } from "../../src/cli/names.js";
import { sandboxFlags } from "../../src/cli/sandboxFlags.js";
import { apis, operationIds } from "./cloud.js";
import { runCli } from "./runCli.js";

const variables = Object.values(pairs).flatMap(({ parts }) => parts.map(({ variable }) => variable));
const flat = (text: string): string => text.replace(/\s+/g, " ");

test.each(operationIds)("--help of %s tells every fact that the document has for it", async (id) => {
  const { summary, remains, roles, pathParameters, source } = operationTable[id];
  const { code, stdout, stderr } = await runCli([commands[id], "--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const help = flat(stdout);
  for (const fact of [summary, remains ?? "", source ?? "", ...apis.flatMap((api) => roles[api])])
    expect(help).toContain(fact);
  for (const { name, description, form, example } of pathParameters) {
    for (const fact of [flagOf(name), description, form, example]) expect(help).toContain(fact);
  }
  for (const { flag, text } of commonFlags) {
    expect(help).toContain(` ${flag} `);
    expect(help).toContain(text);
  }
  for (const variable of variables) expect(help).toContain(variable);
  for (const [number, meaning] of exitCodeTable) expect(help).toContain(`${number} ${meaning}`);
  expect(await runCli(["help", commands[id]])).toEqual({ code: 0, stdout, stderr: "", both: stdout, listeners: 0 });
});

test("--help lists every command, the variables and the exit codes", async () => {
  const { code, stdout } = await runCli(["--help"]);
  expect(code).toBe(0);
  for (const id of operationIds) expect(stdout).toContain(commands[id]);
  for (const variable of variables) expect(stdout).toContain(variable);
  for (const [number, meaning] of exitCodeTable) expect(flat(stdout)).toContain(`${number} ${meaning}`);
  expect(stdout).toContain("sandbox");
  expect(stdout).not.toContain("\u001b");
});

test("sandbox --help tells each of its flags", async () => {
  const { code, stdout } = await runCli(["sandbox", "--help"]);
  expect(code).toBe(0);
  for (const { flag, text } of sandboxFlags) {
    expect(stdout).toContain(flag);
    expect(flat(stdout)).toContain(text);
  }
});

test("help fits a narrow terminal, with headings in bold there unless NO_COLOR says no", async () => {
  const terminal = { terminal: true, columns: 80 };
  const { stdout } = await runCli(["org-secret", "--help"], terminal);
  expect(stdout).toContain("\u001b[1m");
  const plain = await runCli(["org-secret", "--help"], { ...terminal, env: { NO_COLOR: "1" } });
  expect(plain.stdout).not.toContain("\u001b");
  // What must stay whole to be pasted or clicked may be longer.
  const lines = plain.stdout.split("\n").filter((line) => !/https:|credentials\.env/.test(line));
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

test("--version and -V print the version and nothing else", async () => {
  for (const argv of [["--version"], ["-V"]]) {
    expect(await runCli(argv)).toMatchObject({ code: 0, stdout: `${packageVersion}\n`, stderr: "" });
  }
});
