/** What the packed package must satisfy before anybody installs it. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { expect, inject, test } from "vitest";
import { root } from "../support/places.js";
import { run, tool, toolsFolder } from "./packed.js";

const packed = inject("packed");
const json = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, "utf8")) as T;

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}
const manifest = await json<Manifest>(join(packed.unpacked, "package.json"));

test("the tarball holds what the package promises and nothing else", () => {
  const allowed = /^(dist\/|generated\/|src\/(?!cli\/)|(package\.json|README\.md|LICENSE|CHANGELOG\.md|SECURITY\.md)$)/;
  // The guides that README and the program's help name.
  const guides =
    /^(docs\/(leaked|runbook|cli|library|recipes|sandbox|outcomes)\.md|docs\/images\/\w+\.svg|examples\/[\w-]+\.ts|spec\/DECISIONS\.md)$/;
  expect(packed.files.filter((file) => !allowed.test(file) && !guides.test(file))).toEqual([]);
  expect(packed.files.filter((file) => guides.test(file))).toHaveLength(12);
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  const required = ["package.json", "README.md", "LICENSE", "CHANGELOG.md", "dist/THIRD-PARTY-LICENSES.txt"];
  const wanted = [...required, ...[...targets, ...Object.values(manifest.bin)].map((path) => posix.normalize(path))];
  expect(wanted.filter((file) => !packed.files.includes(file))).toEqual([]);
});

test("nothing runs when the package is installed", () => {
  const hooks = ["preinstall", "install", "postinstall", "prepare"];
  expect(hooks.filter((hook) => manifest.scripts?.[hook] !== undefined)).toEqual([]);
});

test("every source map leads to a file that is in the tarball", async () => {
  const maps = packed.files.filter((file) => file.endsWith(".map"));
  expect(maps.length).toBeGreaterThan(20);
  for (const map of maps) {
    const { sources } = await json<{ sources: string[] }>(join(packed.unpacked, map));
    const missing = sources.filter((source) => !existsSync(join(packed.unpacked, dirname(map), source)));
    expect(missing, map).toEqual([]);
  }
});

test.each([
  ["publint", ["run", packed.tarball, "--strict"]],
  ["attw", [packed.tarball, "--profile", "esm-only"]],
])("%s has no complaint", async (name, args) => {
  const { status, output } = await tool(name, args);
  expect(status, output).toBe(0);
});

test("the client stays within its size budget", async () => {
  const { status, output } = await tool("size-limit", [], join(toolsFolder, "checks"));
  expect(status, output).toBe(0);
  expect(output).toContain("client with digest");
});

test("a library user installs four packages, under licenses that ask for a notice at most, and runs no script", async () => {
  const folder = await mkdtemp(join(tmpdir(), "dependencies-"));
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), '{ "private": true }\n');
    const installed = await run("npm", ["install", "--no-audit", "--no-fund", packed.tarball], folder);
    expect(installed.status, installed.output).toBe(0);
    const { packages } = await json<{ packages: Record<string, { license?: string; hasInstallScript?: boolean }> }>(
      join(folder, "package-lock.json"),
    );
    const { "": _own, ...others } = packages;
    const names = Object.keys(others).map((path) => path.replace(/^.*node_modules\//, ""));
    expect(names.sort()).toEqual([
      "@noble/hashes",
      "mongodb-cloud-revoke",
      "openapi-fetch",
      "openapi-typescript-helpers",
    ]);
    const licenses = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"];
    for (const [path, { license = "none", hasInstallScript = false }] of Object.entries(others)) {
      expect(licenses, path).toContain(license);
      expect(hasInstallScript, path).toBe(false);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("knip finds nothing that nobody uses", async () => {
  const { status, output } = await run(process.execPath, ["node_modules/knip/bin/knip.js"], root);
  expect(status, output).toBe(0);
});
