/** Ways to use the installed package. Those that delete do so on its own sandbox, whose record says whether they did. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "vitest";
import { type Finished, run, tool, toolsFolder } from "./packed.js";

/** Runs a program with the environment that leads it to the sandbox. */
export type Run = (env: Record<string, string>) => Promise<Finished>;

interface InstalledSandbox {
  readonly url: string;
  readonly credentials: object;
  readonly targets: Record<string, Record<string, readonly object[]>>;
  readonly state: { readonly deletions: readonly { api: string; operationId: string }[] };
  close(): Promise<void>;
}

/** Lets a program delete one target of each operation on each API, and compares its words with the sandbox's record. */
export async function deletesAll(project: string, runProgram: Run): Promise<void> {
  const entry = join(project, "node_modules/mongodb-cloud-revoke/dist/sandbox/index.js");
  const { startSandbox } = (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as {
    startSandbox: () => Promise<InstalledSandbox>;
  };
  const sandbox = await startSandbox();
  try {
    const { url, credentials } = sandbox;
    const first = (operations: Record<string, readonly object[]>) =>
      Object.fromEntries(Object.entries(operations).map(([id, all]) => [id, all[0]]));
    const targets = Object.fromEntries(Object.entries(sandbox.targets).map(([api, all]) => [api, first(all)]));
    const { status, stdout, output } = await runProgram({ SANDBOX: JSON.stringify({ url, credentials, targets }) });
    expect(status, output).toBe(0);
    const said = JSON.parse(stdout) as [string, string, string, string][];
    for (const [api, operationId, outcome, again] of said) {
      expect([outcome, again], `${api} ${operationId}`).toEqual([
        expect.stringMatching(/^(revoked|deleted|unassigned)$/),
        expect.stringMatching(/^(NotFound|BadRequest)Error$/),
      ]);
    }
    const all = Object.entries(targets).flatMap(([api, ids]) => Object.keys(ids).map((id) => `${api} ${id}`));
    const { deletions } = sandbox.state;
    expect(said.map(([api, operationId]) => `${api} ${operationId}`).sort()).toEqual(all.sort());
    expect(deletions.map(({ api, operationId }) => `${api} ${operationId}`).sort()).toEqual(all.sort());
  } finally {
    await sandbox.close();
  }
}

/** Bundles the program for browsers, where Node's modules are not to be had, and runs the bundle. */
export async function bundled(
  project: string,
  bundler: "esbuild" | "vite",
  env: Record<string, string>,
): Promise<Finished> {
  const output = join(project, `bundle-${bundler}`);
  const config = join(project, "vite.config.mjs");
  await writeFile(
    config,
    `export default { logLevel: "warn", define: { "globalThis.process": "globalThis.process" }, build: { outDir: ${JSON.stringify(output)}, target: "es2022", lib: { entry: "program.mjs", formats: ["es"], fileName: () => "program.mjs" } } };\n`,
  );
  const args =
    bundler === "esbuild"
      ? ["program.mjs", "--bundle", "--format=esm", "--platform=browser", "--minify", `--outfile=${output}/program.mjs`]
      : ["build", "--config", config];
  const built = await tool(bundler, args, project);
  expect(built.status, built.output).toBe(0);
  return run(process.execPath, [join(output, "program.mjs")], project, env);
}

/** A user's unit test with msw, under Node's own test runner. */
export async function passesItsTest(node: string, project: string): Promise<void> {
  const { status, output } = await run(node, ["--test", "handlers.test.mjs"], project);
  expect(status, output).toBe(0);
  expect(output).toMatch(/^(# pass|ℹ pass) [1-9]/m);
}

const compilers = { "TypeScript 5.9": "typescript5", "TypeScript 6": "typescript6", "TypeScript 7": "typescript7" };
const resolutions = { node16: "node16", nodenext: "nodenext", bundler: "esnext" };
const strictness = {
  strict: {},
  exactOptionalPropertyTypes: { exactOptionalPropertyTypes: true },
  "no strictNullChecks": { strictNullChecks: false, exactOptionalPropertyTypes: false },
};
const library = ["library.ts", "sandbox.ts"];
const dom = ["ES2023", "DOM", "DOM.Iterable"];
const kinds = {
  "DOM types only": { project: "plain", files: library, lib: dom, types: [] },
  "@types/node only": { project: "plain", files: library, lib: ["ES2023"], types: ["node"] },
  // msw's own types name DOM types, so ./mock needs them too.
  "./mock, DOM types": { project: "msw2", files: ["mock.ts"], lib: dom, types: [] },
} as const;

/** One compiler, one set of types, one strictness, one way to resolve modules. */
export interface Typed {
  readonly name: string;
  readonly compiler: string;
  readonly project: "plain" | "msw2";
  readonly config: object;
  /** Part of the short run: the oldest with Node's rules and the newest with a bundler's. */
  readonly short: boolean;
}

/** The whole matrix. A consumer compiles only if the types are there, since its planted mistakes must be errors. */
export const typed: readonly Typed[] = Object.entries(compilers).flatMap(([compiler, folder]) =>
  Object.entries(kinds).flatMap(([kind, { project, files, lib, types }]) =>
    Object.entries(strictness).flatMap(([strict, more]) =>
      Object.entries(resolutions).map(([moduleResolution, module]): Typed => {
        const name = `${compiler}, ${kind}, ${strict}, ${moduleResolution}`;
        const common = { target: "ES2022", strict: true, skipLibCheck: false, noEmit: true };
        const ends = { "TypeScript 5.9": "nodenext", "TypeScript 7": "bundler" } as Record<string, string>;
        const short = strict === "strict" && ends[compiler] === moduleResolution;
        const compilerOptions = { ...common, lib, types, module, moduleResolution, ...more };
        return { name, compiler: folder, project, config: { compilerOptions, files }, short };
      }),
    ),
  ),
);

/** Compiles a consumer. */
export async function compiles({ name, compiler, config }: Typed, folder: string): Promise<void> {
  const path = join(folder, `tsconfig.${name.replace(/[^\w-]/g, "")}.json`);
  await writeFile(path, JSON.stringify(config));
  const tsc = join(toolsFolder, "node_modules", compiler, "bin/tsc");
  const { status, output } = await run(process.execPath, [tsc, "-p", path], folder);
  expect(status, output).toBe(0);
}
