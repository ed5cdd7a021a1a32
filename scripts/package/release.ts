// What a release says about itself must agree with what it is: tag, repository and changelog.

/** What a release reads of package.json. */
export interface Manifest {
  version: string;
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

/** The changelog's section about one version, without its heading; undefined when there is none. */
export function releaseNotes(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split("\n", 1)[0]?.trim() === version);
  return section?.split("\n").slice(1).join("\n").trim();
}
