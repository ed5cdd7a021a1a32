// `npm run test:package`: installs the packed package in empty projects and uses it in every supported way; prints a
// table and ends with a line of counts. `-- --core` runs a short selection without other runtimes.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runCells, table } from "./package/consumers/cell.js";
import { programCells, type Runtimes } from "./package/consumers/programs.js";
import { createProject, toolchain } from "./package/consumers/projects.js";
import { typedCells } from "./package/consumers/typed.js";
import { installNested } from "./package/nested.js";
import { buildAndPack } from "./package/pack.js";

const root = fileURLToPath(new URL("..", import.meta.url));

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { core: { type: "boolean", default: false } } });
  const folder = await mkdtemp(join(tmpdir(), "consumers-"));
  try {
    installNested(toolchain);
    const runtimes = values.core ? undefined : installRuntimes();
    const { tarball } = await buildAndPack(root, join(folder, "packed"));
    const plain = await createProject(join(folder, "plain"), tarball, []);
    const msw2 = await createProject(join(folder, "msw2"), tarball, ["msw@2.15.0"]);
    const msw3 = runtimes && (await createProject(join(folder, "msw3"), tarball, ["msw@3.0.5"]));
    const cells = [...programCells({ plain, msw2, msw3 }, runtimes), ...typedCells(plain, msw2)];
    const results = await runCells(
      cells.filter((cell) => cell.core || !values.core),
      2,
    );
    const failed = results.filter(({ problem }) => problem !== "").length;
    console.log(`\n${table(results)}\n\n${results.length - failed} passed, ${failed} failed`);
    return failed === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function installRuntimes(): Runtimes {
  const folder = join(root, "scripts/runtimes");
  installNested(folder);
  const modules = join(folder, "node_modules");
  return {
    bun: join(modules, "@oven/bun-linux-x64/bin/bun"),
    deno: join(modules, "@deno/linux-x64-glibc/deno"),
    node24: join(modules, "node24-linux-x64/bin/node"),
  };
}

if (!(await main())) process.exitCode = 1;
