/** generated/ is committed, so that it can be read and reviewed; these tests keep it from drifting from the documents. */
import { spawnSync } from "node:child_process";
import { appendFile, cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleDocument } from "../../scripts/generate/bundle.js";
import { DocumentError } from "../../scripts/generate/document.js";
import { generateFiles } from "../../scripts/generate/files.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stale-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("every file of generated/ is what `npm run generate` writes now, however often", async () => {
  const files = await generateFiles(root);
  for (const [path, text] of files)
    expect({ path, text: await readFile(join(root, path), "utf8") }).toEqual({ path, text });
  expect(await generateFiles(root)).toEqual(files);
}, 60_000);

test("`npm run generate -- --check` exits 1 and names the file that is stale, and only then", async () => {
  for (const part of ["scripts", "spec", "generated", "package.json", "redocly.yaml"]) {
    // Nested packages may have their own hundreds of megabytes installed.
    const filter = (source: string): boolean => !source.includes("node_modules", root.length);
    await cp(join(root, part), join(folder, part), { filter, recursive: true });
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const check = () =>
    spawnSync(process.execPath, ["--import", "tsx", "scripts/generate.ts", "--check"], {
      cwd: folder,
      encoding: "utf8",
    });
  expect(check()).toMatchObject({ status: 0, stderr: "" });
  await appendFile(join(folder, "generated/client.ts"), "\n");
  await rm(join(folder, "generated/lookup.json"));
  const stderr = ["lookup.json", "client.ts"].map(
    (name) => `generated/${name} is stale: run \`npm run generate\` and commit it.\n`,
  );
  expect(check()).toMatchObject({ status: 1, stderr: stderr.join("") });
}, 60_000);

test("a document that can't be bundled is an error in redocly's words", async () => {
  await expect(bundleDocument(dirname(folder), "spec/openapi.yaml")).rejects.toThrow(DocumentError);
});
