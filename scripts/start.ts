// `npm start`, the main job: builds the package, starts its sandbox on a free loopback port, and closes the whole circle with
// each kind of credential on both APIs, through the package as a user would import it.
import type * as Library from "../src/index.js";
import type * as Sandbox from "../src/sandbox/index.js";
import { runNode } from "./run-node.js";
import { demonstrate } from "./start/demonstrate.js";

async function main(): Promise<number> {
  const built = runNode("tsx/dist/cli.mjs", ["scripts/build.ts"]);
  if (built !== 0) return built;
  // By its own name, so that exports, dist/ and bundles are what is tried.
  const [library, sandbox] = ["mongodb-cloud-revoke", "mongodb-cloud-revoke/sandbox"];
  return await demonstrate(
    (await import(library)) as typeof Library,
    (await import(sandbox)) as typeof Sandbox,
    (line) => console.log(line),
  );
}

process.exitCode = await main();
