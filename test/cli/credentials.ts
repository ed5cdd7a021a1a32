/** What the tests of `--credentials-file` share: a sandbox and a folder for each test, and a revocation that is signed from a path. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type Cloud, revokeArguments, startCloud } from "./cloud.js";
import { type Ran, runCli, type World } from "./runCli.js";

/** The surroundings of the test that runs now. */
export interface Surroundings {
  readonly cloud: Cloud;
  readonly folder: string;
  /** The sandbox's API key as lines of KEY=value. */
  readonly lines: () => string;
  readonly argumentsWith: (path: string) => string[];
  readonly revokeWith: (path: string, world?: World, ...more: string[]) => Promise<Ran>;
}

/** Sets them up before each test of the file that calls this, and cleans up after it. */
export function surroundings(): Surroundings {
  let cloud: Cloud;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "credentials-"));
    cloud = await startCloud();
  });
  afterEach(async () => {
    await cloud.close();
    await rm(folder, { recursive: true });
  });
  const argumentsWith = (path: string): string[] => [
    ...revokeArguments(cloud, "atlas", "unassignGroupApiKey"),
    "--credentials-file",
    path,
  ];
  return {
    get cloud() {
      return cloud;
    },
    get folder() {
      return folder;
    },
    lines: () =>
      Object.entries(cloud.env.digest)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    argumentsWith,
    revokeWith: (path, world = {}, ...more) => runCli([...argumentsWith(path), ...more], world),
  };
}
