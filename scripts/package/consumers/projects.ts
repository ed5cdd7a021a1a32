// Empty projects with the packed tarball installed, as a user would have them.
import { copyFile, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../nested.js";

/** Where the consumers' sources are. */
export const sources: string = new URL("../../../test/package/consumers/", import.meta.url).pathname;
/** The nested package with compilers and bundlers. */
export const toolchain: string = join(sources, "toolchain");

/** What each project says of itself; `#platform` lets one test run in Node and in a browser, unchanged. */
const manifest = {
  private: true,
  type: "module",
  imports: { "#platform": { browser: "./platform.browser.mjs", default: "./platform.node.mjs" } },
};

/**
 * Makes an empty project with the tarball and what else it depends on.
 *
 * @param peers - Further packages, `name@version`.
 * @throws Error when npm fails.
 */
export async function createProject(folder: string, tarball: string, peers: readonly string[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest)}\n`);
  const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", tarball, ...peers];
  const { status, output } = run("npm", args, folder);
  if (status !== 0) throw new Error(`npm install failed:\n${output}`);
  for (const name of await readdir(sources)) {
    if (/\.(ts|mjs|cjs)$/.test(name)) await copyFile(join(sources, name), join(folder, name));
  }
  // Only a compiler that is told to (`types: ["node"]`) sees Node's types.
  await mkdir(join(folder, "node_modules/@types"), { recursive: true });
  for (const name of ["@types/node", "undici-types"]) {
    await symlink(join(toolchain, "node_modules", name), join(folder, "node_modules", name)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error; // a peer brought its own
      },
    );
  }
  return folder;
}
