/** Builds and packs the package once for all tests of this folder. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildAndPack, installTools, type Packed } from "./packed.js";

declare module "vitest" {
  interface ProvidedContext {
    readonly packed: Packed;
  }
}

/** Runs before the first test; what it returns runs after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "package-"));
  installTools("checks", "consumers");
  project.provide("packed", await buildAndPack(folder));
  return () => rm(folder, { recursive: true, force: true });
}
