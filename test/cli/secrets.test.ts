/** A secret's value, or a key, in a place where it does not belong: it is never repeated. */
import { expect, test } from "vitest";
import { sandboxFlags } from "../../src/cli/commandFlags.js";
import { commonFlags } from "../../src/cli/flags.js";
import { runCli } from "./runCli.js";

const secret = "mdb_sa_sk_Zz9Yy8Xx7Ww6Vv5Uu4Tt3Ss2Rr1";
const privateKey = "0a1b2c3d-1111-2222-3333-444455556666";
const valued = commonFlags.filter(({ value }) => value !== undefined).map(({ flag }) => flag);

const commandLines: readonly (readonly string[])[] = [secret, privateKey].flatMap((value) => [
  [value],
  ["help", value],
  ["org-secret", value],
  ["org-secret", "--sandbox", value],
  ["org-secret", `--${value}`],
  ["org-secret", `-${value}`],
  ["org-secret", `--client-secret=${value}`],
  ["org-secret", "--private-key", value],
  ["org-secret", `--secret-idd=${value}`],
  ["org-secret", `--yes=${value}`],
  ["org-secret", `--org-id${value}`],
  ["org-secret", "--sandbox", "--secret-id", value],
  ["org-secret", "--sandbox", `--secret-id=${value}`],
  ["org-secret", "--api", "atlas", "--org-id", value, "--client-id", value, "--secret-id", value],
  ...valued.map((flag) => ["org-secret", flag, flag === "--credentials-file" ? `/nowhere/${value}` : value]),
  ...sandboxFlags.flatMap(({ flag, value: needed }) => (needed === undefined ? [] : [["sandbox", flag, value]])),
  ["sandbox", value],
  ["sandbox", `--port=${value}`],
]);

test.each(commandLines.map((argv) => [argv]))("%j fails without repeating it", async (argv) => {
  const filePath = argv.some((argument) => argument.startsWith("/nowhere/")) && !argv.join().includes("mdb_sa_sk_");
  for (const json of [[], ["--json"]]) {
    const { code, stdout, stderr } = await runCli([...argv, ...json], { env: {} });
    expect(code).toBeGreaterThan(0);
    expect(stdout + stderr).not.toMatch(/Zz9Yy8|mdb_sa_sk_\w/);
    // A file's name has to be told, whatever it looks like; only a secret's own form is kept back.
    if (!filePath && argv[1] !== "--seed-file") expect(stdout + stderr).not.toContain("0a1b2c3d");
  }
});

test("a credential in a flag is called what it is: exposed", async () => {
  for (const flag of [
    "--private-key",
    "--public-key",
    "--client-secret",
    "--api-key",
    "--secret",
    "--password",
    "-u",
  ]) {
    const { stderr } = await runCli(["org-secret", flag, "x"]);
    if (flag !== "-u") expect(stderr).toContain("No flag takes a credential");
  }
});
