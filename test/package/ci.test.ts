/** CI's arithmetic: a crash and an empty suite never look like success, and no suite drops out. The tools are played. */
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../support/places.js";
import { run } from "./packed.js";

interface Played {
  /** Exit code and JSON report of one project in place of three tests that pass. */
  readonly unit?: { readonly exit: number; readonly report?: object };
  readonly npm?: number;
}

const passed = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 };

/** Runs `.ci/run` with an `npm` and an `npx` that only play their parts; returns its last lines. */
async function ci({ unit = { exit: 0, report: passed }, npm = 0 }: Played) {
  const folder = await mkdtemp(join(tmpdir(), "ci-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, ".ci"));
  await copyFile(join(root, ".ci/run"), join(folder, ".ci/run"));
  const program = async (name: string, text: string): Promise<void> => {
    await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(folder, name), 0o755);
  };
  for (const name of ["chromium", "curl", "python3", "apt-get"]) await program(name, "exit 0");
  await program("npm", `[ "$1" = ci ] || exit ${npm}`);
  const write = (report: object | undefined): string =>
    report === undefined ? ":" : `printf '%s' '${JSON.stringify(report)}' > "\${file#--outputFile.json=}"`;
  const findFile = 'for each in "$@"; do case "$each" in --outputFile.json=*) file="$each";; esac; done';
  const other = `${write(passed)}; exit 0`;
  const own = `${write(unit.report)}; exit ${unit.exit}`;
  await program("npx", `${findFile}\ncase "$*" in *"--project unit "*) ${own};; *) ${other};; esac`);
  const { status, stdout } = await run("bash", [join(folder, ".ci/run")], folder, {
    PATH: `${folder}${delimiter}${process.env.PATH}`,
  });
  return { status, last: stdout.trimEnd().split("\n").slice(-2) };
}

test("the counts of all suites are summed, a check being one test", async () => {
  expect(await ci({})).toMatchObject({ status: 0, last: ["", "24 passed, 0 failed, 7 skipped"] });
});

test.each<[string, Played, string]>([
  ["fails tests", { unit: { exit: 1, report: { ...passed, numFailedTests: 2 } } }, "24 passed, 2 failed, 7 skipped"],
  [
    "hides its failures",
    { unit: { exit: 0, report: { ...passed, numFailedTests: 2 } } },
    "24 passed, 2 failed, 7 skipped",
  ],
  ["exits non-zero although all passed", { unit: { exit: 1, report: passed } }, "24 passed, 1 failed, 7 skipped"],
  ["crashes before it counts", { unit: { exit: 1 } }, "21 passed, 1 failed, 6 skipped"],
  ["says nothing", { unit: { exit: 0 } }, "21 passed, 1 failed, 6 skipped"],
  ["runs no test", { unit: { exit: 0, report: { ...passed, numPassedTests: 0 } } }, "21 passed, 1 failed, 7 skipped"],
])("a suite that %s is a failure, and is named", async (_name, played, counts) => {
  expect(await ci(played)).toMatchObject({ status: 1, last: ["FAILED: test, unit", counts] });
});

test("a check that fails is a failure, and is named", async () => {
  expect(await ci({ npm: 1 })).toMatchObject({
    status: 1,
    last: ["FAILED: lint FAILED: typecheck", "22 passed, 2 failed, 7 skipped"],
  });
});

test("CI runs every project of vitest's configuration but the slow one", async () => {
  const [script, config] = await Promise.all(
    [".ci/run", "vitest.config.ts"].map((path) => readFile(join(root, path), "utf8")),
  );
  const run = /^for project in ([a-z ]+); do/m.exec(script ?? "")?.[1]?.split(" ") ?? [];
  const named = [...(config ?? "").matchAll(/^ {2}(\w+): \["|name: "(\w+)"/gm)].map((match) => match[1] ?? match[2]);
  expect([...run, "slow"].sort()).toEqual(named.sort());
});
