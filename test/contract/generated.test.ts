// generated/ is committed, so that it can be read and reviewed; these tests keep it from drifting from the document.
import { spawnSync } from "node:child_process";
import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleDocument } from "../../scripts/generate/bundle.js";
import { DocumentError } from "../../scripts/generate/document.js";
import { generateFiles, staleFiles } from "../../scripts/generate/files.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs `npm run generate -- --check` in a copy of the repository. */
function check(folder: string): { status: number | null; stderr: string } {
  const args = ["--import", "tsx", "scripts/generate.ts", "--check"];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
}

describe("generated/", () => {
  let files: Map<string, string>;
  beforeAll(async () => {
    files = await generateFiles(root);
  });

  test.each([
    "generated/openapi.json",
    "generated/schema.ts",
    "generated/client.ts",
    "generated/examples.ts",
    "generated/version.ts",
  ])("%s is what `npm run generate` writes now", async (path) => {
    expect(await readFile(join(root, path), "utf8")).toBe(files.get(path));
  });

  test("is the same however often it is generated", async () => {
    expect(await generateFiles(root)).toEqual(files);
  });
});

describe("staleness", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "stale-"));
    await writeFile(join(folder, "same"), "same\n");
    await writeFile(join(folder, "changed"), "before\n");
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("is a changed and a missing file, and no other", async () => {
    const files = new Map([
      ["same", "same\n"],
      ["changed", "after\n"],
      ["missing", "new\n"],
    ]);
    expect(await staleFiles(folder, files)).toEqual(["changed", "missing"]);
  });

  test("is not claimed of a file that can't be read", async () => {
    await expect(staleFiles(folder, new Map([["same/below", ""]]))).rejects.toThrow("ENOTDIR");
  });

  test("makes `npm run generate -- --check` exit 1 and name the file, and nothing else does", async () => {
    for (const part of ["scripts", "spec", "generated", "package.json", "redocly.yaml"]) {
      // Nested packages, as scripts/runtimes, may have their own hundreds of megabytes installed.
      const filter = (source: string): boolean => !source.includes("node_modules", root.length);
      await cp(join(root, part), join(folder, part), { filter, recursive: true });
    }
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    expect(check(folder)).toMatchObject({ status: 0, stderr: "" });
    await appendFile(join(folder, "generated/client.ts"), "\n");
    expect(check(folder)).toMatchObject({
      status: 1,
      stderr: "generated/client.ts is stale: run `npm run generate` and commit it.\n",
    });
  }, 60_000);

  test("a document that can't be bundled is an error in redocly's words", async () => {
    const elsewhere = dirname(folder);
    await expect(bundleDocument(elsewhere, "spec/openapi.yaml")).rejects.toThrow(DocumentError);
  });
});
