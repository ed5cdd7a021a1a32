// `npm run test:mutation`: mutates the client's core and shows how many of the mistakes its tests notice. Fails when the
// score is below 95 %, or when a mutant survives that scripts/mutation/survivors.md does not explain.
// `npm run test:mutation -- src/outcome.ts` does so for single files.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { keyOf, type MutationReport, rowsOf, type Survivor, survivorsOf, unexplained } from "./mutation/report.js";
import { installNested } from "./package/nested.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}scripts/mutation`;
const required = 95;

function main(files: readonly string[]): number {
  installNested(folder);
  const stryker = `${folder}/node_modules/@stryker-mutator/core/bin/stryker.js`;
  const only = files.length === 0 ? [] : ["--mutate", files.join(",")];
  const { status } = spawnSync(process.execPath, [stryker, "run", `${folder}/stryker.config.json`, ...only], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) return status ?? 1;
  const report = JSON.parse(readFileSync(`${root}reports/mutation.json`, "utf8")) as MutationReport;
  const rows = rowsOf(report);
  console.table(rows.map(({ score, ...row }) => ({ ...row, "score %": score.toFixed(2) })));
  const total = rows.at(-1);
  const open = unexplained(survivorsOf(report), readFileSync(`${folder}/survivors.md`, "utf8"));
  for (const survivor of open) console.error(`not explained in scripts/mutation/survivors.md: ${described(survivor)}`);
  const enough = total !== undefined && total.score >= required;
  if (!enough) console.error(`The score is below ${required} %.`);
  return enough && open.length === 0 ? 0 : 1;
}

function described(survivor: Survivor): string {
  return `${survivor.file}:${survivor.line} ${keyOf(survivor)} (${survivor.status})`;
}

process.exitCode = main(process.argv.slice(2));
