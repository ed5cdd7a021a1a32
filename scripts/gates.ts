// `npm run test:gates`: what the packed package must satisfy before anybody installs it. Builds and packs first; ends
// with a line of counts. `-- --update` writes the report of the public types instead of comparing it; `-- --skip NAME`
// leaves a gate out, and counts it as skipped.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkContents } from "./package/contents.js";
import { checkDependencies } from "./package/dependencies.js";
import { installNested, run } from "./package/nested.js";
import { buildAndPack, type Packed } from "./package/pack.js";
import { checkTypes } from "./package/typesReport.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const tools = join(root, "scripts/package/tools");

/** One gate; it returns its problems. */
interface Gate {
  readonly name: string;
  readonly check: () => Promise<string[]> | string[];
}

function gates(packed: Packed, folder: string, update: boolean): Gate[] {
  return [
    { name: "contents of the tarball", check: () => checkContents(packed) },
    { name: "publint --strict", check: () => tool("publint", ["run", packed.tarball, "--strict"], root) },
    { name: "attw, esm-only", check: () => tool("attw", [packed.tarball, "--profile", "esm-only"], root) },
    { name: "sizes", check: () => sizes() },
    { name: "knip", check: () => outcome(run(process.execPath, ["node_modules/knip/bin/knip.js"], root)) },
    { name: "report of the public types", check: () => checkTypes(root, tools, packed, update) },
    { name: "run-time dependencies", check: () => checkDependencies(packed.tarball, join(folder, "consumer")) },
  ];
}

function tool(name: string, args: readonly string[], cwd: string): string[] {
  return outcome(run(join(tools, "node_modules/.bin", name), args, cwd, { NO_COLOR: "1" }));
}

function outcome({ status, output }: { status: number | undefined; output: string }): string[] {
  return status === 0 ? [] : [output.trim()];
}

function sizes(): string[] {
  const { status, output, stdout } = run(join(tools, "node_modules/.bin/size-limit"), ["--json"], tools);
  if (status === undefined || !stdout.trim().startsWith("[")) return [output];
  const entries = JSON.parse(stdout) as { name: string; size: number; sizeLimit: number; passed: boolean }[];
  for (const { name, size, sizeLimit } of entries) console.log(`       ${name}: ${size} of ${sizeLimit} bytes, gzip`);
  return entries
    .filter((entry) => !entry.passed)
    .map(({ name, size, sizeLimit }) => `${name} is ${size - sizeLimit} bytes over its budget.`);
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { update: { type: "boolean", default: false }, skip: { type: "string", multiple: true, default: [] } },
  });
  const folder = await mkdtemp(join(tmpdir(), "gates-"));
  try {
    installNested(tools);
    const packed = await buildAndPack(root, join(folder, "packed"));
    let failed = 0;
    let skipped = 0;
    const all = gates(packed, folder, values.update);
    const unknown = values.skip.filter((name) => all.every((gate) => gate.name !== name));
    if (unknown.length > 0) throw new Error(`No gate is called ${unknown.join(", ")}.`);
    for (const { name, check } of all) {
      if (values.skip.includes(name)) {
        console.log(`skipped ${name}`);
        skipped++;
        continue;
      }
      const problems = await check();
      console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${name}`);
      for (const problem of problems) console.log(problem.replace(/^/gm, "       "));
      if (problems.length > 0) failed++;
    }
    const passed = all.length - failed - skipped;
    console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
    return failed === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (!(await main())) process.exitCode = 1;
