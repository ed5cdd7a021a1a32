// A mistake that would aim a DELETE at the wrong thing, or at nothing, is a type error: each row is one, with what the
// compiler says about it. The right uses beside them prove that the rows fail for their own reason.
import { describe, expect, test } from "vitest";
import { compile } from "./compile.js";

const right: readonly (readonly [string, string])[] = [
  ["every id", "void client.deleteOrgServiceAccountSecret({ orgId, clientId, secretId });"],
  ["no options", "void client.unassignGroupServiceAccount({ groupId, clientId });"],
  [
    "options",
    "void client.unassignGroupApiKey({ groupId, apiKeyId }, { missingOk: true, envelope: true, maxRetries: 0 });",
  ],
  [
    "the outcome",
    'export const outcome: Promise<"unassigned" | "deleted" | "already-gone"> = client.unassignGroupApiKey({ groupId, apiKeyId }).then((r) => r.outcome);',
  ],
  ["a client", 'createClient({ api: "atlas", auth });'],
  ["digest", 'digest({ publicKey: "", privateKey: "" });'],
  ["a service account", 'serviceAccount({ clientId, clientSecret: "" });'],
  [
    "an error's outcome",
    'export const known = (e: unknown): "not-sent" | "refused" | "unknown" | undefined => (isRevokeError(e) ? e.outcome : undefined);',
  ],
  [
    "the openapi-fetch client",
    'void client.http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path: { groupId, apiKeyId }, query: { pageNum: 1 } } });',
  ],
];

const mistakes: readonly (readonly [string, string, string])[] = [
  [
    "a wrong parameter name",
    "void client.unassignGroupApiKey({ projectId: groupId, apiKeyId });",
    "'projectId' does not exist",
  ],
  [
    "a parameter of another operation",
    "void client.deleteOrgServiceAccountSecret({ groupId, clientId, secretId });",
    "'groupId' does not exist",
  ],
  [
    "a missing id",
    "void client.deleteGroupServiceAccountSecret({ groupId, clientId });",
    "Property 'secretId' is missing",
  ],
  ["no ids", "void client.unassignGroupServiceAccount();", "Expected 1-2 arguments"],
  [
    "an id that is a number",
    "void client.unassignGroupApiKey({ groupId, apiKeyId: 1 });",
    "'number' is not assignable to type 'string'",
  ],
  [
    "an id that may be undefined",
    "void client.unassignGroupApiKey({ groupId, apiKeyId: process.env.KEY });",
    "'undefined' is not assignable to type 'string'",
  ],
  [
    "a misspelt option",
    "void client.unassignGroupApiKey({ groupId, apiKeyId }, { missingOK: true });",
    "'missingOK' does not exist",
  ],
  [
    "an option of the document that methods do not have",
    "void client.unassignGroupApiKey({ groupId, apiKeyId }, { pageNum: 1 });",
    "'pageNum' does not exist",
  ],
  [
    "an option of the wrong type",
    'void client.unassignGroupApiKey({ groupId, apiKeyId }, { envelope: "false" });',
    "'string' is not assignable to type 'boolean",
  ],
  ["a misspelt option of the client", 'createClient({ api: "atlas", auth, timeout: 1 });', "'timeout' does not exist"],
  ["no API", "createClient({ auth });", "Property 'api' is missing"],
  ["an unknown API", 'createClient({ api: "ops-manager", auth });', `"ops-manager"' is not assignable`],
  ["no credentials", 'createClient({ api: "atlas" });', "Property 'auth' is missing"],
  [
    "a key given as a service account",
    'serviceAccount({ publicKey: "", privateKey: "" });',
    "'publicKey' does not exist",
  ],
  ["half a key", 'digest({ publicKey: "" });', "Property 'privateKey' is missing"],
  [
    "a method for deleting a key from the whole organization",
    "void client.deleteOrgApiKey({ orgId, apiKeyId });",
    "'deleteOrgApiKey' does not exist",
  ],
  [
    "its path through the openapi-fetch client",
    'void client.http.DELETE("/orgs/{orgId}/apiKeys/{apiKeyId}", { params: { path: { orgId, apiKeyId } } });',
    "is not assignable",
  ],
  [
    "another method through the openapi-fetch client",
    'void client.http.GET("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path: { groupId, apiKeyId } } });',
    "is not assignable",
  ],
  [
    "a path parameter that is missing there",
    'void client.http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path: { groupId } } });',
    "'apiKeyId' is missing",
  ],
  [
    "a misspelt query parameter there",
    'void client.http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path: { groupId, apiKeyId }, query: { envelop: true } } });',
    "'envelop' does not exist",
  ],
  ["an outcome that is none", 'export const f = (r: Revocation): boolean => r.outcome === "revoked";', "no overlap"],
  ["a changed result", 'export const f = (r: Revocation): void => { r.outcome = "deleted"; };', "read-only"],
];

const diagnostics = compile([...right, ...mistakes].map(([, snippet]) => snippet));

describe("what is right compiles", () => {
  test.each(right.map(([name], index) => [name, index] as const))("%s", (_name, index) => {
    expect(diagnostics[index]).toEqual([]);
  });
});

describe("what is wrong is a type error", () => {
  test.each(mistakes.map(([name, , words], index) => [name, words, index + right.length] as const))(
    "%s",
    (_name, words, index) => {
      expect(diagnostics[index]).toHaveLength(1);
      expect(diagnostics[index]?.[0]).toContain(words);
    },
  );
});
