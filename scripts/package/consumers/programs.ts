// Running consumers: JavaScript, `require`, bundles, other runtimes, the program and msw. Those that delete do so on a
// sandbox of the installed package, and the sandbox's own record says whether they did.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Finished, start } from "../nested.js";
import { type Cell, failureOf } from "./cell.js";
import { toolchain } from "./projects.js";
import { inServiceWorker } from "./serviceWorker.js";

/** The commands of the runtimes that are not this one. */
export interface Runtimes {
  readonly bun: string;
  readonly deno: string;
  readonly node24: string;
}

/** Projects with the package installed. */
export interface Projects {
  readonly plain: string;
  readonly msw2: string;
  readonly msw3: string | undefined;
}

/** The running cells; those of other runtimes only when their commands are given. */
export function programCells({ plain, msw2, msw3 }: Projects, runtimes: Runtimes | undefined): Cell[] {
  const node = `Node ${process.versions.node}`;
  const deletes = (row: string, column: string, core: boolean, runProgram: Run): Cell => ({
    row,
    column,
    core,
    check: () => deleteAll(plain, runProgram),
  });
  const cells: Cell[] = [
    deletes(node, "import", true, (env) => start(process.execPath, ["program.mjs"], plain, env)),
    deletes(node, "require", true, (env) => start(process.execPath, ["program.cjs"], plain, env)),
    deletes(node, "esbuild bundle", true, (env) => bundled(plain, "esbuild", env)),
    deletes(node, "Vite bundle", false, (env) => bundled(plain, "vite", env)),
    { row: node, column: "program", core: true, check: () => program(plain) },
    { row: node, column: "msw 2", core: true, check: () => handlers(process.execPath, msw2) },
    { row: "Chromium", column: "msw 2, service worker", core: true, check: () => inServiceWorker(msw2) },
  ];
  if (runtimes === undefined || msw3 === undefined) return cells;
  const { bun, deno, node24 } = runtimes;
  const permissions = ["--allow-net=127.0.0.1", "--allow-env=SANDBOX"];
  return [
    ...cells,
    deletes("Bun", "import", false, (env) => start(bun, ["program.mjs"], plain, env)),
    deletes("Deno", "import", false, (env) =>
      start(deno, ["run", "--no-remote", "--node-modules-dir=manual", ...permissions, "program.mjs"], plain, env),
    ),
    { row: "Node 24", column: "msw 3", core: false, check: () => handlers(node24, msw3) },
    { row: "Chromium", column: "msw 3, service worker", core: false, check: () => inServiceWorker(msw3) },
  ];
}

type Run = (env: Record<string, string>) => Promise<Finished>;

interface InstalledSandbox {
  readonly url: string;
  readonly credentials: object;
  readonly targets: Record<string, Record<string, readonly object[]>>;
  readonly state: { readonly deletions: readonly { api: string; operationId: string }[] };
  close(): Promise<void>;
}

/** Lets a program delete one target of each operation on each API, and compares its words with the sandbox's record. */
async function deleteAll(project: string, runProgram: Run): Promise<string> {
  const entry = join(project, "node_modules/mongodb-cloud-revoke/dist/sandbox/index.js");
  const { startSandbox } = (await import(pathToFileURL(entry).href)) as {
    startSandbox: () => Promise<InstalledSandbox>;
  };
  const sandbox = await startSandbox();
  try {
    const { url, credentials } = sandbox;
    const targets = Object.fromEntries(
      Object.entries(sandbox.targets).map(([api, operations]) => [
        api,
        Object.fromEntries(Object.entries(operations).map(([id, all]) => [id, all[0]])),
      ]),
    );
    const finished = await runProgram({ SANDBOX: JSON.stringify({ url, credentials, targets }) });
    if (finished.status !== 0) return failureOf(finished);
    const said = JSON.parse(finished.stdout) as [string, string, string, string][];
    const wrong = said.filter(
      ([, , first, again]) => first !== "revoked" || !/^(NotFound|BadRequest)Error$/.test(again),
    );
    if (wrong.length > 0) return `unexpected outcomes: ${JSON.stringify(wrong)}`;
    const claimed = said.map(([api, operationId]) => `${api} ${operationId}`).sort();
    const done = sandbox.state.deletions.map(({ api, operationId }) => `${api} ${operationId}`).sort();
    const all = Object.entries(targets)
      .flatMap(([api, ids]) => Object.keys(ids).map((id) => `${api} ${id}`))
      .sort();
    return claimed.join() === all.join() && done.join() === all.join()
      ? ""
      : `claimed: ${claimed.join()}\ndone: ${done.join()}\nexpected: ${all.join()}`;
  } finally {
    await sandbox.close();
  }
}

/** Bundles the program for browsers, where Node's modules are not to be had, and runs the bundle. */
async function bundled(project: string, bundler: "esbuild" | "vite", env: Record<string, string>): Promise<Finished> {
  const output = join(project, `bundle-${bundler}`);
  const bin = join(toolchain, "node_modules/.bin", bundler);
  const config = join(project, "vite.config.mjs");
  await writeFile(
    config,
    `export default { logLevel: "warn", define: { "globalThis.process": "globalThis.process" }, build: { outDir: ${JSON.stringify(output)}, target: "es2022", lib: { entry: "program.mjs", formats: ["es"], fileName: () => "program.mjs" } } };\n`,
  );
  const args =
    bundler === "esbuild"
      ? ["program.mjs", "--bundle", "--format=esm", "--platform=browser", "--minify", `--outfile=${output}/program.mjs`]
      : ["build", "--config", config];
  const built = await start(bin, args, project);
  if (built.status !== 0) return built;
  return start(process.execPath, [join(output, "program.mjs")], project, env);
}

/** The installed program starts, says its version and fails as it should without arguments. */
async function program(project: string): Promise<string> {
  const bin = join(project, "node_modules/.bin/mongodb-cloud-revoke");
  const version = await start(bin, ["--version"], project);
  if (version.status !== 0 || !/^\d+\.\d+\.\d+/.test(version.stdout)) return `--version: ${version.output}`;
  const usage = await start(bin, ["no-such-command"], project);
  return usage.status === 2 ? "" : `an unknown command exits ${usage.status}, not 2: ${usage.output}`;
}

async function handlers(node: string, project: string): Promise<string> {
  const finished = await start(node, ["--test", "handlers.test.mjs"], project);
  if (finished.status !== 0) return failureOf(finished);
  return /^# pass 2$|^ℹ pass 2$/m.test(finished.stdout) ? "" : `no test ran:\n${finished.output}`;
}
