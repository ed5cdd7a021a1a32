/** Already gone: which responses say that the target itself is not there, and what must have happened before. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError, NotFoundError, PermissionError, type RevokeClient } from "../../src/index.js";
import { apiError, lost, rejection, respond, type Step, script } from "../support/fetch.js";
import { clientOf, ids, orgSecret, projectAccount, projectKey, projectSecret } from "../support/world.js";

// No jitter: a retry waits for as long as the server asks, which is not at all.
beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});

const json = { "content-type": "application/json" };
const options = { missingOk: true, envelope: true };
const methods = {
  deleteOrgServiceAccountSecret: (c: RevokeClient) => c.deleteOrgServiceAccountSecret(orgSecret, options),
  deleteGroupServiceAccountSecret: (c: RevokeClient) => c.deleteGroupServiceAccountSecret(projectSecret, options),
  unassignGroupServiceAccount: (c: RevokeClient) => c.unassignGroupServiceAccount(projectAccount, options),
  unassignGroupApiKey: (c: RevokeClient) => c.unassignGroupApiKey(projectKey, options),
};
type Operation = keyof typeof methods;
const all = Object.keys(methods) as Operation[];
const secrets: Operation[] = ["deleteOrgServiceAccountSecret", "deleteGroupServiceAccountSecret"];

/** The operations for which a response means that the target is gone; for the others it must be a refused error. */
async function goneFor(step: Step, status: number): Promise<Operation[]> {
  const gone: Operation[] = [];
  for (const operation of all) {
    const result = await methods[operation](clientOf(script(step))).catch((error: unknown) => error);
    if (result instanceof ApiError) {
      expect(result).toMatchObject({ status, outcome: status < 500 ? "refused" : "unknown" });
      continue;
    }
    expect(result).toMatchObject({ outcome: "already-gone", status });
    gone.push(operation);
  }
  return gone;
}

describe("a code, taken whole, is the target's own for", () => {
  test.each([
    [404, "SERVICE_ACCOUNT_SECRET_NOT_FOUND", secrets],
    [404, "SERVICE_ACCOUNT_NOT_FOUND", ["unassignGroupServiceAccount"]],
    [404, "API_KEY_NOT_FOUND", ["unassignGroupApiKey"]],
    [400, "API_KEY_NOT_FOUND", ["unassignGroupApiKey"]],
    ...[
      "RESOURCE_NOT_FOUND",
      "SECRETS_BACKEND_NOT_FOUND",
      "SECRET_ENGINE_NOT_FOUND",
      "API_KEY_NOT_FOUND_IN_CACHE",
      "PRIVATE_API_KEY_NOT_FOUND",
      "api_key_not_found",
      " API_KEY_NOT_FOUND",
      "SERVICE_ACCOUNT_SECRET_LOCKED",
      "PROJECT_NOT_FOUND",
      "GROUP_NOT_FOUND",
      "ORG_NOT_FOUND",
      "ATLAS_GROUP",
      "toString",
      "",
    ].map((code) => [404, code, []] as const),
    ...[400, 403, 410, 500].map((status) => [status, "SERVICE_ACCOUNT_SECRET_NOT_FOUND", []] as const),
    ...[400, 403, 410, 500].map((status) => [status, "RESOURCE_NOT_FOUND", []] as const),
  ] as const)("%i %j: %j", async (status, errorCode, gone) => {
    expect(await goneFor(apiError(status, errorCode), status)).toEqual(gone);
    const content = { error: status, errorCode };
    expect(await goneFor(respond(200, { status, content }), status)).toEqual(gone);
    expect(await goneFor(respond(status, { status, content }), status)).toEqual(gone);
  });
});

describe("a text names the target when the first id in it is the target's, by itself:", () => {
  const { secretId, clientId, apiKeyId, groupId, orgId } = ids;
  test.each([
    [`Secret ${secretId} does not exist.`, secrets],
    [`Secret "${secretId}" of service account ${clientId} was not found.`, secrets],
    [`No secret (${secretId}).`, secrets],
    [`Service account ${clientId} was not found in project ${groupId}.`, ["unassignGroupServiceAccount"]],
    [`No API key with id ${apiKeyId}, in project ${groupId}.`, ["unassignGroupApiKey"]],
    ["Cannot find resource Online archive with id 6a79d1c5e0b1a2c3d4e5f607.", []],
    ["Cannot find resource Cluster with name secret.", []],
    [`Cannot find resource Online archive with id ${secretId}.`, []],
    [`No project with id ${apiKeyId} exists.`, []],
    [`Project ${groupId} was not found.`, []],
    [`Organization ${orgId} does not exist.`, []],
    [`Cannot find resource /api/atlas/v2/groups/${groupId}/apiKeys/${apiKeyId}.`, []],
    [`No resource at secrets/${secretId}.`, []],
    [`${apiKeyId}/cluster was not found.`, []],
    [`Backup ${apiKeyId}0 and ${secretId}-1 were not found.`, []],
    [`x${clientId} is not here.`, []],
    [`Key ${apiKeyId.toUpperCase()} was not found.`, []],
    [`Project ${groupId} has no API key ${apiKeyId} and no secret ${secretId}.`, []],
    [`Online archive 6a79d1c5e0b1a2c3d4e5f607 of API key ${apiKeyId} was not found.`, []],
    ["No API key with that id.", []],
    ["The resource does not exist.", []],
  ] as const)("%s", async (detail, gone) => {
    for (const errorCode of ["RESOURCE_NOT_FOUND", undefined]) {
      expect(await goneFor(respond(404, { error: 404, errorCode, detail }), 404)).toEqual(gone);
    }
    expect(await goneFor(apiError(404, "CLUSTER_NOT_FOUND", { detail }), 404)).toEqual([]);
    expect(await goneFor(apiError(400, "RESOURCE_NOT_FOUND", { detail }), 400)).toEqual([]);
  });

  test("in its reason and its parameters as well, and in no other field", async () => {
    const only = ["unassignGroupApiKey"];
    const code = "RESOURCE_NOT_FOUND";
    expect(await goneFor(apiError(404, code, { detail: "Not found.", reason: `no ${apiKeyId}` }), 404)).toEqual(only);
    expect(
      await goneFor(apiError(404, code, { detail: null, reason: "Not Found", parameters: [5, apiKeyId] }), 404),
    ).toEqual(only);
    expect(await goneFor(apiError(404, code, { parameters: { 0: apiKeyId }, message: apiKeyId }), 404)).toEqual([]);
    expect(await goneFor(apiError(404, code, { parameters: [[apiKeyId]] }), 404)).toEqual([]);
  });

  test("unless another id of the call is the same", async () => {
    const same = { groupId: apiKeyId, apiKeyId };
    const step = apiError(404, "RESOURCE_NOT_FOUND", { detail: `Project ${apiKeyId} was not found.` });
    const call = clientOf(script(step)).unassignGroupApiKey(same, { missingOk: true });
    await expect(rejection(call)).resolves.toMatchObject({ outcome: "refused" });
  });
});

const code = "SERVICE_ACCOUNT_SECRET_NOT_FOUND";
test.each([
  ["is not JSON", respond(404, code, { "content-type": "text/plain" })],
  [
    "has JSON of another type",
    respond(404, JSON.stringify({ error: 404, errorCode: code }), { "content-type": "text/json" }),
  ],
  ["has a code that is not a string", respond(404, { error: 404, errorCode: [code] })],
  ["names another status", respond(404, { error: 400, errorCode: code })],
  ["names its status as a string", respond(404, { error: "404", errorCode: code })],
  ["names no status", respond(404, { errorCode: code })],
  ["is a list", respond(404, [{ error: 404, errorCode: code }])],
  ["has its code from a prototype", respond(404, `{"__proto__":{"error":404,"errorCode":"${code}"}}`, json)],
  ["contradicts its envelope", respond(404, { status: 400, content: { error: 404, errorCode: code } })],
  ["comes from a cache", apiError(404, code, {}, { age: "3" })],
  ["is a truncated text", respond(404, `{"error":404,"errorCode":"${code}"`, json)],
])("with missingOk, a 404 whose body %s is not already gone", async (_, step) => {
  const call = clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, { missingOk: true });
  await expect(rejection(call)).resolves.toBeInstanceOf(NotFoundError);
});

const missing = apiError(404, code);
const retried = (...steps: Step[]) =>
  clientOf(script(...steps), { maxRetries: steps.length - 1 }).deleteOrgServiceAccountSecret(orgSecret);

test.each([[undefined], [{}], [{ pretty: true }], [{ missingOk: undefined }], [{ missingOk: false }]])(
  "with the options %j, not found on the first attempt is an error",
  async (given) => {
    const call = clientOf(script(missing)).deleteOrgServiceAccountSecret(orgSecret, given);
    await expect(rejection(call)).resolves.toBeInstanceOf(NotFoundError);
  },
);

test.each([
  ["a lost connection", lost()],
  ["a 503", apiError(503, "X")],
  ["a 502 page", respond(502, "<html>")],
  ["an enveloped 504", respond(200, { status: 504, content: {} })],
])("not found after %s is already gone", async (_, first) => {
  const gone = { outcome: "already-gone", status: 404, attempts: 2, requests: 2 };
  await expect(retried(first, missing)).resolves.toMatchObject(gone);
  const other = apiError(404, "RESOURCE_NOT_FOUND", { detail: "Cannot find resource Online archive with id 6a79." });
  await expect(rejection(retried(first, other))).resolves.toMatchObject({ code: "NOT_FOUND", outcome: "unknown" });
});

test("not found after a 429 is an error: nothing could have revoked it", async () => {
  const error = await rejection(retried(apiError(429, "RATE_LIMITED", {}, { "retry-after": "0" }), missing));
  expect(error).toMatchObject({ code: "NOT_FOUND", outcome: "refused", attempts: 2, requests: 2 });
});

test("a refusal after an attempt in doubt leaves the outcome unknown", async () => {
  const error = await rejection(retried(lost(), apiError(403, "X")));
  expect(error).toBeInstanceOf(PermissionError);
  expect(error).toMatchObject({ outcome: "unknown", attempts: 2 });
});

test("a request without credentials that was lost, or failed, is no ground for already gone", async () => {
  const auth = { scheme: "none", authorize: () => undefined };
  for (const first of [lost(), respond(503)]) {
    const call = clientOf(script(first, missing), { auth, maxRetries: 1 }).deleteOrgServiceAccountSecret(orgSecret);
    const error = await rejection(call);
    expect(error).toBeInstanceOf(NotFoundError);
    expect((error as NotFoundError).outcome).not.toBe("unknown");
  }
});

test("an error that says two things at once, a key twice, proves nothing gone", async () => {
  const { secretId } = orgSecret;
  const twice = `{"error":404,"errorCode":"ORG_NOT_FOUND","errorCode":"RESOURCE_NOT_FOUND","detail":"No ${secretId}."}`;
  const step = respond(404, twice, { "content-type": "application/json" });
  const call = clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, { missingOk: true });
  expect(await rejection(call)).toMatchObject({ code: "NOT_FOUND", outcome: "refused" });
});

test.each([
  "Secret ID exists, but its project was not found.",
  "Service account my-account was not found, secret ID.",
  "No route for DELETE ID.",
  "Not found: ?secretId=ID",
  "Cannot find resource Widget with id ID.",
])("a text that says more than that the target is missing is a refusal: %s", async (text) => {
  const detail = text.replace("ID", orgSecret.secretId);
  const step = apiError(404, "RESOURCE_NOT_FOUND", { detail, reason: "Not Found" });
  const call = clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, { missingOk: true });
  expect(await rejection(call)).toMatchObject({ code: "NOT_FOUND", outcome: "refused" });
});
