// What a release says about itself must agree with what it is: tag, repository and changelog.

/** What a release reads of package.json. */
export interface Manifest {
  version: string;
  private?: boolean;
  repository?: { url?: string } | string;
}

/**
 * Compares package.json with the tag and repository that a workflow runs for; without a workflow there is nothing to compare.
 *
 * @param env - GitHub's variables.
 * @returns What does not agree.
 */
export function checkIdentity(manifest: Manifest, env: Readonly<Record<string, string | undefined>>): string[] {
  if (env.GITHUB_REF_TYPE !== "tag") return [];
  const problems: string[] = [];
  const tag = `v${manifest.version}`;
  if (env.GITHUB_REF_NAME !== tag)
    problems.push(`The tag is ${env.GITHUB_REF_NAME}, package.json's version wants ${tag}.`);
  const url = typeof manifest.repository === "string" ? manifest.repository : manifest.repository?.url;
  const expected = `git+${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}.git`;
  // npm refuses a provenance statement for another repository than the package names.
  if (url !== expected) problems.push(`package.json's repository.url is ${url ?? "missing"}, it must be ${expected}.`);
  return problems;
}

/**
 * What stands between this tree and a release that npm takes: only a publisher can settle it, so that a dry run tells it, and
 * the release itself stops at it.
 *
 * @param changesets - Names of the files in `.changeset/`.
 */
export function leftToPublisher(manifest: Manifest, changesets: readonly string[]): string[] {
  const left: string[] = [];
  if (manifest.private === true) left.push("package.json says private: npm publishes no such package.");
  if (manifest.repository === undefined) {
    left.push(
      "package.json has no repository: set repository.url to git+https://<host>/<owner>/<name>.git of the public repository. npm refuses a provenance statement without it.",
    );
  }
  const waiting = changesets.filter((name) => name.endsWith(".md") && name !== "README.md");
  if (waiting.length > 0) {
    left.push(
      `.changeset/ holds ${waiting.join(", ")}: run npx changeset version, which raises the version and writes CHANGELOG.md, and commit.`,
    );
  }
  return left;
}

/** The changelog's section about one version, without its heading; undefined when there is none. */
export function releaseNotes(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split("\n", 1)[0]?.trim() === version);
  return section?.split("\n").slice(1).join("\n").trim();
}
