// The breaking-change check: all breaking changes of breakingEdits.ts are made in one revision, each at a place of its
// own, and each must be reported by itself; all additions are made in another one, which must pass.
import { execFileSync } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documentAt } from "../../scripts/diff/base.js";
import { type Comparison, compareDocuments } from "../../scripts/diff/breaking.js";
import { additions, breaking } from "./breakingEdits.js";
import { readDocument, writeDocument } from "./copies.js";
import type { Edit } from "./edits.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
let folder = "";
let broken: Comparison;
let grown: Comparison;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "revisions-"));
  const document = await readDocument(root);
  const revise = async (name: string, edits: readonly Edit[]): Promise<Comparison> => {
    const files = new Map(document);
    for (const edit of edits) edit(files);
    const revision = await writeDocument(join(folder, name), files);
    return compareDocuments(root, join(root, "spec/openapi.yaml"), revision);
  };
  broken = await revise(
    "broken",
    breaking.map(([, edit]) => edit),
  );
  grown = await revise(
    "grown",
    additions.map(([, edit]) => edit),
  );
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the breaking-change check", () => {
  test.each(breaking)("reports %s", (_what, _edit, file, message) => {
    const found = broken.breaking.filter((change) => message.test(change.message));
    expect(found.map((change) => change.file.replaceAll("\\", "/"))).toContainEqual(expect.stringMatching(`${file}$`));
  });

  test("reports each of them once", () => {
    const others = broken.breaking.filter(
      (change) => !breaking.some(([, , , message]) => message.test(change.message)),
    );
    expect(others).toEqual([]);
  });

  test("passes on additions, and sees that they are there", () => {
    expect(grown.breaking).toEqual([]);
    expect(grown.harmless).toBeGreaterThanOrEqual(additions.length);
  });

  test("passes a break that a new major version announces, and only that", () => {
    expect([broken.announced, grown.announced]).toEqual([false, true]);
  });

  test("takes the base from a commit, and knows a commit without a document", async () => {
    const repository = join(folder, "repository");
    const git = (...args: readonly string[]): string =>
      execFileSync(
        "git",
        ["-c", "user.name=test", "-c", "user.email=test@api.invalid", "-c", "commit.gpgsign=false", ...args],
        { cwd: repository, encoding: "utf8" },
      );
    await cp(join(root, "spec"), join(repository, "spec"), { recursive: true });
    git("init", "--quiet");
    git("commit", "--quiet", "--allow-empty", "--message", "nothing");
    git("add", "spec");
    git("commit", "--quiet", "--message", "the document");
    const base = await mkdtemp(join(folder, "base-"));
    const entry = documentAt(repository, "HEAD", base) ?? "";
    expect(entry).toBe(join(base, "spec/openapi.yaml"));
    expect(await readDocument(base)).toEqual(await readDocument(root));
    expect(documentAt(repository, "HEAD~1", base)).toBeUndefined();
    expect(() => documentAt(repository, "no-such-branch", base)).toThrow(/no-such-branch/);
  });
});
