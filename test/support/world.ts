/** The credentials and ids of the tests, none of which exist, and clients that use them. */
import {
  type Auth,
  type ClientOptions,
  createClient,
  type DigestCredentials,
  type Ids,
  type RevokeClient,
  type RevokeEvent,
} from "../../src/index.js";
import type { Server } from "./fetch.js";

/** No such host: a request that gets past the fake `fetch` fails. */
export const origin: string = "https://api.invalid";

export const ids: Record<"orgId" | "groupId" | "clientId" | "secretId" | "apiKeyId", string> = {
  orgId: "60c4fd418ebe251047c50554",
  groupId: "32b6e34b3d91647abb20e7b8",
  clientId: "mdb_sa_id_1234567890abcdef12345678",
  secretId: "66b1f0c4d2a39e5780cb4d17",
  apiKeyId: "5d1d12c087d9d63e6d682438",
};

const { orgId, groupId, clientId, secretId, apiKeyId } = ids;
export const orgSecret: Ids<"deleteOrgServiceAccountSecret"> = { orgId, clientId, secretId };
export const projectSecret: Ids<"deleteGroupServiceAccountSecret"> = { groupId, clientId, secretId };
export const projectAccount: Ids<"unassignGroupServiceAccount"> = { groupId, clientId };
export const projectKey: Ids<"unassignGroupApiKey"> = { groupId, apiKeyId };

/** An API key. */
export const keyPair: DigestCredentials = { publicKey: "ABCDEFGH", privateKey: "0a1b2c3d-private-key-4e5f" };

/** A service account. */
export const accountPair: { readonly clientId: string; readonly clientSecret: string } = {
  clientId,
  clientSecret: "mdb_sa_sk_abc-DEF_123",
};

/** An `Auth` that always sends the same token, so that nothing but DELETEs is on the wire. */
export const bearer: Auth = { scheme: "bearer", authorize: () => "Bearer test-token-0123456789" };

/** A client over a server in memory; it does not retry unless told to. */
export function clientOf(server: Server, options: Partial<ClientOptions> = {}): RevokeClient {
  return createClient({ api: "atlas", auth: bearer, baseUrl: origin, fetch: server.fetch, maxRetries: 0, ...options });
}

/** The same client, and the events that it reports. */
export function observedClientOf(
  server: Server,
  options: Partial<ClientOptions> = {},
): { client: RevokeClient; events: RevokeEvent[] } {
  const events: RevokeEvent[] = [];
  return { client: clientOf(server, { ...options, onEvent: (event) => events.push(event) }), events };
}
