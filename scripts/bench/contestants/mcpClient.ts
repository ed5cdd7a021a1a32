// MongoDB's own client inside its MCP server: OAuth, and DELETEs of other resources than the four.
import { clientId, clientSecret } from "../server/credentials.js";
import type { Entry } from "./contestant.js";

interface HttpClientOption {
  readonly fetch: typeof fetch;
  readonly Request: typeof Request;
}

interface McpAtlasApiClient {
  readonly ApiClient: new (construction: {
    options: { baseUrl: string; userAgent: string; httpClient: HttpClientOption };
    logger: { error(entry: { message: string }): void };
    authProvider: object;
  }) => {
    deleteAccessListEntry(options: { params: { path: { groupId: string; entryValue: string } } }): Promise<void>;
  };
  readonly ClientCredentialsAuthProvider: new (
    options: {
      baseUrl: string;
      clientId: string;
      clientSecret: string;
      userAgent: string;
      httpClient: HttpClientOption;
    },
    logger: { error(entry: { message: string }): void },
  ) => object;
}

export const mcpClient: Entry = {
  name: "@mongodb-js/mcp-atlas-api-client",
  packageName: "@mongodb-js/mcp-atlas-api-client",
  auth: "service account",
  remark:
    "Success: its method resolves. It has none of the four operations; measured is `deleteAccessListEntry`, the same kind of DELETE. Its OAuth library insists on https, so the `fetch` that it is given for the one grant turns https into the benchmark's http.",
  create: async ({ origin }) => {
    const name = "@mongodb-js/mcp-atlas-api-client";
    const { ApiClient, ClientCredentialsAuthProvider } = (await import(name)) as McpAtlasApiClient;
    const logger = {
      error: ({ message }: { message: string }): never => {
        throw new Error(message);
      },
    };
    const userAgent = "mongodb-cloud-revoke-bench/1";
    const httpClient = { fetch, Request };
    const authProvider = new ClientCredentialsAuthProvider(
      {
        baseUrl: origin.replace("http:", "https:"),
        clientId,
        clientSecret,
        userAgent,
        httpClient: { ...httpClient, fetch: (url, init) => fetch(String(url).replace("https:", "http:"), init) },
      },
      logger,
    );
    const client = new ApiClient({ options: { baseUrl: origin, userAgent, httpClient }, logger, authProvider });
    return {
      revoke: ({ groupId, apiKeyId }) =>
        client.deleteAccessListEntry({ params: { path: { groupId, entryValue: apiKeyId } } }),
    };
  },
};
