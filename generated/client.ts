// Written by `npm run generate` from spec/. Do not edit.
import type { Client } from "openapi-fetch";
import type { operations as lookups, paths as lookupPaths } from "./lookup.js";
import type { operations, paths } from "./schema.js";

/** Which of the two MongoDB Cloud APIs a client talks to (`x-api` of the document's servers). */
export type Api = "cloud-manager" | "atlas";

/** An operation of the document, by its `operationId`. */
export type OperationId = keyof operations;

/** A lookup of the second document, by its `operationId`. */
export type LookupId = keyof lookups;

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
  /** First sentence of the document's description. */
  readonly description: string;
  readonly example: string;
}

/** One query parameter of an operation. */
export interface QueryParameter {
  readonly name: string;
  readonly type: "boolean" | "integer";
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What both documents state of each of their operations. */
export interface RequestFacts {
  readonly summary: string;
  /** What the API counts its rate limit by (`x-scope`). */
  readonly scope: "organization" | "project";
  /** The ids in the order in which they stand in the path. */
  readonly pathParameters: readonly PathParameter[];
  readonly queryParameters: readonly QueryParameter[];
  /** `Accept` per API: JSON, or the versioned media type of `x-atlas-version`. */
  readonly accept: Readonly<Record<Api, string>>;
  /** The roles of which one suffices, per API (`x-roles`); empty where nobody documents them. */
  readonly roles: Readonly<Record<Api, readonly string[]>>;
  /** The manual's page about the operation (`externalDocs`). */
  readonly source?: string;
}

/** A status with an error code which, taken whole, means that the target itself is not there. */
export interface GoneCode {
  readonly status: 400 | 404;
  readonly code: string;
}

/** What the document and its extensions state of one operation. */
export interface OperationFacts extends RequestFacts {
  readonly operationId: OperationId;
  readonly method: "DELETE";
  /** Path template, below a server's `basePath`. */
  readonly path: keyof paths & string;
  /** The path parameter that names the target: the last one. */
  readonly targetParameter: string;
  /** What a success did to the target (`x-effect`). */
  readonly effect: "deleted" | "unassigned";
  /** What stays alive after a success, in one sentence (`x-remains`). */
  readonly remains?: string;
  /** What means that the target itself is not there (`x-gone-codes`). */
  readonly gone: readonly GoneCode[];
  /** The documented success status per API (`x-success`). */
  readonly success: Readonly<Record<Api, 200 | 204>>;
}

/** What the second document states of one lookup. */
export interface LookupFacts extends RequestFacts {
  readonly operationId: LookupId;
  readonly method: "GET";
  /** Path template, below a server's `basePath`. */
  readonly path: keyof lookupPaths & string;
}

/** The facts of one particular lookup. */
export interface Lookup<K extends LookupId> extends LookupFacts {
  readonly operationId: K;
}

/** The facts of one particular operation. */
export interface Operation<K extends OperationId> extends OperationFacts {
  readonly operationId: K;
}

/** Runs one operation: the one function that every method calls. */
export type Revoke<Options, Result> = <K extends OperationId>(
  operation: Operation<K>,
  ids: Ids<K>,
  options?: Options,
) => Promise<Result>;

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
  description: "The organization that owns the credential.",
  example: "60c4fd418ebe251047c50554",
};

const clientId: PathParameter = {
  name: "clientId",
  pattern: "^mdb_sa_id_[a-fA-F\\d]{24}$",
  form: "mdb_sa_id_ and 24 hexadecimal digits",
  description: "The service account's client id, with which the account also asks for an access token.",
  example: "mdb_sa_id_1234567890abcdef12345678",
};

const secretId: PathParameter = {
  name: "secretId",
  pattern: "^([a-f0-9]{24})$",
  form: "24 lower-case hexadecimal digits",
  description:
    "The secret's id, which the service account's `secrets.id` shows; never the secret's value (`mdb_sa_sk_…`).",
  example: "66b1f0c4d2a39e5780cb4d17",
};

const groupId: PathParameter = {
  name: "groupId",
  pattern: "^([a-f0-9]{24})$",
  form: "24 lower-case hexadecimal digits",
  description: "The project, also called group: a group id is a project id.",
  example: "32b6e34b3d91647abb20e7b8",
};

const apiKeyId: PathParameter = {
  name: "apiKeyId",
  pattern: "^([a-f0-9]{24})$",
  form: "24 lower-case hexadecimal digits",
  description: "The API key's id, as `GET /groups/{groupId}/apiKeys` lists it; neither its public nor its private key.",
  example: "5d1d12c087d9d63e6d682438",
};

const envelope: QueryParameter = {
  name: "envelope",
  type: "boolean",
};

const pretty: QueryParameter = {
  name: "pretty",
  type: "boolean",
};

const pageNum: QueryParameter = {
  name: "pageNum",
  type: "integer",
  minimum: 1,
};

const itemsPerPage: QueryParameter = {
  name: "itemsPerPage",
  type: "integer",
  minimum: 1,
  maximum: 500,
};

const includeSystemManaged: QueryParameter = {
  name: "includeSystemManaged",
  type: "boolean",
};

const includeCount: QueryParameter = {
  name: "includeCount",
  type: "boolean",
};

/** Every operation of the document, by its `operationId`. */
export const operationTable: { readonly [K in OperationId]: Operation<K> } = {
  deleteOrgServiceAccountSecret: {
    operationId: "deleteOrgServiceAccountSecret",
    summary: "Delete one organization service account secret",
    scope: "organization",
    method: "DELETE",
    path: "/orgs/{orgId}/serviceAccounts/{clientId}/secrets/{secretId}",
    pathParameters: [orgId, clientId, secretId],
    queryParameters: [envelope, pretty, pageNum, itemsPerPage],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2024-08-05+json" },
    roles: { "cloud-manager": ["Organization Owner"], atlas: ["Organization Owner"] },
    source:
      "https://www.mongodb.com/docs/cloud-manager/reference/api/service-accounts/org/delete-service-account-secret/",
    targetParameter: "secretId",
    effect: "deleted",
    gone: [{ status: 404, code: "SERVICE_ACCOUNT_SECRET_NOT_FOUND" }],
    success: { "cloud-manager": 204, atlas: 204 },
  },
  deleteGroupServiceAccountSecret: {
    operationId: "deleteGroupServiceAccountSecret",
    summary: "Delete one project service account secret",
    scope: "project",
    method: "DELETE",
    path: "/groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}",
    pathParameters: [groupId, clientId, secretId],
    queryParameters: [envelope, pretty, pageNum, itemsPerPage],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2024-08-05+json" },
    roles: { "cloud-manager": ["Project User Admin"], atlas: ["Project Owner"] },
    source:
      "https://www.mongodb.com/docs/cloud-manager/reference/api/service-accounts/project/delete-project-service-account-secret/",
    targetParameter: "secretId",
    effect: "deleted",
    gone: [{ status: 404, code: "SERVICE_ACCOUNT_SECRET_NOT_FOUND" }],
    success: { "cloud-manager": 204, atlas: 204 },
  },
  unassignGroupServiceAccount: {
    operationId: "unassignGroupServiceAccount",
    summary: "Unassign one service account from one project",
    scope: "project",
    method: "DELETE",
    path: "/groups/{groupId}/serviceAccounts/{clientId}",
    pathParameters: [groupId, clientId],
    queryParameters: [envelope, pretty, pageNum, itemsPerPage],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2024-08-05+json" },
    roles: { "cloud-manager": ["Project User Admin"], atlas: ["Project Owner"] },
    source:
      "https://www.mongodb.com/docs/cloud-manager/reference/api/service-accounts/project/delete-one-service-account-in-one-project/",
    targetParameter: "clientId",
    effect: "unassigned",
    gone: [{ status: 404, code: "SERVICE_ACCOUNT_NOT_FOUND" }],
    success: { "cloud-manager": 204, atlas: 204 },
    remains:
      "The service account's credentials stay active in its organization until each secret expires or is deleted there.",
  },
  unassignGroupApiKey: {
    operationId: "unassignGroupApiKey",
    summary: "Unassign one organization API key from one project",
    scope: "project",
    method: "DELETE",
    path: "/groups/{groupId}/apiKeys/{apiKeyId}",
    pathParameters: [groupId, apiKeyId],
    queryParameters: [envelope, pretty, pageNum, itemsPerPage],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2023-01-01+json" },
    roles: { "cloud-manager": ["Project Owner", "Project User Admin"], atlas: ["Project Access Manager"] },
    source:
      "https://www.mongodb.com/docs/cloud-manager/reference/api/api-keys/project/delete-one-apiKey-in-one-project/",
    targetParameter: "apiKeyId",
    effect: "unassigned",
    gone: [{ status: 400, code: "API_KEY_NOT_FOUND" }, { status: 404, code: "API_KEY_NOT_FOUND" }],
    success: { "cloud-manager": 200, atlas: 204 },
    remains:
      "The API key stays alive in its organization and in its other projects; what ends it is `DELETE /orgs/{orgId}/apiKeys/{apiKeyId}` (`atlas organizations apiKeys delete`).",
  },
};

/** Every lookup of the second document, by its `operationId`. */
export const lookupTable: { readonly [K in LookupId]: Lookup<K> } = {
  listOrgServiceAccounts: {
    operationId: "listOrgServiceAccounts",
    summary: "List the service accounts of one organization",
    scope: "organization",
    method: "GET",
    path: "/orgs/{orgId}/serviceAccounts",
    pathParameters: [orgId],
    queryParameters: [includeSystemManaged, includeCount, envelope, pretty, pageNum, itemsPerPage],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2024-08-05+json" },
    roles: { "cloud-manager": [], atlas: ["Organization Read Only"] },
    source: "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-listorgserviceaccounts",
  },
  getOrgServiceAccount: {
    operationId: "getOrgServiceAccount",
    summary: "Get one service account of one organization",
    scope: "organization",
    method: "GET",
    path: "/orgs/{orgId}/serviceAccounts/{clientId}",
    pathParameters: [orgId, clientId],
    queryParameters: [envelope, pretty],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2024-08-05+json" },
    roles: { "cloud-manager": [], atlas: ["Organization Read Only"] },
    source: "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-getorgserviceaccount",
  },
  listGroupServiceAccounts: {
    operationId: "listGroupServiceAccounts",
    summary: "List the service accounts of one project",
    scope: "project",
    method: "GET",
    path: "/groups/{groupId}/serviceAccounts",
    pathParameters: [groupId],
    queryParameters: [includeSystemManaged, includeCount, envelope, pretty, pageNum, itemsPerPage],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2024-08-05+json" },
    roles: { "cloud-manager": [], atlas: ["Project Read Only"] },
    source: "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-listgroupserviceaccounts",
  },
  getGroupServiceAccount: {
    operationId: "getGroupServiceAccount",
    summary: "Get one service account of one project",
    scope: "project",
    method: "GET",
    path: "/groups/{groupId}/serviceAccounts/{clientId}",
    pathParameters: [groupId, clientId],
    queryParameters: [envelope, pretty],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2024-08-05+json" },
    roles: { "cloud-manager": [], atlas: ["Project Read Only"] },
    source: "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-getgroupserviceaccount",
  },
  listOrgApiKeys: {
    operationId: "listOrgApiKeys",
    summary: "List the API keys of one organization",
    scope: "organization",
    method: "GET",
    path: "/orgs/{orgId}/apiKeys",
    pathParameters: [orgId],
    queryParameters: [includeCount, envelope, pretty, pageNum, itemsPerPage],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2023-01-01+json" },
    roles: { "cloud-manager": [], atlas: ["Organization Member"] },
    source: "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-listorgapikeys",
  },
  listGroupApiKeys: {
    operationId: "listGroupApiKeys",
    summary: "List the API keys of one project",
    scope: "project",
    method: "GET",
    path: "/groups/{groupId}/apiKeys",
    pathParameters: [groupId],
    queryParameters: [includeCount, envelope, pretty, pageNum, itemsPerPage],
    accept: { "cloud-manager": "application/json", atlas: "application/vnd.atlas.2023-01-01+json" },
    roles: { "cloud-manager": [], atlas: ["Project Read Only"] },
    source: "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-listgroupapikeys",
  },
};

/** One method per operation of the document. */
export interface Methods<Options, Result> {
  /**
   * Delete one organization service account secret.
   *
   * Deletes one secret of a service account of an organization, for good.
   *
   * The service account stays, and so does its other secret if it has one.
   *
   * **Which id.** `secretId` is the secret's *id*, never its value (`mdb_sa_sk_…`): a value in a URL ends up in logs. It is
   * `secrets.id` in the response of *Get One Service Account*, which is `getOrgServiceAccount` among the lookups.
   *
   * **Role.** Organization Owner, on both APIs.
   *
   * **In a rotation.** A service account holds at most two secrets. Creating one shortens the older one's life to at most
   * seven days, and an expired secret is not deleted by itself: deleting it is the last step of the rotation.
   *
   * **Not known.** Whether access tokens that were already issued for the secret stop working at once (they live for at most
   * one hour), and whether an account's last secret may be deleted *(unknown)*.
   *
   * On Atlas the operation has the same id,
   * [`deleteOrgServiceAccountSecret`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-deleteorgserviceaccountsecret).
   *
   * Sends `DELETE /orgs/{orgId}/serviceAccounts/{clientId}/secrets/{secretId}`.
   *
   * @param ids - `orgId`, 24 lower-case hexadecimal digits; `clientId`, mdb_sa_id_ and 24 hexadecimal digits; `secretId`, 24 lower-case hexadecimal digits.
   * @param options - For this call alone; they win over the client's own.
   * @returns The outcome, once the server has confirmed it.
   * @throws InvalidParameterError when an id is not of that form; nothing is sent then.
   * @throws RevokeError when the server did not confirm it; its `outcome` says what is known about the credential.
   * @see {@link https://www.mongodb.com/docs/cloud-manager/reference/api/service-accounts/org/delete-service-account-secret/ | Cloud Manager: Delete a Service Account Secret}
   */
  deleteOrgServiceAccountSecret(ids: Ids<"deleteOrgServiceAccountSecret">, options?: Options): Promise<Result>;

  /**
   * Delete one project service account secret.
   *
   * Deletes one secret of a service account that belongs to a project, for good.
   *
   * The service account stays, and so does its other secret if it has one.
   *
   * **Which id.** `secretId` is the secret's *id*, never its value (`mdb_sa_sk_…`): a value in a URL ends up in logs. It is
   * `secrets.id` in the response of *Get One Project Service Account*, which is `getGroupServiceAccount` among the lookups. `GET /groups/{groupId}/serviceAccounts` lists the accounts.
   *
   * **Role.** Project User Admin on Cloud Manager, Project Owner on Atlas. For an account that also has access to the
   * organization or to other projects, Organization Owner is needed.
   *
   * **In a rotation.** A service account holds at most two secrets. Creating one shortens the older one's life to at most
   * seven days, and an expired secret is not deleted by itself: deleting it is the last step of the rotation.
   *
   * **Not known.** Whether access tokens that were already issued for the secret stop working at once (they live for at most
   * one hour), and whether an account's last secret may be deleted *(unknown)*.
   *
   * On Atlas the operation has the same id,
   * [`deleteGroupServiceAccountSecret`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-deletegroupserviceaccountsecret).
   *
   * Sends `DELETE /groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}`.
   *
   * @param ids - `groupId`, 24 lower-case hexadecimal digits; `clientId`, mdb_sa_id_ and 24 hexadecimal digits; `secretId`, 24 lower-case hexadecimal digits.
   * @param options - For this call alone; they win over the client's own.
   * @returns The outcome, once the server has confirmed it.
   * @throws InvalidParameterError when an id is not of that form; nothing is sent then.
   * @throws RevokeError when the server did not confirm it; its `outcome` says what is known about the credential.
   * @see {@link https://www.mongodb.com/docs/cloud-manager/reference/api/service-accounts/project/delete-project-service-account-secret/ | Cloud Manager: Delete a Project Service Account Secret}
   */
  deleteGroupServiceAccountSecret(ids: Ids<"deleteGroupServiceAccountSecret">, options?: Options): Promise<Result>;

  /**
   * Unassign one service account from one project.
   *
   * Takes one service account out of one project: it loses its access to that project and nothing else.
   *
   * **What stays alive.** The account still belongs to its organization, and its credentials stay active there until the
   * secret expires or is revoked in the organization. To end the credential itself, delete its secrets with
   * `deleteOrgServiceAccountSecret`.
   *
   * **Which id.** `clientId` is the account's client id (`mdb_sa_id_…`), as `GET /groups/{groupId}/serviceAccounts` lists it.
   *
   * **Role.** Project User Admin on Cloud Manager, Project Owner on Atlas.
   *
   * On Atlas the operation is called
   * [`deleteGroupServiceAccount`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-deletegroupserviceaccount),
   * although it does not delete the account; this document names it for what it does.
   *
   * Sends `DELETE /groups/{groupId}/serviceAccounts/{clientId}`.
   *
   * @param ids - `groupId`, 24 lower-case hexadecimal digits; `clientId`, mdb_sa_id_ and 24 hexadecimal digits.
   * @param options - For this call alone; they win over the client's own.
   * @returns The outcome, once the server has confirmed it.
   * @throws InvalidParameterError when an id is not of that form; nothing is sent then.
   * @throws RevokeError when the server did not confirm it; its `outcome` says what is known about the credential.
   * @see {@link https://www.mongodb.com/docs/cloud-manager/reference/api/service-accounts/project/delete-one-service-account-in-one-project/ | Cloud Manager: Unassign One Service Account from One Project}
   */
  unassignGroupServiceAccount(ids: Ids<"unassignGroupServiceAccount">, options?: Options): Promise<Result>;

  /**
   * Unassign one organization API key from one project.
   *
   * Takes one API key of an organization out of one project: it loses its access to that project and nothing else.
   *
   * **What stays alive.** The key still exists in its organization, and its assignments to other projects are not touched
   * *(inferred)*. What ends the key is `DELETE /orgs/{orgId}/apiKeys/{apiKeyId}`, another operation, which this document
   * leaves out on purpose.
   *
   * **Which id.** `apiKeyId` is the key's id, not its public key, as `GET /groups/{groupId}/apiKeys` lists it.
   *
   * **Role.** Project Owner or Project User Admin on Cloud Manager, Project Access Manager on Atlas.
   *
   * **Success** is `200` with an empty body on Cloud Manager and `204` on Atlas. A key that is not there is a `400` with
   * `API_KEY_NOT_FOUND` *(inferred)*, not a `404`.
   *
   * On Atlas the operation is called
   * [`removeGroupApiKey`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-removegroupapikey),
   * and the Atlas description names the key's id `apiUserId`.
   *
   * Sends `DELETE /groups/{groupId}/apiKeys/{apiKeyId}`.
   *
   * @param ids - `groupId`, 24 lower-case hexadecimal digits; `apiKeyId`, 24 lower-case hexadecimal digits.
   * @param options - For this call alone; they win over the client's own.
   * @returns The outcome, once the server has confirmed it.
   * @throws InvalidParameterError when an id is not of that form; nothing is sent then.
   * @throws RevokeError when the server did not confirm it; its `outcome` says what is known about the credential.
   * @see {@link https://www.mongodb.com/docs/cloud-manager/reference/api/api-keys/project/delete-one-apiKey-in-one-project/ | Cloud Manager: Unassign One Organization API Key from One Project}
   */
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
