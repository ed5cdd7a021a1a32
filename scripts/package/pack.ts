// Builds and packs the package as `npm publish` would, and unpacks it, so that checks look at what users get.
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./nested.js";

/** A packed package. */
export interface Packed {
  /** The tarball's path. */
  tarball: string;
  /** The folder with its unpacked content; node_modules there is the repository's. */
  unpacked: string;
  /** Paths of its files, relative to `unpacked`. */
  files: string[];
}

/**
 * Builds the package, packs it into `folder` and unpacks it there.
 *
 * @throws Error with the output of what failed.
 */
export async function buildAndPack(root: string, folder: string): Promise<Packed> {
  demand(run(process.execPath, ["--import", "tsx", "scripts/build.ts"], root), "the build");
  return pack(root, folder);
}

/** Packs dist/ as it is. */
async function pack(root: string, folder: string): Promise<Packed> {
  await mkdir(folder, { recursive: true });
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const { stdout } = demand(run("npm", args, root), "npm pack");
  const [report] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (report === undefined) throw new Error("npm pack reported nothing.");
  const tarball = join(folder, report.filename);
  demand(run("tar", ["-xzf", tarball], folder), "tar");
  const unpacked = join(folder, "package");
  await symlink(join(root, "node_modules"), join(unpacked, "node_modules"));
  return { tarball, unpacked, files: report.files.map((file) => file.path).sort() };
}

function demand<T extends { status: number | undefined; output: string }>(finished: T, name: string): T {
  if (finished.status !== 0) throw new Error(`${name} failed:\n${finished.output}`);
  return finished;
}
