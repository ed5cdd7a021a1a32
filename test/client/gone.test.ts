/** Already gone: which answers say so, and what must have happened before they are believed. */
import { beforeEach, expect, test, vi } from "vitest";
import { ApiError, NotFoundError, PermissionError } from "../../src/index.js";
import { respond, apiError, lost, rejection, type Step, script } from "../support/fetch.js";
import { clientOf, orgSecret, projectAccount, projectKey, projectSecret } from "../support/world.js";

// No jitter: a retry waits for as long as the server asks, which is not at all.
beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});

const json = { "content-type": "application/json" };
const revoke = (step: Step, options = {}) => clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, options);

const methods = {
  deleteOrgServiceAccountSecret: (step: Step, missingOk: boolean) =>
    clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, { missingOk, envelope: true }),
  deleteGroupServiceAccountSecret: (step: Step, missingOk: boolean) =>
    clientOf(script(step)).deleteGroupServiceAccountSecret(projectSecret, { missingOk, envelope: true }),
  unassignGroupServiceAccount: (step: Step, missingOk: boolean) =>
    clientOf(script(step)).unassignGroupServiceAccount(projectAccount, { missingOk, envelope: true }),
  unassignGroupApiKey: (step: Step, missingOk: boolean) =>
    clientOf(script(step)).unassignGroupApiKey(projectKey, { missingOk, envelope: true }),
};
const secretOperations = ["deleteOrgServiceAccountSecret", "deleteGroupServiceAccountSecret"] as const;
const all = [...secretOperations, "unassignGroupServiceAccount", "unassignGroupApiKey"] as const;

const missing = apiError(404, "RESOURCE_NOT_FOUND");

test.each([[undefined], [{}], [{ pretty: true }], [{ missingOk: undefined }], [{ missingOk: false }]])(
  "with the options %j, not found is an error",
  async (options) => {
    await expect(rejection(revoke(missing, options))).resolves.toBeInstanceOf(NotFoundError);
  },
);

test.each([
  [404, "RESOURCE_NOT_FOUND", all],
  [404, "SERVICE_ACCOUNT_SECRET_NOT_FOUND", secretOperations],
  [404, "SECRET_NOT_FOUND", secretOperations],
  [404, "CLIENT_SECRET_NOT_FOUND", secretOperations],
  [404, "SERVICE_ACCOUNT_NOT_FOUND", ["unassignGroupServiceAccount"]],
  [404, "OAUTH_CLIENT_NOT_FOUND", ["unassignGroupServiceAccount"]],
  [404, "API_KEY_NOT_FOUND", ["unassignGroupApiKey"]],
  [404, "SECRET_OF_SERVICE_ACCOUNT_NOT_FOUND", secretOperations],
  [404, "SECRET_LOCKED", []],
  [404, "SERVICE_ACCOUNT_LOCKED", []],
  [404, "API_KEY_LOCKED", []],
  [404, "PROJECT_NOT_FOUND", []],
  [404, "ENDPOINT_NOT_FOUND", []],
  [404, "CLUSTER_NOT_FOUND", []],
  [400, "API_KEY_NOT_FOUND", ["unassignGroupApiKey"]],
  [404, "ORG_NOT_FOUND", []],
  [404, "GROUP_NOT_FOUND", []],
  [404, "INVALID_KEY_ID", []],
  [404, "INVALID_GROUP_ID", []],
  [404, "ATLAS_GROUP", []],
  [404, "NOT_ATLAS_GROUP", []],
  [404, "X_NOT_FOUND_HERE", []],
  [404, "", []],
  [400, "RESOURCE_NOT_FOUND", []],
  [403, "RESOURCE_NOT_FOUND", []],
  [410, "RESOURCE_NOT_FOUND", []],
  [500, "RESOURCE_NOT_FOUND", []],
] as const)("with missingOk, %i %s is already gone for %j and an error elsewhere", async (status, errorCode, gone) => {
  for (const operation of all) {
    const inEnvelope = respond(200, { status, content: { error: status, errorCode } });
    const doublyWrapped = respond(status, { status, content: { error: status, errorCode } });
    for (const step of [apiError(status, errorCode), inEnvelope, doublyWrapped]) {
      if ((gone as readonly string[]).includes(operation)) {
        await expect(methods[operation](step, true)).resolves.toMatchObject({ outcome: "already-gone", status });
      } else {
        await expect(rejection(methods[operation](step, true))).resolves.toBeInstanceOf(ApiError);
      }
      await expect(rejection(methods[operation](step, false))).resolves.toBeInstanceOf(ApiError);
    }
  }
});

test.each([
  ["is no JSON", respond(404, "no", { "content-type": "text/plain" })],
  ["has no code", respond(404, { error: 404 })],
  ["has a code that is no string", respond(404, { error: 404, errorCode: ["RESOURCE_NOT_FOUND"] })],
  ["names another status", respond(404, { error: 400, errorCode: "RESOURCE_NOT_FOUND" })],
  ["names its status as a string", respond(404, { error: "404", errorCode: "RESOURCE_NOT_FOUND" })],
  ["names no status", respond(404, { errorCode: "RESOURCE_NOT_FOUND" })],
  ["is a list", respond(404, [{ error: 404, errorCode: "RESOURCE_NOT_FOUND" }])],
  ["has its code from a prototype", respond(404, '{"__proto__":{"error":404,"errorCode":"RESOURCE_NOT_FOUND"}}', json)],
  ["contradicts its envelope", respond(404, { status: 400, content: { error: 404, errorCode: "RESOURCE_NOT_FOUND" } })],
  ["is a truncated text", respond(404, '{"error":404,"errorCode":"RESOURCE_NOT_FOUND"', json)],
])("with missingOk, a 404 whose body %s is not already gone", async (_, step) => {
  await expect(rejection(revoke(step, { missingOk: true }))).resolves.toBeInstanceOf(NotFoundError);
});

test.each([
  ["a lost connection", lost()],
  ["a 503", apiError(503, "X")],
  ["a 502 page", respond(502, "<html>")],
  ["an enveloped 504", respond(200, { status: 504, content: {} })],
])("404 after %s is already gone", async (_, first) => {
  const client = clientOf(script(first, missing), { maxRetries: 1 });
  const revocation = await client.deleteOrgServiceAccountSecret(orgSecret, { timeoutMs: 10_000 });
  expect(revocation).toMatchObject({ outcome: "already-gone", status: 404, attempts: 2, requests: 2 });
});

test.each([
  ["a 429", apiError(429, "RATE_LIMITED", {}, { "retry-after": "0" })],
  ["a connection that was never made", lost("ECONNREFUSED", "connect")],
])("404 after %s is an error: nothing could have revoked it", async (_, first) => {
  const client = clientOf(script(first, missing), { maxRetries: 1 });
  const error = await rejection(client.deleteOrgServiceAccountSecret(orgSecret));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ outcome: "refused", attempts: 2, requests: 2 });
});

test("a refusal after an attempt in doubt leaves the outcome unknown", async () => {
  const client = clientOf(script(lost(), apiError(403, "X")), { maxRetries: 1 });
  const error = await rejection(client.deleteOrgServiceAccountSecret(orgSecret));
  expect(error).toBeInstanceOf(PermissionError);
  expect(error).toMatchObject({
    outcome: "unknown",
    attempts: 2,
    message: expect.stringContaining("not known whether"),
  });
});

test("a probe without credentials that was lost is no ground for already gone, but for doubt", async () => {
  const client = clientOf(script(lost(), missing), {
    auth: { scheme: "none", authorize: () => undefined },
    maxRetries: 1,
  });
  const error = await rejection(client.deleteOrgServiceAccountSecret(orgSecret));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ outcome: "unknown" });
});

test.each([
  ["a redirect", respond(302)],
  ["a page", respond(200, "<html>")],
  ["a 500", respond(500)],
])("%s in answer to a probe without credentials leaves the outcome unknown", async (_, step) => {
  const client = clientOf(script(step), { auth: { scheme: "none", authorize: () => undefined } });
  await expect(rejection(client.deleteOrgServiceAccountSecret(orgSecret))).resolves.toMatchObject({
    outcome: "unknown",
    message: expect.stringContaining("It is not known whether the credential is gone"),
  });
});

test("5xx to a probe without credentials is no ground for already gone", async () => {
  const client = clientOf(script(respond(503), missing), {
    auth: { scheme: "none", authorize: () => undefined },
    maxRetries: 1,
  });
  const error = await rejection(client.deleteOrgServiceAccountSecret(orgSecret));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ outcome: "refused", attempts: 2 });
});

test.each([
  { detail: "Cannot find resource /api/public/v1.0/groups/x/serviceAccounts/y." },
  { parameters: ["/api/atlas/v2/groups/x"] },
  { reason: "No resource at /orgs/x" },
  { detail: "No resource at /api/atlas/v2/secrets/x." },
  { detail: "No resource at /api/atlas/v2/serviceAccounts/x." },
  { detail: "No resource at /api/atlas/v2/apiKeys/x." },
])(
  "RESOURCE_NOT_FOUND that names a path speaks of a URL that the server lacks, and nobody is gone: %j",
  async (words) => {
    for (const operation of all) {
      const step = respond(404, { error: 404, errorCode: "RESOURCE_NOT_FOUND", ...words });
      await expect(rejection(methods[operation](step, true))).resolves.toMatchObject({
        status: 404,
        outcome: "refused",
      });
    }
  },
);

test.each([
  ["Service account mdb_sa_id_0123456789abcdef01234567 was not found in the project.", ["unassignGroupServiceAccount"]],
  ["No client with that id.", ["unassignGroupServiceAccount"]],
  ["mdb_sa_id_0123456789abcdef01234567 is not in the project.", ["unassignGroupServiceAccount"]],
  ["No service account with that id in the project.", ["unassignGroupServiceAccount"]],
  ["ServiceAccount x is not in the project.", ["unassignGroupServiceAccount"]],
  ["ServiceAccount secret x is not in the project.", secretOperations],
  ["ApiKey x is not in the project.", ["unassignGroupApiKey"]],
  ["No service account secret with that id.", secretOperations],
  ["Secret 66b1f0c4d2a39e5780cb4d17 of service account x does not exist in the project.", secretOperations],
  ["No API key in this group.", ["unassignGroupApiKey"]],
  ["Project 32b6e34b3d91647abb20e7b8 was not found.", []],
  ["No group with that id.", []],
  ["The organization does not exist.", []],
  ["The resource does not exist.", all],
] as const)(
  "RESOURCE_NOT_FOUND that says %j is about what it names first, so gone for %j alone",
  async (detail, gone) => {
    for (const operation of all) {
      const step = respond(404, { error: 404, errorCode: "RESOURCE_NOT_FOUND", detail });
      const asked = methods[operation](step, true);
      if ((gone as readonly string[]).includes(operation)) {
        await expect(asked).resolves.toMatchObject({ outcome: "already-gone", status: 404 });
      } else await expect(rejection(asked)).resolves.toMatchObject({ status: 404, outcome: "refused" });
    }
  },
);
