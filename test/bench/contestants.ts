/**
 * Ways to send the same DELETE, each used as its documentation shows, with its own idea of success. The peers are
 * installed with the group `bench` of scripts/tools, and used without their types.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import createOpenapiClient from "openapi-fetch";
import type { paths } from "../../generated/schema.js";
import { type Auth, createClient, digest, serviceAccount } from "../../src/index.js";
import { root } from "../support/places.js";
import { accountPair, keyPair } from "../support/world.js";
import { accessToken, basePath } from "./server.js";

/** What is deleted. */
export interface Target {
  readonly groupId: string;
  readonly apiKeyId: string;
}

/** Resolves when the contestant calls the response a success, and rejects otherwise. */
export type Revoke = (target: Target) => Promise<unknown>;

/** One contestant. */
export interface Contestant {
  readonly name: string;
  /** What it takes for a success, and what is particular about it. */
  readonly remark: string;
  readonly create: (origin: string) => Revoke;
}

const load = createRequire(join(root, "scripts/tools/bench/package.json"));
const accept = "application/vnd.atlas.2023-01-01+json";
const urlOf = (origin: string, { groupId, apiKeyId }: Target): string =>
  `${origin}${basePath}/groups/${groupId}/apiKeys/${apiKeyId}`;
const demand = (is: boolean): void => {
  if (!is) throw new Error("not a success");
};

const ours =
  (auth: () => Auth): Contestant["create"] =>
  (baseUrl) => {
    const client = createClient({ api: "atlas", baseUrl, auth: auth() });
    return ({ groupId, apiKeyId }) => client.unassignGroupApiKey({ groupId, apiKeyId });
  };

export const contestants: readonly Contestant[] = [
  {
    name: "mongodb-cloud-revoke, API key",
    remark: "success: the method resolves",
    create: ours(() => digest(keyPair)),
  },
  {
    name: "mongodb-cloud-revoke, service account",
    remark: "success: the method resolves",
    create: ours(() => serviceAccount(accountPair)),
  },
  {
    name: "fetch, token ready (the floor)",
    remark: "success: `response.ok`; no deadline, no retry, no challenge",
    create: (origin) => async (target) => {
      const headers = { accept, authorization: `Bearer ${accessToken}` };
      const response = await fetch(urlOf(origin, target), { method: "DELETE", headers });
      await response.arrayBuffer();
      demand(response.ok);
    },
  },
  {
    name: "openapi-fetch, token ready",
    remark: "success: no `error`, as its documentation shows",
    create: (origin) => {
      const headers = { accept, authorization: `Bearer ${accessToken}` };
      const client = createOpenapiClient<paths>({ baseUrl: origin + basePath, headers });
      return async (target) => {
        const params = { path: { ...target } };
        const { error } = await client.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params });
        demand(!error);
      };
    },
  },
  {
    name: "digest-fetch",
    remark: "success: `response.ok`",
    create: (origin) => {
      const client = new (load("digest-fetch").default)(keyPair.publicKey, keyPair.privateKey);
      return async (target) => {
        const response: Response = await client.fetch(urlOf(origin, target), { method: "DELETE", headers: { accept } });
        await response.arrayBuffer();
        demand(response.ok);
      };
    },
  },
  {
    name: "urllib",
    remark: "success: a status from 200 to 299; it does not reject on others",
    create: (origin) => async (target) => {
      const digestAuth = `${keyPair.publicKey}:${keyPair.privateKey}`;
      const options = { method: "DELETE", digestAuth, headers: { accept } };
      const { status } = await load("urllib").request(urlOf(origin, target), options);
      demand(status >= 200 && status <= 299);
    },
  },
  {
    name: "mongodb-atlas-api-client",
    remark: "success: its method returns true; it has none of the four, measured is `removeUserFromProject`",
    create: (origin) => {
      const options = { ...keyPair, baseUrl: origin + basePath, projectId: "" };
      const { project } = load("mongodb-atlas-api-client")(options);
      return async ({ groupId, apiKeyId }) => demand(await project.removeUserFromProject(groupId, apiKeyId));
    },
  },
  {
    name: "@mongodb-js/mcp-atlas-api-client",
    remark: "success: its method resolves; it has none of the four, measured is `deleteAccessListEntry`",
    create: (origin) => {
      const { ApiClient, ClientCredentialsAuthProvider } = load("@mongodb-js/mcp-atlas-api-client");
      const logger = {
        error: ({ message }: { message: string }): never => {
          throw new Error(message);
        },
      };
      const userAgent = "bench";
      const httpClient = { fetch, Request };
      // Its OAuth library insists on https; the one grant goes over the benchmark's http.
      const overHttp = (url: unknown, init?: RequestInit): Promise<Response> =>
        fetch(String(url).replace("https:", "http:"), init);
      const account = { ...accountPair, baseUrl: origin.replace("http:", "https:"), userAgent };
      const granting = { ...account, httpClient: { fetch: overHttp, Request } };
      const authProvider = new ClientCredentialsAuthProvider(granting, logger);
      const client = new ApiClient({ options: { baseUrl: origin, userAgent, httpClient }, logger, authProvider });
      return ({ groupId, apiKeyId }) =>
        client.deleteAccessListEntry({ params: { path: { groupId, entryValue: apiKeyId } } });
    },
  },
];
