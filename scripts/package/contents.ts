// What may and must be in the tarball.
import { access, readFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import type { Packed } from "./pack.js";

const allowed = /^(dist\/|generated\/|src\/(?!cli\/)|(package\.json|README\.md|LICENSE|CHANGELOG\.md)$)/;
const required = ["package.json", "README.md", "LICENSE", "CHANGELOG.md", "dist/THIRD-PARTY-LICENSES.txt"];

interface Manifest {
  exports: Record<string, string | Record<string, string>>;
  bin: Record<string, string>;
  scripts?: Record<string, string>;
}

/** Checks the packed package's files. @returns What is wrong; empty when nothing is. */
export async function checkContents(packed: Packed): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(packed.unpacked, "package.json"), "utf8")) as Manifest;
  const targets = [
    ...Object.values(manifest.exports).flatMap((target) => leaves(target)),
    ...Object.values(manifest.bin),
  ];
  const files = new Set(packed.files);
  const problems = [
    ...packed.files.filter((file) => !allowed.test(file)).map((file) => `${file} does not belong in the tarball.`),
    ...[...required, ...targets.map((target) => posix.normalize(target))]
      .filter((file) => !files.has(file))
      .map((file) => `${file} is missing from the tarball.`),
  ];
  for (const hook of ["preinstall", "install", "postinstall", "prepare"]) {
    if (manifest.scripts?.[hook] !== undefined) problems.push(`package.json has the install script ${hook}.`);
  }
  for (const map of packed.files.filter((file) => file.endsWith(".map"))) {
    problems.push(...(await missingSources(packed.unpacked, map)));
  }
  return problems;
}

function leaves(target: string | Record<string, string>): string[] {
  return typeof target === "string" ? [target] : Object.values(target);
}

/** A map that points at a file which is not in the tarball sends "go to definition" nowhere. */
async function missingSources(folder: string, map: string): Promise<string[]> {
  const { sources } = JSON.parse(await readFile(join(folder, map), "utf8")) as { sources: string[] };
  const problems: string[] = [];
  for (const source of sources) {
    await access(join(folder, dirname(map), source)).catch(() => {
      problems.push(`${map} points at ${source}, which is not in the tarball.`);
    });
  }
  return problems;
}
