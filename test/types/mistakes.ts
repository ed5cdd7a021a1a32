// Mistakes that would aim a DELETE at the wrong thing, or at nothing: `tsc` refuses each marked line, and the unmarked
// ones beside them prove that the marked ones fail for their own reason.
import {
  type Auth,
  createClient,
  digest,
  isRevokeError,
  type Revocation,
  type RevokeClient,
  serviceAccount,
} from "../../src/index.js";

declare const auth: Auth;
const [groupId, orgId, clientId, secretId, apiKeyId] = ["", "", "", "", ""];
const keyPath = "/groups/{groupId}/apiKeys/{apiKeyId}";

export const right = (client: RevokeClient): unknown => [
  client.deleteOrgServiceAccountSecret({ orgId, clientId, secretId }),
  client.unassignGroupServiceAccount({ groupId, clientId }),
  client.unassignGroupApiKey({ groupId, apiKeyId }, { missingOk: true, envelope: true, maxRetries: 0 }),
  client.unassignGroupApiKey({ groupId, apiKeyId }).then((r): "unassigned" | "deleted" | "already-gone" => r.outcome),
  (e: unknown): "not-sent" | "refused" | "unknown" | undefined => (isRevokeError(e) ? e.outcome : undefined),
  client.http.DELETE(keyPath, { params: { path: { groupId, apiKeyId }, query: { pageNum: 1 } } }),
  createClient({ api: "atlas", auth }),
  digest({ publicKey: "", privateKey: "" }),
  serviceAccount({ clientId, clientSecret: "" }),
];

export const wrongTargets = (client: RevokeClient): unknown => [
  // @ts-expect-error a wrong parameter name
  client.unassignGroupApiKey({ projectId: groupId, apiKeyId }),
  // @ts-expect-error a parameter of another operation
  client.deleteOrgServiceAccountSecret({ groupId, clientId, secretId }),
  // @ts-expect-error a missing id
  client.deleteGroupServiceAccountSecret({ groupId, clientId }),
  // @ts-expect-error no ids
  client.unassignGroupServiceAccount(),
  // @ts-expect-error an id that is a number
  client.unassignGroupApiKey({ groupId, apiKeyId: 1 }),
  // @ts-expect-error an id that may be undefined
  client.unassignGroupApiKey({ groupId, apiKeyId: process.env.KEY }),
  // @ts-expect-error a method for deleting a key from the whole organization
  client.deleteOrgApiKey,
  // @ts-expect-error its path through the openapi-fetch client
  client.http.DELETE("/orgs/{orgId}/apiKeys/{apiKeyId}", { params: { path: { orgId, apiKeyId } } }),
  // @ts-expect-error another method through the openapi-fetch client
  client.http.GET(keyPath, { params: { path: { groupId, apiKeyId } } }),
  // @ts-expect-error a path parameter that is missing there
  client.http.DELETE(keyPath, { params: { path: { groupId } } }),
  // @ts-expect-error a misspelt query parameter there
  client.http.DELETE(keyPath, { params: { path: { groupId, apiKeyId }, query: { envelop: true } } }),
];

export const wrongOptions = (client: RevokeClient, result: Revocation): unknown => [
  // @ts-expect-error a misspelt option
  client.unassignGroupApiKey({ groupId, apiKeyId }, { missingOK: true }),
  // @ts-expect-error an option of the document that methods do not have
  client.unassignGroupApiKey({ groupId, apiKeyId }, { pageNum: 1 }),
  // @ts-expect-error an option of the wrong type
  client.unassignGroupApiKey({ groupId, apiKeyId }, { envelope: "false" }),
  // @ts-expect-error a misspelt option of the client
  createClient({ api: "atlas", auth, timeout: 1 }),
  // @ts-expect-error no API
  createClient({ auth }),
  // @ts-expect-error an unknown API
  createClient({ api: "ops-manager", auth }),
  // @ts-expect-error no credentials
  createClient({ api: "atlas" }),
  // @ts-expect-error a key given as a service account
  serviceAccount({ publicKey: "", privateKey: "" }),
  // @ts-expect-error half a key
  digest({ publicKey: "" }),
  // @ts-expect-error an outcome that is none
  result.outcome === "revoked",
  (): void => {
    // @ts-expect-error a changed result
    result.outcome = "deleted";
  },
];
