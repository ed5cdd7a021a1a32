// `npm run build`: writes dist/. The library and ./mock stay unbundled modules, one file per source file, which users and
// their bundlers can read; the program and ./sandbox are bundled, so that `npx mongodb-cloud-revoke sandbox` works alone
// and neither adds a package to a library user's tree.
import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

async function build(): Promise<void> {
  // Everything is written beside dist/ and moved there at the end: whoever reads dist/ meanwhile sees the old one, whole.
  const output = await mkdtemp(join(root, ".dist-"));
  try {
    const args = ["node_modules/typescript/bin/tsc", "-p", "scripts/tsconfig.build.json", "--outDir", output];
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
    if (status !== 0) throw new Error("tsc found errors, see above.");
    // ./sandbox is published as a bundle: of the modules only their types stay.
    for (const entry of await readdir(join(output, "src/sandbox"), { recursive: true })) {
      if (/\.js(\.map)?$/.test(entry)) await rm(join(output, "src/sandbox", entry));
    }
    // The program's sources are not published; nothing that is published needs their types.
    await rm(join(output, "src/cli"), { recursive: true, force: true });
    const packages = await bundlePrograms(output);
    await writeFile(join(output, "THIRD-PARTY-LICENSES.txt"), await licensesOf(packages));
    await rm(join(root, "dist"), { recursive: true, force: true });
    await rename(output, join(root, "dist"));
    await chmod(join(root, "dist"), 0o755); // mkdtemp's folders are for their owner alone
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** Writes `cli/main.js` and `sandbox/index.js`, and returns the folders of the packages whose code went into them. */
async function bundlePrograms(output: string): Promise<string[]> {
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: { "cli/main": "src/cli/main.ts", "sandbox/index": "src/sandbox/index.ts" },
    outdir: output,
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    platform: "node",
    target: "node20.19",
    // CommonJS packages inside an ES module bundle call `require` for Node's own modules.
    banner: { js: 'import { createRequire as c } from "node:module"; const require = c(import.meta.url);' },
    legalComments: "none", // THIRD-PARTY-LICENSES.txt has the licenses, in full
    metafile: true,
    logLevel: "warning",
    logOverride: { "direct-eval": "error", "require-resolve-not-external": "error" },
  });
  const inputs = Object.values(metafile.outputs).flatMap((each) => Object.entries(each.inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders)].filter((folder) => folder !== undefined).sort();
}

/** The licenses of the packages inside the bundles: most ask that their notice goes where their code goes. */
async function licensesOf(folders: readonly string[]): Promise<string> {
  const texts = ["The program and the sandbox of mongodb-cloud-revoke contain code of these packages."];
  for (const folder of folders.map((path) => join(root, path))) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    if (!license) throw new Error(`${name} is bundled but names no license.`);
    const file = (await readdir(folder)).sort().find((each) => /^(licen[cs]e|copying)(\.|-|$)/i.test(each));
    const text = file === undefined ? "Published without its text." : await readFile(join(folder, file), "utf8");
    texts.push(`${name} ${version} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}`);
  }
  return `${texts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

await build();
