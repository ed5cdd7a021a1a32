// `npm run lint`: the document, its workflows and the sources. Silent when all is well. Arguments go to `redocly lint`, so
// that a pull request can ask for `--format=github-actions`. What no rule can say is checked by `npm test` (test/lint).
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const workflows = readdirSync(`${root}spec/workflows`)
  .filter((name) => name.endsWith(".arazzo.yaml"))
  .map((name) => `spec/workflows/${name}`);
const redocly = ["node_modules/@redocly/cli/bin/cli.js"];
const lint = [...redocly, "lint", "--lint-config=error", ...process.argv.slice(2)];

const steps: Readonly<Record<string, readonly string[]>> = {
  "redocly check-config": [...redocly, "check-config", "--lint-config=error"],
  "redocly lint": lint,
  "redocly lint, workflows": [...lint, "--config=spec/workflows/redocly.yaml", ...workflows],
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
