/** What a batch says speaks of flags and of the names in the file, not of the library's options. */
import { expect, test } from "vitest";
import { onlyJson } from "../cli/runCli.js";
import { listOf, startBench } from "./batch.js";

test("a refusal names --missing-ok and --api, and ids as the file does", async () => {
  const bench = await startBench(2);
  const list = await bench.file(listOf(2, 1));
  for (const json of [[], ["--json"]]) {
    const { stdout } = await bench.batch(list, ["--yes", ...json]);
    const told = json.length === 0 ? stdout : JSON.stringify(onlyJson(stdout).notGone);
    expect(told.replace(/\s+/g, " ")).toContain(
      "Check each id and --api atlas. If it may already be gone, list what is there, or call again with --missing-ok.",
    );
    expect(stdout).not.toMatch(/missingOk|api \(/);
  }
  await bench.end();
});

test("a file that holds a secret's value is told what belongs there", async () => {
  const bench = await startBench(1);
  const { both } = await bench.batch(await bench.file(listOf(1).replace(/"1[0-9a-f]{23}"/, '"mdb_sa_sk_Value1"')));
  expect(both.replace(/\s+/g, " ")).toContain("A secret is named by its id, which its service account shows");
  expect(both).not.toContain("Value1");
  await bench.end();
});

test("--help says that a batch's --timeout is that of one attempt at one target", async () => {
  const bench = await startBench(0);
  const { stdout } = await bench.batch("--help", []);
  expect(stdout.match(/--timeout/g)).toHaveLength(1);
  expect(stdout.replace(/\s+/g, " ")).toContain("Time for each attempt at a target");
  await bench.end();
});
