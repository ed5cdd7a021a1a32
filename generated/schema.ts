// Placeholder with the shape that openapi-typescript will write; `npm run generate` replaces it.
interface Q { envelope?: boolean; pretty?: boolean; pageNum?: number; itemsPerPage?: number }
type R = { 204: { headers: { [name: string]: unknown }; content?: never }; 200: { headers: { [name: string]: unknown }; content: { "application/json": { status: number; content?: unknown } } }; 404: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ApiError"] } } };
export interface components { schemas: { ApiError: { error: number; errorCode?: string; detail?: string; reason?: string; parameters?: (string | number | object)[] | null; badRequestDetail?: { fields?: { description: string; field: string }[] } } } }
export interface operations {
  deleteOrgServiceAccountSecret: { parameters: { query?: Q; header?: never; path: { orgId: string; clientId: string; secretId: string }; cookie?: never }; requestBody?: never; responses: R };
  deleteGroupServiceAccountSecret: { parameters: { query?: Q; header?: never; path: { groupId: string; clientId: string; secretId: string }; cookie?: never }; requestBody?: never; responses: R };
  unassignGroupServiceAccount: { parameters: { query?: Q; header?: never; path: { groupId: string; clientId: string }; cookie?: never }; requestBody?: never; responses: R };
  unassignGroupApiKey: { parameters: { query?: Q; header?: never; path: { groupId: string; apiKeyId: string }; cookie?: never }; requestBody?: never; responses: R };
}
interface P<O> { parameters: { query?: never; header?: never; path?: never; cookie?: never }; get?: never; put?: never; post?: never; delete: O; options?: never; head?: never; patch?: never; trace?: never }
export interface paths {
  "/orgs/{orgId}/serviceAccounts/{clientId}/secrets/{secretId}": P<operations["deleteOrgServiceAccountSecret"]>;
  "/groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}": P<operations["deleteGroupServiceAccountSecret"]>;
  "/groups/{groupId}/serviceAccounts/{clientId}": P<operations["unassignGroupServiceAccount"]>;
  "/groups/{groupId}/apiKeys/{apiKeyId}": P<operations["unassignGroupApiKey"]>;
}
