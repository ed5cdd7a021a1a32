/** The runbook is run as its readers run it: every command, in order, in one shell. */
import { spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batchExitCodeTable } from "../../../src/cli/exitCodes.js";
import { runCli } from "../runCli.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const runbook = await readFile(join(root, "docs/runbook.md"), "utf8");
const blocks = [...runbook.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, kind = "", text = ""]) => ({ kind, text }));
const textOf = (kind: string): readonly string[] =>
  blocks.filter((block) => block.kind === kind).map(({ text }) => text);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "runbook-"));
  const program = `#!/bin/sh\nexec "${process.execPath}" --import "${import.meta.resolve("tsx")}" "${root}/src/cli/main.ts" "$@"\n`;
  await writeFile(join(folder, "mongodb-cloud-revoke"), program);
  await writeFile(join(folder, "npx"), '#!/bin/sh\nexec "$@"\n');
  for (const name of ["mongodb-cloud-revoke", "npx"]) await chmod(join(folder, name), 0o700);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("every command of the runbook runs, from the list to the audit file", async () => {
  // The sandbox's own record is read before its last command stops it.
  const commands = textOf("sh");
  const record =
    'node -e "fetch(process.argv[1]).then((r) => r.text()).then(console.log)" "$URL/__sandbox/deletions" > deletions.json\n';
  // Whatever fails, the sandbox is not left running.
  const trap = "trap 'kill $SANDBOX 2> /dev/null || true' EXIT\n";
  const script = [trap, ...commands.slice(0, -1), record, ...commands.slice(-1)].join("\n");
  const { code, output } = await shell(script);
  expect(code, output).toBe(0);
  const lines = (await readFile(join(folder, "audit.ndjson"), "utf8")).trim().split("\n");
  const results = lines.map(
    (line) => JSON.parse(line) as { n: number; outcome?: string; evidence?: { after: string } },
  );
  const last = [1, 2, 3, 4, 5].map((n) => results.findLast((line) => line.n === n));
  expect(last.map((line) => line?.outcome)).toEqual(["deleted", "deleted", "unassigned", "unassigned", "refused"]);
  expect(last.map((line) => line?.evidence?.after)).toEqual([...Array(4).fill("absent"), undefined]);
  expect(JSON.parse(await readFile(join(folder, "deletions.json"), "utf8"))).toHaveLength(4);
  expect(output).toContain("DRY RUN. 5 targets");
  expect(output).toContain("5 targets settled by earlier runs; 0 targets left.");
  expect(output).toContain("DRY RUN. 1 target in 1 project");
  expect((await readFile(join(folder, "checksums.txt"), "utf8")).trim().split("\n")).toHaveLength(2);
}, 120_000);

test.each([...textOf("ndjson"), ...textOf("csv")])(
  "the list that it shows is one that batch takes: %#",
  async (input) => {
    const ran = await runCli(["batch", "-", "--api", "atlas", "--dry-run"], { input });
    expect([ran.code, ran.stderr]).toEqual([0, ""]);
  },
);

test("its table has every exit code", () => {
  const told = [...runbook.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(told).toEqual(batchExitCodeTable.map(([code]) => code));
});

function shell(script: string): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const { MONGODB_ATLAS_PUBLIC_API_KEY: _, MONGODB_ATLAS_PRIVATE_API_KEY: __, ...env } = process.env;
    const child = spawn("sh", ["-euc", script], { cwd: folder, env: { ...env, PATH: `${folder}:${env.PATH}` } });
    let output = "";
    const add = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
