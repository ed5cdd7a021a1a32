// The samples of the reference: the files in spec/samples, as the document refers to them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Api, type OperationId, operationTable, servers } from "../../generated/client.js";
import type { Sandbox } from "../../src/sandbox/index.js";
import { exampleIds } from "../support/exampleSeed.js";
import { root } from "../support/places.js";

/** One entry of `x-codeSamples`. */
export interface Sample {
  readonly lang: string;
  readonly label: string;
  readonly source: string;
}

interface Bundle {
  readonly paths: Readonly<Record<string, { readonly delete: { readonly "x-codeSamples"?: readonly Sample[] } }>>;
}

const bundle = JSON.parse(readFileSync(join(root, "generated", "openapi.json"), "utf8")) as Bundle;

/** All operations, in the document's order. */
export const operationIds: readonly OperationId[] = Object.keys(operationTable) as OperationId[];

/** The samples that the bundle shows at an operation. */
export function samplesOf(operationId: OperationId): readonly Sample[] {
  return bundle.paths[operationTable[operationId].path]?.delete["x-codeSamples"] ?? [];
}

/** An operation's sample by its label. */
export function sampleOf(operationId: OperationId, label: string): string {
  const sample = samplesOf(operationId).find((entry) => entry.label === label);
  if (sample === undefined) throw new Error(`${operationId} has no sample "${label}".`);
  return sample.source;
}

/** An operation's path on an API, with the document's example ids. */
export function examplePath(operationId: OperationId, api: Api): string {
  const ids: Readonly<Record<string, string>> = exampleIds();
  const path = operationTable[operationId].path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
  return `${servers[api].basePath}${path}`;
}

/** A sample for Cloud Manager, changed as its own comment says. */
export function onCloudManager(sample: string): string {
  return sample
    .replace(/"\$BASE_URL\/api\/atlas\/v2/, '"$BASE_URL/api/public/v1.0')
    .replace(/(--header "Accept: )[^"]+"/, '$1application/json"')
    .replace('api: "atlas"', 'api: "cloud-manager"')
    .replace("--api atlas", "--api cloud-manager");
}

/** Each operation on each API. */
export const everywhere: readonly (readonly [OperationId, Api])[] = operationIds.flatMap((id) =>
  (Object.keys(servers) as Api[]).map((api) => [id, api] as const),
);

/** A sample for an API, changed for it as its own comment says. */
export function sampleFor(operationId: OperationId, label: string, api: Api): string {
  const sample = sampleOf(operationId, label);
  return api === "atlas" ? sample : onCloudManager(sample);
}

/** What a sample expects in its environment. */
export function variablesOf({ url, credentials }: Pick<Sandbox, "url" | "credentials">): Record<string, string> {
  return {
    BASE_URL: url,
    MONGODB_ATLAS_PUBLIC_API_KEY: credentials.apiKey.publicKey,
    MONGODB_ATLAS_PRIVATE_API_KEY: credentials.apiKey.privateKey,
    MONGODB_ATLAS_CLIENT_ID: credentials.serviceAccount.clientId,
    MONGODB_ATLAS_CLIENT_SECRET: credentials.serviceAccount.clientSecret,
  };
}
