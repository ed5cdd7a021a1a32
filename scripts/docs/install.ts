// Installs the nested package's tools, and only when they are missing or their lock file has changed.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { docsFolder } from "./places.js";
import { step } from "./run.js";

/** Leaves `docs/node_modules` as `docs/package-lock.json` says. */
export async function installTools(): Promise<void> {
  const lock = await readFile(join(docsFolder, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).digest("hex");
  const marker = join(docsFolder, "node_modules", ".installed");
  const installed = await readFile(marker, "utf8").catch(() => "");
  if (installed === wanted) return;
  await step("npm ci in docs/", "npm", ["ci", "--prefix", docsFolder, "--no-audit", "--no-fund"]);
  await writeFile(marker, wanted);
}
