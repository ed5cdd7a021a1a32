/** What stands between a tree and a release: the script says it, and stops a tagged one. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../support/places.js";
import { run } from "./packed.js";

const manifest = { version: "1.2.3", repository: { url: "git+https://github.com/owner/name.git" } };
const tagged = {
  GITHUB_REF_TYPE: "tag",
  GITHUB_REF_NAME: "v1.2.3",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "owner/name",
};

interface Tree {
  readonly manifest?: object;
  readonly changelog?: string;
  readonly changesets?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What the script complains about in a tree, and how it ends. */
async function check({ changelog = "## 1.2.3\n\n- One\n", changesets = [], env = tagged, ...given }: Tree) {
  const folder = await mkdtemp(join(tmpdir(), "release-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, ".changeset"));
  await writeFile(join(folder, "package.json"), JSON.stringify(given.manifest ?? manifest));
  await writeFile(join(folder, "CHANGELOG.md"), `# name\n\n${changelog}`);
  for (const name of ["README.md", ...changesets]) await writeFile(join(folder, ".changeset", name), "");
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
  const { status, output } = await run(
    process.execPath,
    [tsx, join(root, "scripts/release.ts"), "--check"],
    folder,
    env,
  );
  return { status, complaints: output.split("\n").filter(Boolean) };
}

test("a tree whose tag, repository and changelog agree is ready", async () => {
  expect(await check({})).toEqual({ status: 0, complaints: [] });
});

test.each<[string, Tree, string]>([
  ["another tag", { env: { ...tagged, GITHUB_REF_NAME: "v1.2.4" } }, "v1.2.4"],
  ["another repository", { env: { ...tagged, GITHUB_REPOSITORY: "owner/other" } }, "owner/other.git"],
  ["no repository", { manifest: { version: "1.2.3" }, env: {} }, "repository.url"],
  ["a private package", { manifest: { ...manifest, private: true } }, "private"],
  ["a change that waits for a version", { changesets: ["brave-cats.md"] }, "brave-cats.md"],
  ["a changelog without this version", { changelog: "## 1.2\n\n- Old\n" }, "no section 1.2.3"],
])("%s is not ready", async (_name, tree, words) => {
  const { status, complaints } = await check(tree);
  expect(status).toBe(1);
  expect(complaints).toEqual([expect.stringContaining(words)]);
});
