// What a library user installs: the package and exactly these dependencies, under licenses that ask for no more than a
// notice, with no script that runs at installation.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./nested.js";

const expected = ["@noble/hashes", "mongodb-cloud-revoke", "openapi-fetch", "openapi-typescript-helpers"];
const licenses = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"];

interface Lock {
  packages: Record<string, { license?: string; hasInstallScript?: boolean }>;
}

/** Installs the tarball in an empty project in `folder`. @returns What is wrong; empty when nothing is. */
export async function checkDependencies(tarball: string, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  const { status, output } = run("npm", ["install", "--no-audit", "--no-fund", tarball], folder);
  if (status !== 0) return [`npm install failed: ${output}`];
  const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8")) as Lock;
  const installed = Object.entries(lock.packages)
    .filter(([path]) => path !== "")
    .map(([path, facts]) => ({ name: path.replace(/^.*node_modules\//, ""), ...facts }));
  const names = installed.map(({ name }) => name).sort();
  const problems = installed.flatMap(({ name, license, hasInstallScript }) => [
    ...(hasInstallScript ? [`${name} runs a script at installation.`] : []),
    ...(licenses.includes(license ?? "") ? [] : [`${name} has the license ${license ?? "(none)"}.`]),
  ]);
  if (names.join() !== expected.join()) problems.push(`${names.join(", ")} is installed, not ${expected.join(", ")}.`);
  return problems;
}
