// Facts that are documented elsewhere or were recorded (spec/DECISIONS.md says where), against the bundled document,
// and real answers against its schemas.
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { at, inOperation, namesIn, parameterOf, pathOf } from "./bundle.js";

const operationIds = Object.keys(pathOf);
const secret = "deleteOrgServiceAccountSecret";
const projectSecret = "deleteGroupServiceAccountSecret";
const account = "unassignGroupServiceAccount";
const apiKey = "unassignGroupApiKey";

type Row = readonly [source: "docs" | "wire", fact: string, actual: () => unknown, expected: unknown];
const flow = (): Record<string, unknown> =>
  Object(at("components", "securitySchemes", "serviceAccount", "flows", "clientCredentials"));
const exampleOf = (name: string): Record<string, unknown> => Object(at("components", "examples", name, "value"));

const rows: readonly Row[] = [
  [
    "docs",
    "the organization id's pattern",
    () => Object(parameterOf(secret, "orgId").schema).pattern,
    "^([a-f0-9]{24})$",
  ],
  [
    "docs",
    "the API key id's pattern",
    () => Object(parameterOf(apiKey, "apiKeyId").schema).pattern,
    "^([a-f0-9]{24})$",
  ],
  [
    "docs",
    "roles for an organization's secret",
    () => inOperation(secret, "x-roles"),
    { "cloud-manager": ["Organization Owner"], atlas: ["Organization Owner"] },
  ],
  [
    "docs",
    "roles for a project's secret",
    () => inOperation(projectSecret, "x-roles"),
    { "cloud-manager": ["Project User Admin"], atlas: ["Project Owner"] },
  ],
  [
    "docs",
    "roles for unassigning an account",
    () => inOperation(account, "x-roles"),
    { "cloud-manager": ["Project User Admin"], atlas: ["Project Owner"] },
  ],
  [
    "docs",
    "roles for unassigning a key",
    () => inOperation(apiKey, "x-roles"),
    { "cloud-manager": ["Project Owner", "Project User Admin"], atlas: ["Project Access Manager"] },
  ],
  [
    "docs",
    "the first version with service accounts",
    () => [secret, projectSecret, account].map((id) => inOperation(id, "x-atlas-version")),
    ["2024-08-05", "2024-08-05", "2024-08-05"],
  ],
  ["docs", "the first version with API keys", () => inOperation(apiKey, "x-atlas-version"), "2023-01-01"],
  [
    "docs",
    "Atlas answers 204 for service accounts",
    () => [secret, projectSecret, account].map((id) => inOperation(id, "x-success", "atlas")),
    [204, 204, 204],
  ],
  ["wire", "Atlas answers 204 for an API key", () => inOperation(apiKey, "x-success", "atlas"), 204],
  [
    "docs",
    "the rate limit's scopes",
    () => operationIds.map((id) => inOperation(id, "x-scope")),
    ["organization", "project", "project", "project"],
  ],
  ["docs", "where a token is granted", () => flow().tokenUrl, "https://cloud.mongodb.com/api/oauth/token"],
  ["docs", "where a token is revoked", () => flow()["x-revocationUrl"], "https://cloud.mongodb.com/api/oauth/revoke"],
  ["docs", "there is no refresh token", () => flow().refreshUrl, undefined],
  [
    "docs",
    "an envelope needs a status between 100 and 599",
    () => [
      at("components", "schemas", "Envelope", "required"),
      at("components", "schemas", "Envelope", "properties", "status", "minimum"),
      at("components", "schemas", "Envelope", "properties", "status", "maximum"),
    ],
    [["status"], 100, 599],
  ],
  [
    "docs",
    "a project's token bucket",
    () => exampleOf("projectRateLimited").parameters,
    [expect.stringMatching(/^api\/atlas\/v2\/groups\//), expect.any(Number), 1200, 500, 60],
  ],
  [
    "docs",
    "an organization's token bucket",
    () => exampleOf("organizationRateLimited").parameters,
    [expect.stringMatching(/^api\/atlas\/v2\/orgs\//), expect.any(Number), 500, 250, 60],
  ],
  ["docs", "Atlas's rate limit code", () => exampleOf("projectRateLimited").errorCode, "RATE_LIMITED_TOKEN_BUCKET"],
  ["docs", "Cloud Manager's rate limit code", () => exampleOf("cloudManagerRateLimited").errorCode, "RATE_LIMITED"],
  [
    "docs",
    "a missing API key is a 400",
    () => [exampleOf("apiKeyNotFound").error, exampleOf("apiKeyNotFound").errorCode],
    [400, "API_KEY_NOT_FOUND"],
  ],
  [
    "docs",
    "an address that is not on the access list is a 403",
    () => [exampleOf("addressNotOnAccessList").error, exampleOf("addressNotOnAccessList").errorCode],
    [403, "IP_ADDRESS_NOT_ON_ACCESS_LIST"],
  ],
  [
    "wire",
    "a 401 can carry UNEXPECTED_ERROR",
    () => exampleOf("unauthorized"),
    {
      error: 401,
      reason: "Unauthorized",
      detail: "You are not authorized for this resource.",
      errorCode: "UNEXPECTED_ERROR",
    },
  ],
  ...operationIds.flatMap((id): Row[] => [
    [
      "docs",
      `${id} documents these statuses and no other`,
      () => namesIn(id, "responses"),
      ["200", "204", "400", "401", "403", "404", "429", "500"],
    ],
    [
      "docs",
      `${id}: its 429 has the three rate limit headers`,
      () => namesIn(id, "responses", "429", "headers").slice(-3),
      ["RateLimit-Limit", "RateLimit-Remaining", "Retry-After"],
    ],
    [
      "docs",
      `${id}: its 204 has the bucket's headers`,
      () => namesIn(id, "responses", "204", "headers").slice(-2),
      ["RateLimit-Limit", "RateLimit-Remaining"],
    ],
    [
      "docs",
      `${id}: its 200 holds an envelope`,
      () => inOperation(id, "responses", "200", "content", "application/json", "schema"),
      at("components", "schemas", "Envelope"),
    ],
    [
      "docs",
      `${id} accepts both kinds of credentials`,
      () => [namesIn(id).includes("security"), at("security")],
      [false, [{ digest: [] }, { serviceAccount: [] }]],
    ],
  ]),
];

describe("what other sources say stands in the document", () => {
  test.each(rows)("%s: %s", (_source, _fact, actual, expected) => {
    expect(actual()).toEqual(expected);
  });
});

const ajv = new Ajv2020({ strict: false, formats: { int32: true } });
ajv.addSchema({ $id: "bundle", components: at("components") });
const validates = (schema: string, value: unknown): boolean =>
  ajv.validate({ $ref: `bundle#/components/schemas/${schema}` }, value) === true;

describe("real answers", () => {
  test.each([
    {
      error: 401,
      reason: "Unauthorized",
      detail: "You are not authorized for this resource.",
      errorCode: "UNEXPECTED_ERROR",
    },
    { reason: "Unauthorized", error: 401, detail: "Without a code." },
    {
      detail: "No group.",
      error: 404,
      errorCode: "GROUP_NOT_FOUND",
      parameters: ["111111111111111111111111"],
      reason: "Not Found",
    },
    { error: 429, errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters: ["api/atlas/v2/groups", 0, 1200, 500, 60] },
    { error: 400, parameters: null },
    { error: 400, parameters: [{ any: "object" }] },
    { error: 400, badRequestDetail: { fields: [{ description: "is wrong", field: "name" }] } },
    { error: 400, badRequestDetail: {} },
    { error: 500, somethingNew: true },
  ])("the error schema accepts %j", (body) => {
    expect(validates("ApiError", body)).toBe(true);
  });

  test.each([
    {},
    { errorCode: "NO_STATUS" },
    { error: "404" },
    { error: 404.5 },
    { error: 404, parameters: "111111111111111111111111" },
    { error: 404, parameters: [null] },
    { error: 400, badRequestDetail: { fields: [{ field: "name" }] } },
    { error: 400, errorCode: 17 },
    { error: "invalid_client", error_description: "What the token endpoint answers." },
    [],
  ])("the error schema rejects %j", (body) => {
    expect(validates("ApiError", body)).toBe(false);
  });

  test.each([
    { status: 204 },
    { status: 204, content: null },
    { status: 200, content: {} },
    { status: 404, content: { error: 404 } },
    { status: 204, content: {}, links: [] },
  ])("the envelope's schema accepts %j", (body) => {
    expect(validates("Envelope", body)).toBe(true);
  });

  test.each([
    {},
    { content: {} },
    { status: "204" },
    { status: 99 },
    { status: 600 },
    { status: 200, content: "" },
    { error: 404 },
  ])("the envelope's schema rejects %j", (body) => {
    expect(validates("Envelope", body)).toBe(false);
  });
});
