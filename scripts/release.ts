// `npm run release`: everything that a release does, but publish. It leaves in reports/release/ what the release workflow
// uploads: the tarball, its checksum, the SBOM of the run-time dependencies and the notes. `-- --check` stops before the build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const version: string = manifest.version;
const { GITHUB_REF_TYPE, GITHUB_REF_NAME, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;

function npm(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("npm", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** The changelog's section about this version, without its heading. */
function notes(): string | undefined {
  const sections = readFileSync("CHANGELOG.md", "utf8").split(/^## /m);
  const section = sections.find((text) => text.split("\n", 1)[0]?.trim() === version);
  return section?.split("\n").slice(1).join("\n").trim();
}

/** What does not agree: only a publisher can settle it. */
function problems(): string[] {
  const url = manifest.repository?.url;
  const waiting = readdirSync(".changeset").filter((name) => name.endsWith(".md") && name !== "README.md");
  const found = [
    [notes() === undefined, `CHANGELOG.md has no section ${version}.`],
    [waiting.length > 0, `.changeset/ holds ${waiting.join(", ")}: run \`npx changeset version\` and commit.`],
    [manifest.private === true, "package.json says private: npm publishes no such package."],
    // npm refuses a provenance statement for another repository than the package names.
    [url === undefined, "package.json has no repository.url; npm refuses a provenance statement without it."],
  ] as [boolean, string][];
  if (GITHUB_REF_TYPE === "tag") {
    const expected = `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git`;
    found.push([GITHUB_REF_NAME !== `v${version}`, `The tag is ${GITHUB_REF_NAME}, the version wants v${version}.`]);
    found.push([url !== undefined && url !== expected, `repository.url is ${url}, it must be ${expected}.`]);
  }
  return found.flatMap(([is, text]) => (is ? [text] : []));
}

/** Builds and packs from nothing. */
function pack(folder: string): { name: string; bytes: Buffer } {
  npm("run", "build");
  const [report] = JSON.parse(npm("pack", "--json", "--ignore-scripts", "--pack-destination", folder));
  return { name: report.filename, bytes: readFileSync(join(folder, report.filename)) };
}

function release(output: string): void {
  const folder = mkdtempSync(join(tmpdir(), "release-"));
  const { name, bytes } = pack(folder);
  // Whoever builds the tag must get the published bytes.
  if (!bytes.equals(pack(folder).bytes)) throw new Error("Two builds give different tarballs.");
  npm("publish", join(folder, name), "--dry-run", "--ignore-scripts");
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  cpSync(join(folder, name), join(output, name));
  writeFileSync(
    join(output, name.replace(/\.tgz$/, ".cdx.json")),
    npm("sbom", "--sbom-format=cyclonedx", "--omit=dev"),
  );
  writeFileSync(join(output, "SHA512SUMS"), `${createHash("sha512").update(bytes).digest("hex")}  ${name}\n`);
  writeFileSync(join(output, "NOTES.md"), `${notes() ?? ""}\n`);
  rmSync(folder, { recursive: true });
  console.log(`Everything that a release uploads is in ${output}.`);
}

const left = problems();
for (const problem of left) console.error(`- ${problem}`);
// A dry run reports what is left to the publisher; a release stops at it.
if (left.length > 0 && (GITHUB_REF_TYPE === "tag" || process.argv.includes("--check"))) process.exitCode = 1;
else if (!process.argv.includes("--check")) release("reports/release");
