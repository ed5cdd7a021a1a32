// A release that names the wrong tag, repository or changes is stopped before it is published.
import { describe, expect, test } from "vitest";
import { checkIdentity, leftToPublisher, releaseNotes } from "../../scripts/package/release.js";

const env = {
  GITHUB_REF_TYPE: "tag",
  GITHUB_REF_NAME: "v1.2.3",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "someone/something",
};
const manifest = { version: "1.2.3", repository: { url: "git+https://github.com/someone/something.git" } };

describe("a release's identity", () => {
  test("agrees when tag, version and repository do", () => {
    expect(checkIdentity(manifest, env)).toEqual([]);
  });

  test("does not agree when the tag is another version", () => {
    expect(checkIdentity({ ...manifest, version: "1.2.4" }, env)).toEqual([
      "The tag is v1.2.3, package.json's version wants v1.2.4.",
    ]);
  });

  test.each([
    ["no repository", { version: "1.2.3" }, "missing"],
    ["another repository", { version: "1.2.3", repository: "git+https://github.com/a/b.git" }, "github.com/a/b.git"],
  ])("does not agree with %s", (_name, other, words) => {
    const problems = checkIdentity(other, env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
  });

  test("is not asked for outside a release workflow", () => {
    expect(checkIdentity({ version: "9.9.9" }, { ...env, GITHUB_REF_TYPE: "branch" })).toEqual([]);
  });
});

describe("what is left to the publisher", () => {
  test("is nothing when the repository is named and no change waits for a version", () => {
    expect(leftToPublisher(manifest, ["README.md", "config.json"])).toEqual([]);
  });

  test.each([
    ["a repository", { version: "1.2.3" }, [], "repository.url"],
    ["a version for waiting changes", manifest, ["README.md", "brave-cats.md"], "holds brave-cats.md:"],
    ["a package that may be published", { ...manifest, private: true }, [], "private"],
  ])("is %s", (_name, given, changesets, words) => {
    const left = leftToPublisher(given, changesets);
    expect(left).toHaveLength(1);
    expect(left[0]).toContain(words);
  });
});

describe("release notes", () => {
  const changelog = "# name\n\n## 1.2.3\n\n### Minor Changes\n\n- One\n\n## 1.2.2\n\nOld\n";
  test("are the section of that very version", () => {
    expect(releaseNotes(changelog, "1.2.3")).toBe("### Minor Changes\n\n- One");
    expect(releaseNotes(changelog, "1.2.2")).toBe("Old");
  });

  test("are missing when the version has no section, even if another begins with it", () => {
    expect(releaseNotes(changelog, "1.2")).toBeUndefined();
  });
});
