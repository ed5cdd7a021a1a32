// This package, as built, with each of its two ways to authenticate.
import type * as Library from "../../../src/index.js";
import { clientId, clientSecret, privateKey, publicKey } from "../server/credentials.js";
import type { Contestant, Entry } from "./contestant.js";

async function create(origin: string, authOf: (library: typeof Library) => Library.Auth): Promise<Contestant> {
  const built = new URL("../../../dist/src/index.js", import.meta.url).href;
  const library = (await import(built)) as typeof Library;
  const client = library.createClient({ api: "atlas", baseUrl: origin, auth: authOf(library) });
  return {
    // Only a confirmation resolves.
    revoke: async ({ groupId, apiKeyId }) => void (await client.unassignGroupApiKey({ groupId, apiKeyId })),
    close: () => client.close(),
  };
}

export const ours: Entry = {
  name: "mongodb-cloud-revoke, digest",
  auth: "digest",
  remark: "Success: the method resolves.",
  create: ({ origin }) => create(origin, ({ digest }) => digest({ publicKey, privateKey })),
};

export const oursWithServiceAccount: Entry = {
  name: "mongodb-cloud-revoke, service account",
  auth: "service account",
  remark: "Success: the method resolves.",
  create: ({ origin }) => create(origin, ({ serviceAccount }) => serviceAccount({ clientId, clientSecret })),
};
