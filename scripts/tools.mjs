// `node scripts/tools.mjs GROUP …`: installs groups of heavy tools, each a workspace of scripts/tools, or `docs`, when they
// are missing or their lock file has changed. Suites that need a group call it; nothing else installs one.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);

function install(folder, groups) {
  const stamp = new URL(`${folder}/node_modules/.installed.json`, root);
  const lock = readFileSync(new URL(`${folder}/package-lock.json`, root), "utf8");
  const installed = existsSync(stamp) ? JSON.parse(readFileSync(stamp, "utf8")) : {};
  const present = installed.lock === lock ? installed.groups : [];
  if (groups.every((group) => present.includes(group))) return;
  const all = [...new Set([...present, ...groups])];
  const filter = folder === "docs" ? [] : all.map((group) => `--workspace=${group}`);
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...filter];
  const { status } = spawnSync("npm", args, {
    cwd: fileURLToPath(new URL(folder, root)),
    // Standard output belongs to whoever called.
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}`);
  writeFileSync(stamp, JSON.stringify({ lock, groups: all }));
}

const groups = process.argv.slice(2);
if (groups.includes("docs")) install("docs", ["docs"]);
const tools = groups.filter((group) => group !== "docs");
if (tools.length > 0) install("scripts/tools", tools);
