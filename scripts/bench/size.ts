// How many bytes an application's bundle gains.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** A minified bundle, in bytes. */
export interface Size {
  readonly name: string;
  readonly minified: number;
  readonly gzip: number;
}

const programs: Readonly<Record<string, string>> = {
  "mongodb-cloud-revoke, digest": 'export { createClient, digest } from "../../dist/src/index.js";',
  "mongodb-cloud-revoke, service account": 'export { createClient, serviceAccount } from "../../dist/src/index.js";',
  "openapi-fetch": 'export { default } from "openapi-fetch";',
  "digest-fetch": 'export { default } from "digest-fetch";',
  urllib: 'export { request } from "urllib";',
  "mongodb-atlas-api-client": 'export { default } from "mongodb-atlas-api-client";',
  "@mongodb-js/mcp-atlas-api-client":
    'export { ApiClient, ClientCredentialsAuthProvider } from "@mongodb-js/mcp-atlas-api-client";',
};

/** Bundles each contestant for Node, minified; Node's own modules stay outside. */
export async function measureSizes(): Promise<Size[]> {
  const sizes: Size[] = [];
  for (const [name, contents] of Object.entries(programs)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
      bundle: true,
      external: ["node-fetch"], // digest-fetch asks for it only where the platform has no fetch
      minify: true,
      write: false,
      format: "esm",
      platform: "node",
      target: "node20.19",
      legalComments: "none",
      logLevel: "error",
    });
    const bytes = outputFiles[0]?.contents ?? new Uint8Array();
    sizes.push({ name, minified: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length });
  }
  return sizes;
}
