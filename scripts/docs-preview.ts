// `npm run docs:preview`: serves site/ and, beside it, a sandbox that holds the very ids of the reference's samples.
// `-- --api cloud-manager` puts them on the other API, `-- --port 8080` fixes the site's port.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Api, servers } from "../generated/client.js";
import { startSandbox } from "../src/sandbox/index.js";
import { exampleSeed } from "./docs/exampleSeed.js";
import { siteFolder } from "./docs/places.js";
import { serveSite } from "./docs/serve.js";

const { values } = parseArgs({
  options: { api: { type: "string", default: "atlas" }, port: { type: "string", default: "0" } },
});

function isApi(name: string): name is Api {
  return Object.hasOwn(servers, name);
}

/** Variables as lines for a POSIX shell. */
function exports(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `  export ${name}='${value}'`)
    .join("\n");
}

async function preview(api: Api, port: number): Promise<void> {
  const site = await serveSite(port);
  const sandbox = await startSandbox({ seed: exampleSeed(api), onAccess: ({ line }) => console.error(line) });
  const { publicKey, privateKey } = sandbox.credentials.apiKey;
  const { clientId, clientSecret } = sandbox.credentials.serviceAccount;
  console.log(`
The site:     ${site.url}
The sandbox:  ${sandbox.url} (${servers[api].title})

Paste this into another terminal. Every sample of ${site.url}/reference.html then runs
there as it is, against the sandbox:

${exports({
  BASE_URL: sandbox.url,
  MONGODB_ATLAS_PUBLIC_API_KEY: publicKey,
  MONGODB_ATLAS_PRIVATE_API_KEY: privateKey,
  MONGODB_ATLAS_CLIENT_ID: clientId,
  MONGODB_ATLAS_CLIENT_SECRET: clientSecret,
})}

What was revoked comes back with:  curl --request POST "$BASE_URL/__sandbox/reset"
Ctrl-C stops both.
`);
  const stop = (): void => {
    Promise.all([site.close(), sandbox.close()]).catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    });
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

if (!existsSync(join(siteFolder, "index.html"))) {
  console.error("There is no site yet: run `npm run docs` first.");
  process.exitCode = 2;
} else if (!isApi(values.api) || !/^\d{1,5}$/.test(values.port)) {
  console.error(`--api takes ${Object.keys(servers).join(" or ")}, --port a number.`);
  process.exitCode = 2;
} else {
  await preview(values.api, Number(values.port));
}
