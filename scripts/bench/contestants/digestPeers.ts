// Digest clients of npm, each used as its documentation shows. They are installed in this folder's own package; what is
// needed of their types stands here, so that the repository compiles without them.
import { privateKey, publicKey } from "../server/credentials.js";
import { accept, basePath, type Entry, NotRevoked } from "./contestant.js";

const load = async <T>(name: string): Promise<T> => (await import(name)) as T;

interface DigestFetch {
  readonly default: new (
    user: string,
    password: string,
  ) => { fetch(url: string, init: RequestInit): Promise<Response> };
}

export const digestFetch: Entry = {
  name: "digest-fetch",
  packageName: "digest-fetch",
  auth: "digest",
  remark: "Success: `response.ok`.",
  create: async ({ origin }) => {
    const { default: DigestClient } = await load<DigestFetch>("digest-fetch");
    const client = new DigestClient(publicKey, privateKey);
    return {
      async revoke({ groupId, apiKeyId }) {
        const url = `${origin}${basePath}/groups/${groupId}/apiKeys/${apiKeyId}`;
        const response = await client.fetch(url, { method: "DELETE", headers: { accept } });
        await response.arrayBuffer();
        if (!response.ok) throw new NotRevoked(`HTTP ${response.status}`);
      },
    };
  },
};

interface Urllib {
  request(
    url: string,
    options: { method: "DELETE"; digestAuth: string; headers: Record<string, string> },
  ): Promise<{ readonly status: number }>;
}

export const urllib: Entry = {
  name: "urllib",
  packageName: "urllib",
  auth: "digest",
  remark: "Success: a status from 200 to 299; it does not reject on others.",
  create: async ({ origin }) => {
    const { request } = await load<Urllib>("urllib");
    return {
      async revoke({ groupId, apiKeyId }) {
        const { status } = await request(`${origin}${basePath}/groups/${groupId}/apiKeys/${apiKeyId}`, {
          method: "DELETE",
          digestAuth: `${publicKey}:${privateKey}`,
          headers: { accept },
        });
        if (status < 200 || status > 299) throw new NotRevoked(`HTTP ${status}`);
      },
    };
  },
};

interface AtlasApiClient {
  readonly default: (options: { publicKey: string; privateKey: string; baseUrl: string; projectId: string }) => {
    readonly project: { removeUserFromProject(projectId: string, userId: string): Promise<boolean> };
  };
}

export const atlasApiClient: Entry = {
  name: "mongodb-atlas-api-client",
  packageName: "mongodb-atlas-api-client",
  auth: "digest",
  remark:
    "Success: its method returns true. It has none of the four operations; measured is `project.removeUserFromProject`, the same kind of DELETE.",
  create: async ({ origin }) => {
    const { default: getClient } = await load<AtlasApiClient>("mongodb-atlas-api-client");
    const { project } = getClient({ publicKey, privateKey, baseUrl: origin + basePath, projectId: "" });
    return {
      async revoke({ groupId, apiKeyId }) {
        if (!(await project.removeUserFromProject(groupId, apiKeyId))) throw new NotRevoked("it did not return true");
      },
    };
  },
};
