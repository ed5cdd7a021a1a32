// The licenses of the packages inside the bundles: most ask that their notice goes where their code goes.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

interface Manifest {
  name: string;
  version: string;
  license?: string;
}

/**
 * Writes one text with the license of each package.
 *
 * @param folders - The packages' folders.
 * @param target - The file to write.
 * @throws Error when a package has no license, so that nobody bundles one without noticing.
 */
export async function writeLicenses(folders: readonly string[], target: string): Promise<void> {
  const texts: string[] = [];
  for (const folder of folders) {
    const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
    if (!manifest.license) throw new Error(`${manifest.name} is bundled but names no license.`);
    texts.push(`${manifest.name} ${manifest.version} (${manifest.license})\n\n${await licenseText(folder, manifest)}`);
  }
  const intro = "The program and the sandbox of mongodb-cloud-revoke contain code of these packages.";
  const rule = `\n\n${"-".repeat(80)}\n\n`;
  await writeFile(target, `${[intro, ...texts].join(rule)}\n`);
}

async function licenseText(folder: string, manifest: Manifest): Promise<string> {
  const file = (await readdir(folder)).sort().find((name) => /^(licen[cs]e|copying)(\.|-|$)/i.test(name));
  if (file === undefined) return `Published under the ${manifest.license} license, without its text.`;
  return (await readFile(join(folder, file), "utf8")).replaceAll("\r\n", "\n").trim();
}
