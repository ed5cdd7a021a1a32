// `npm run release:check`: everything that a release does, but publish. It leaves in reports/release/ what the release
// workflow uploads: the tarball, its checksum, the SBOM of the run-time dependencies and the notes.
import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./package/nested.js";
import { buildAndPack, type Packed } from "./package/pack.js";
import { checkIdentity, leftToPublisher, type Manifest, releaseNotes } from "./package/release.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const output = join(root, "reports/release");

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "release-"));
  try {
    const before = gitStatus();
    const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as Manifest;
    const notes = releaseNotes(await readFile(join(root, "CHANGELOG.md"), "utf8"), manifest.version);
    step(`version ${manifest.version} stands in CHANGELOG.md`, notes === undefined ? ["it does not."] : []);
    step("tag and repository", checkIdentity(manifest, process.env));
    const left = leftToPublisher(manifest, await readdir(join(root, ".changeset")));
    if (process.env.GITHUB_REF_TYPE === "tag") step("nothing is left to the publisher", left);
    for (const script of ["lint", "test", "test:gates", "test:package"]) npm(script);
    const packed = await packTwice(folder);
    npmDryRun(packed.tarball);
    await writeRelease(packed, notes ?? "");
    step("the working tree is as it was", gitStatus() === before ? [] : [gitStatus()]);
    if (left.length > 0) {
      console.log(
        `\nBefore it can be published, the publisher has to settle this; the release workflow stops at it:\n`,
      );
      for (const each of left) console.log(`- ${each}`);
    }
    console.log(`\n${left.length > 0 ? "Everything else is ready" : "Ready"} to publish: ${output}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function npm(script: string): void {
  // The consumers' whole matrix installs every runtime: on a busy machine that takes longer than any other command here.
  const { status, output: said } = run("npm", ["run", script], root, {}, 40);
  if (status !== 0) console.log(said);
  const counted = /^(?: *Tests .*|\d+ passed, .*)$/m.exec(said)?.[0].trim();
  step(`npm run ${script}${counted === undefined ? "" : ` (${counted})`}`, status === 0 ? [] : ["see above."]);
}

/** Builds and packs twice from nothing: whoever builds the tag must get the published bytes. */
async function packTwice(folder: string): Promise<Packed> {
  await rm(join(root, "dist"), { recursive: true, force: true });
  const first = await buildAndPack(root, join(folder, "first"));
  await rm(join(root, "dist"), { recursive: true, force: true });
  const second = await buildAndPack(root, join(folder, "second"));
  const hashes = [await sha512(first.tarball), await sha512(second.tarball)];
  step("two builds give the same tarball", hashes[0] === hashes[1] ? [] : [`${hashes[0]}\n${hashes[1]}`]);
  return first;
}

function npmDryRun(tarball: string): void {
  const { status, output: said } = run("npm", ["publish", tarball, "--dry-run", "--ignore-scripts"], root);
  step("npm publish --dry-run", status === 0 ? [] : [said]);
}

async function writeRelease({ tarball }: Packed, notes: string): Promise<void> {
  const sbom = run("npm", ["sbom", "--sbom-format=cyclonedx", "--omit=dev"], root);
  const components = sbom.status === 0 ? (JSON.parse(sbom.stdout) as { components: unknown[] }).components : [];
  step(`SBOM of ${components.length} run-time dependencies`, sbom.status === 0 ? [] : [sbom.output]);
  const name = basename(tarball);
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  await copyFile(tarball, join(output, name));
  await writeFile(join(output, name.replace(/\.tgz$/, ".cdx.json")), sbom.stdout);
  await writeFile(join(output, "SHA512SUMS"), `${await sha512(tarball)}  ${name}\n`);
  await writeFile(join(output, "NOTES.md"), `${notes}\n`);
}

async function sha512(file: string): Promise<string> {
  return createHash("sha512")
    .update(await readFile(file))
    .digest("hex");
}

function gitStatus(): string {
  return run("git", ["status", "--porcelain"], root).stdout;
}

/** Says how a step went; the first problem ends the check. */
function step(name: string, problems: readonly string[]): void {
  console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${name}`);
  if (problems.length === 0) return;
  console.log(problems.join("\n").replace(/^/gm, "       "));
  throw new ReleaseError(name);
}

class ReleaseError extends Error {
  override readonly name: string = "ReleaseError";
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error;
  console.error(`\nNot ready to publish: ${error.message}`);
  process.exitCode = 1;
}
