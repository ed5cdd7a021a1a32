/** Completion, as the shells themselves do it. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { program } from "../../src/cli/program.js";
import { runCli } from "./runCli.js";

async function inBash(line: string): Promise<string[]> {
  const { stdout: script } = await runCli(["completion", "bash"]);
  const words = line.split(" ");
  const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _mongodb_cloud_revoke; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)("bash", ["-c", `${script}\n${ask}`]);
  return stdout.trim().split("\n");
}

test.each([
  ["mongodb-cloud-revoke ", [...program.map(({ name }) => name), "--help", "--version"]],
  ["mongodb-cloud-revoke project-s", ["project-secret", "project-service-account"]],
  ["mongodb-cloud-revoke org-secret --a", ["--api", "--auth"]],
  ["mongodb-cloud-revoke find --api ", ["cloud-manager", "atlas"]],
  ["mongodb-cloud-revoke verify project-a", ["project-api-key"]],
  ["mongodb-cloud-revoke completion z", ["zsh"]],
  ["mongodb-cloud-revoke org-secret --org-id ", [""]],
])("bash completes %j", async (line, expected) => {
  expect(await inBash(line)).toEqual(expected);
});

test("fish and zsh know every command and flag, and nothing is left to be run by a text", async () => {
  const fish = (await runCli(["completion", "fish"])).stdout;
  const zsh = (await runCli(["completion", "zsh"])).stdout;
  for (const { name, flags } of program) {
    expect(zsh).toContain(` ${name}) words=`);
    for (const { flag } of flags)
      expect(fish).toContain(`-n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} `);
  }
  for (const line of fish.trim().split("\n"))
    expect(line).toMatch(/^complete -c mongodb-cloud-revoke( -[a-zA-Z]( ('([^'\\]|\\.)*'|[\w-]+))?)+$/);
});
