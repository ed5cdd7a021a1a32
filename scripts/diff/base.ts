// The document as it stood at another commit. redocly diff takes no git revisions, so the files are taken from the archive.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes spec/ of a commit into a folder.
 *
 * @param root The repository's folder.
 * @param ref A commit, branch or tag.
 * @param folder An empty folder.
 * @returns Path of the base's openapi.yaml, or undefined if that commit has no document yet.
 * @throws Error with git's own words if there is no such commit.
 */
export function documentAt(root: string, ref: string, folder: string): string | undefined {
  const tree = start("git", ["ls-tree", "--name-only", ref, "--", "spec/openapi.yaml"], root);
  if (tree.toString().trim() === "") return undefined;
  start("tar", ["-x", "-C", folder], root, start("git", ["archive", "--format=tar", ref, "spec"], root));
  const entry = join(folder, "spec/openapi.yaml");
  if (!existsSync(entry)) throw new Error(`git archive ${ref} gave no spec/openapi.yaml.`);
  return entry;
}

function start(command: string, args: readonly string[], cwd: string, input?: Buffer): Buffer {
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd, input, maxBuffer: 64 * 1024 * 1024 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stderr}`);
  return stdout;
}
