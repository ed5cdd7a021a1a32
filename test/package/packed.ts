/** The package as `npm publish` would send it, the tools that look at it, and projects that have it installed. */
import { type SpawnSyncOptions, spawn, spawnSync } from "node:child_process";
import { copyFile, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../support/places.js";

/** What a finished command printed. */
export interface Finished {
  /** `undefined` when it could not be started or was ended by a signal. */
  readonly status: number | undefined;
  readonly stdout: string;
  /** Standard output and standard error. */
  readonly output: string;
}

/** A packed package. */
export interface Packed {
  readonly tarball: string;
  /** The folder with its unpacked content; node_modules there is the repository's. */
  readonly unpacked: string;
  /** Paths of its files, relative to `unpacked`. */
  readonly files: readonly string[];
}

/** Where the heavy tools are installed. */
export const toolsFolder: string = join(root, "scripts/tools");

/** Runs a command to its end; others run meanwhile. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, NO_COLOR: "1", ...env }, timeout: 280_000 });
    let [stdout, output] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", (error) => resolve({ status: undefined, stdout, output: `${output}${error.message}` }));
    child.on("close", (code) => resolve({ status: code ?? undefined, stdout, output }));
  });
}

/** Runs a command of the tools. */
export function tool(name: string, args: readonly string[], cwd: string = root): Promise<Finished> {
  return run(join(toolsFolder, "node_modules/.bin", name), args, cwd);
}

/** Installs groups of tools that are missing. */
export function installTools(...groups: readonly string[]): void {
  must(process.execPath, [join(root, "scripts/tools.mjs"), ...groups], { cwd: root });
}

/** Builds the package, packs it into `folder`, and unpacks it there. */
export async function buildAndPack(folder: string): Promise<Packed> {
  await mkdir(folder, { recursive: true });
  must("npm", ["run", "build"], { cwd: root });
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [report] = JSON.parse(must("npm", args, { cwd: root })) as { filename: string; files: { path: string }[] }[];
  if (report === undefined) throw new Error("npm pack reported nothing.");
  const tarball = join(folder, report.filename);
  must("tar", ["-xzf", tarball], { cwd: folder });
  const unpacked = join(folder, "package");
  await symlink(join(root, "node_modules"), join(unpacked, "node_modules"));
  return { tarball, unpacked, files: report.files.map((file) => file.path).sort() };
}

/** What each project says of itself; `#platform` lets one test run in Node and in a browser, unchanged. */
const manifest = {
  private: true,
  type: "module",
  imports: { "#platform": { browser: "./platform.browser.mjs", default: "./platform.node.mjs" } },
};

/** Makes an empty project with the tarball, further packages, and the consumers' sources. */
export async function createProject(folder: string, tarball: string, peers: readonly string[] = []): Promise<string> {
  const sources = join(root, "test/package/consumers");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest)}\n`);
  must("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", tarball, ...peers], { cwd: folder });
  for (const name of await readdir(sources)) await copyFile(join(sources, name), join(folder, name));
  // Only a compiler that is told to (`types: ["node"]`) sees Node's types.
  await mkdir(join(folder, "node_modules/@types"), { recursive: true });
  for (const name of ["@types/node", "undici-types"]) {
    const link = symlink(join(toolsFolder, "node_modules", name), join(folder, "node_modules", name));
    await link.catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error; // a peer brought its own
    });
  }
  return folder;
}

function must(command: string, args: readonly string[], options: SpawnSyncOptions): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { ...options, encoding: "utf8" });
  if (status === 0) return stdout as string;
  throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}${error?.message ?? ""}`);
}
