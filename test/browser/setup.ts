/** Builds the site once for all tests of this folder. */
import { spawnSync } from "node:child_process";
import { root } from "../support/places.js";

/** Runs before the first test. */
export function setup(): void {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "docs"], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm run docs failed:\n${stdout}${stderr}`);
}
