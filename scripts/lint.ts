// `npm run lint`: the document, its workflows and the sources. Silent when all is well. Arguments go to `redocly lint`, so
// that a pull request can ask for `--format=github-actions`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { workflowFiles } from "./workflows/files.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const redocly = ["node_modules/@redocly/cli/bin/cli.js"];
const lint = [...redocly, "lint", "--lint-config=error", ...process.argv.slice(2)];

const steps: Readonly<Record<string, readonly string[]>> = {
  "redocly check-config": [...redocly, "check-config", "--lint-config=error"],
  "redocly lint": lint,
  "redocly lint, workflows": [...lint, "--config=scripts/workflows/redocly.yaml", ...(await workflowFiles())],
  "biome check": ["node_modules/@biomejs/biome/bin/biome", "check", "."],
};

for (const [name, args] of Object.entries(steps)) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  if (status === 0) continue;
  console.error(`${stdout}${stderr}\nlint failed: ${name}`);
  process.exitCode = 1;
}
