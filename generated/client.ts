// Written by `npm run generate` from spec/openapi.yaml. Do not edit.
import type { Client } from "openapi-fetch";
import type { operations, paths } from "./schema.js";

/** Which of the two MongoDB Cloud APIs a client talks to (`x-api` of the document's servers). */
export type Api = "cloud-manager" | "atlas";

/** An operation of the document, by its `operationId`. */
export type OperationId = keyof operations;

/** The path ids of one operation, as the document requires them. */
export type Ids<K extends OperationId> = operations[K]["parameters"]["path"];

/** The query parameters of one operation. */
export type Query<K extends OperationId> = NonNullable<operations[K]["parameters"]["query"]>;

/** The typed openapi-fetch client of the document. */
export type HttpClient = Client<paths>;

/** One of the document's `servers`. */
export interface Server {
  readonly title: string;
  /** Scheme, host and port, without a trailing slash. */
  readonly origin: string;
  /** Path that stands before every operation's path, without a trailing slash. */
  readonly basePath: string;
}

/** One id in an operation's path. */
export interface PathParameter {
  readonly name: string;
  /** The document's pattern, a regular expression that the whole id must match. */
  readonly pattern: string;
  /** The pattern in words. */
  readonly form: string;
  readonly description: string;
  readonly example: string;
}

/** What a method hands to openapi-fetch. */
export type RequestInitOf<K extends OperationId> = {
  params: { path: Ids<K>; query: Query<K> };
  headers: Record<string, string>;
  fetch: (request: Request) => Promise<Response>;
};

/** One operation of the document, with the facts that its extensions state. */
export interface Operation<K extends OperationId = OperationId> {
  readonly operationId: K;
  readonly summary: string;
  /** The CLI's command (`x-cli-command`). */
  readonly command: string;
  /** What the API counts its rate limit by (`x-scope`). */
  readonly scope: "organization" | "project";
  readonly method: "DELETE";
  /** Path template, below a server's `basePath`. */
  readonly path: keyof paths & string;
  /** The ids in the order in which they stand in the path. */
  readonly pathParameters: readonly PathParameter[];
  /** `Accept` per API: JSON, or the versioned media type of `x-atlas-version`. */
  readonly accept: Readonly<Record<Api, string>>;
  /** The documented success status per API (`x-success`). */
  readonly success: Readonly<Record<Api, 200 | 204>>;
  /** The roles of which one suffices, per API (`x-roles`). */
  readonly roles: Readonly<Record<Api, readonly string[]>>;
  /** What stays true after a success that a caller must know (`x-warning`). */
  readonly warning?: string;
  /** Sends the operation through the typed client. */
  readonly send: (http: HttpClient, init: RequestInitOf<K>) => Promise<unknown>;
}

/** The document's servers, by API. */
export const servers: Readonly<Record<Api, Server>> = {
  "cloud-manager": { title: "Cloud Manager", origin: "https://cloud.mongodb.com", basePath: "/api/public/v1.0" },
  atlas: { title: "Atlas", origin: "https://cloud.mongodb.com", basePath: "/api/atlas/v2" },
};

/** Paths of the two OAuth endpoints (security scheme `serviceAccount`). */
export const tokenEndpoints: { readonly grant: string; readonly revoke: string } = {
  grant: "/api/oauth/token",
  revoke: "/api/oauth/revoke",
};

const orgId: PathParameter = {
  name: "orgId",
  pattern: "^([a-f0-9]{24})$",
  form: "24 lower-case hexadecimal digits",
  description: "Unique identifier of the organization.",
  example: "32b6e34b3d91647abb20e7b8",
};
const groupId: PathParameter = {
  name: "groupId",
  pattern: "^([a-f0-9]{24})$",
  form: "24 lower-case hexadecimal digits",
  description: "Unique identifier of the project.",
  example: "32b6e34b3d91647abb20e7b8",
};
const clientId: PathParameter = {
  name: "clientId",
  pattern: "^mdb_sa_id_[a-fA-F\\d]{24}$",
  form: "mdb_sa_id_ and 24 hexadecimal digits",
  description: "Client id of the service account.",
  example: "mdb_sa_id_1234567890abcdef12345678",
};
const secretId: PathParameter = {
  name: "secretId",
  pattern: "^([a-f0-9]{24})$",
  form: "24 lower-case hexadecimal digits",
  description: "Unique identifier of the secret.",
  example: "32b6e34b3d91647abb20e7b8",
};
const apiKeyId: PathParameter = {
  name: "apiKeyId",
  pattern: "^([a-f0-9]{24})$",
  form: "24 lower-case hexadecimal digits",
  description: "Unique identifier of the API key.",
  example: "32b6e34b3d91647abb20e7b8",
};

/** Every operation of the document, by its `operationId`. */
export const operationTable: { readonly [K in OperationId]: Operation<K> } = {
  deleteOrgServiceAccountSecret: {
    operationId: "deleteOrgServiceAccountSecret",
    summary: "Delete one organization service account secret",
    command: "org-secret",
    scope: "organization",
    method: "DELETE",
    path: "/orgs/{orgId}/serviceAccounts/{clientId}/secrets/{secretId}",
    pathParameters: [orgId, clientId, secretId],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2024-08-05+json" },
    success: { "cloud-manager": 204, atlas: 204 },
    roles: { "cloud-manager": ["Organization Owner"], atlas: ["Organization Owner"] },
    send: (http, init) => http.DELETE("/orgs/{orgId}/serviceAccounts/{clientId}/secrets/{secretId}", init),
  },
  deleteGroupServiceAccountSecret: {
    operationId: "deleteGroupServiceAccountSecret",
    summary: "Delete one project service account secret",
    command: "project-secret",
    scope: "project",
    method: "DELETE",
    path: "/groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}",
    pathParameters: [groupId, clientId, secretId],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2024-08-05+json" },
    success: { "cloud-manager": 204, atlas: 204 },
    roles: { "cloud-manager": ["Project User Admin"], atlas: ["Project Owner"] },
    send: (http, init) => http.DELETE("/groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}", init),
  },
  unassignGroupServiceAccount: {
    operationId: "unassignGroupServiceAccount",
    summary: "Unassign one service account from one project",
    command: "project-service-account",
    scope: "project",
    method: "DELETE",
    path: "/groups/{groupId}/serviceAccounts/{clientId}",
    pathParameters: [groupId, clientId],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2024-08-05+json" },
    success: { "cloud-manager": 204, atlas: 204 },
    roles: { "cloud-manager": ["Project User Admin"], atlas: ["Project Owner"] },
    warning: "The service account's credentials stay active in the organization until its secret expires or is revoked there.",
    send: (http, init) => http.DELETE("/groups/{groupId}/serviceAccounts/{clientId}", init),
  },
  unassignGroupApiKey: {
    operationId: "unassignGroupApiKey",
    summary: "Unassign one organization API key from one project",
    command: "project-api-key",
    scope: "project",
    method: "DELETE",
    path: "/groups/{groupId}/apiKeys/{apiKeyId}",
    pathParameters: [groupId, apiKeyId],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2023-01-01+json" },
    success: { "cloud-manager": 200, atlas: 204 },
    roles: { "cloud-manager": ["Project Owner", "Project User Admin"], atlas: ["Project Access Manager"] },
    send: (http, init) => http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", init),
  },
};

/** Runs one operation: the one function that every method calls. */
export type Revoke<Options, Result> = <K extends OperationId>(
  operation: Operation<K>,
  ids: Ids<K>,
  options?: Options,
) => Promise<Result>;

/** One method per operation of the document. */
export interface Methods<Options, Result> {
  deleteOrgServiceAccountSecret(ids: Ids<"deleteOrgServiceAccountSecret">, options?: Options): Promise<Result>;
  deleteGroupServiceAccountSecret(ids: Ids<"deleteGroupServiceAccountSecret">, options?: Options): Promise<Result>;
  unassignGroupServiceAccount(ids: Ids<"unassignGroupServiceAccount">, options?: Options): Promise<Result>;
  unassignGroupApiKey(ids: Ids<"unassignGroupApiKey">, options?: Options): Promise<Result>;
}

/** Binds the methods to a function that runs an operation. */
export function createMethods<Options, Result>(revoke: Revoke<Options, Result>): Methods<Options, Result> {
  return {
    deleteOrgServiceAccountSecret: (ids, options) => revoke(operationTable.deleteOrgServiceAccountSecret, ids, options),
    deleteGroupServiceAccountSecret: (ids, options) =>
      revoke(operationTable.deleteGroupServiceAccountSecret, ids, options),
    unassignGroupServiceAccount: (ids, options) => revoke(operationTable.unassignGroupServiceAccount, ids, options),
    unassignGroupApiKey: (ids, options) => revoke(operationTable.unassignGroupApiKey, ids, options),
  };
}
