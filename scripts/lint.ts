// `npm run lint`: the document, its workflows, the sources and the types, in this order. Arguments go to `redocly lint`,
// so that a pull request can ask for `--format=github-actions`.
import { redocly } from "./redocly.js";
import { runNode } from "./run-node.js";
import { workflowFiles } from "./workflows/files.js";

const lint = ["lint", "--lint-config=error", ...process.argv.slice(2)];
const workflows = await workflowFiles();

const steps: readonly (readonly [string, () => number])[] = [
  ["redocly check-config", () => redocly("check-config", "--lint-config=error")],
  ["redocly lint", () => redocly(...lint)],
  ["redocly lint, workflows", () => redocly(...lint, "--config=scripts/workflows/redocly.yaml", ...workflows)],
  ["biome check", () => runNode("@biomejs/biome/bin/biome", ["check", "."])],
  ["tsc", () => runNode("typescript/bin/tsc", ["-p", "."])],
  ["tsc, examples", () => runNode("typescript/bin/tsc", ["-p", "examples"])],
];

const failed = steps.filter(([, run]) => run() !== 0).map(([name]) => name);
if (failed.length > 0) {
  console.error(`lint failed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
