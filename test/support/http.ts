/** `client.http` as JavaScript sees it, and the addresses that its requests should have. */
import type { Api } from "../../generated/client.js";
import type { Server } from "./fetch.js";
import { clientOf } from "./world.js";

/** Any method, any path, any init. */
export interface Http {
  readonly DELETE: (path: string, init?: object) => Promise<unknown>;
  readonly GET: (path: string, init?: object) => Promise<unknown>;
  readonly POST: (path: string, init?: object) => Promise<unknown>;
  readonly request: (method: string, path: string, init?: object) => Promise<unknown>;
  readonly use: (middleware: object) => void;
}

export const http = (server: Server): Http => clientOf(server).http as unknown as Http;

export const keyPath = "/groups/{groupId}/apiKeys/{apiKeyId}";
export const accountPath = "/groups/{groupId}/serviceAccounts/{clientId}";

/** Origin and base path of each API. */
export const addresses: Readonly<Record<Api, string>> = {
  "cloud-manager": "https://api.invalid/api/public/v1.0",
  atlas: "https://api.invalid/api/atlas/v2",
};
