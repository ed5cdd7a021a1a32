// What only some of the five pages say, each fact a row that cites its page, against the bundled document. The pages are
// listed in spec/DECISIONS.md, as are the places where a page is not followed.
import { describe, expect, test } from "vitest";
import { at, inOperation, namesIn, parameterOf } from "./bundle.js";

type Row = readonly [page: string, fact: string, actual: () => unknown, expected: unknown];

const challenge = (): string => String(at("components", "headers", "WWW-Authenticate", "example"));
const property = (schema: string, name: string): unknown => at("components", "schemas", schema, "properties", name);
const typeOf = (schema: string, name: string): unknown => Object(property(schema, name)).type;
const prose = (operationId: string): string => String(inOperation(operationId, "description")).replaceAll(/\s+/g, " ");

const rows: readonly Row[] = [
  [
    "000",
    "the secret's id is found as secrets.id of Get One Service Account",
    () => /secrets\.id.*Get One Service Account/.test(prose("deleteOrgServiceAccountSecret")),
    true,
  ],
  ["000", "the challenge's realm", () => /^Digest realm="MMS Public API", domain="", nonce="/.test(challenge()), true],
  [
    "000",
    "the challenge's algorithm, qop and stale",
    () => challenge().endsWith('algorithm=MD5, qop="auth", stale=false'),
    true,
  ],
  [
    "000",
    "Strict-Transport-Security's value",
    () => at("components", "headers", "Strict-Transport-Security", "example"),
    "max-age=300",
  ],
  ["000", "Vary's value", () => at("components", "headers", "Vary", "example"), "Accept-Encoding"],
  [
    "000",
    "X-MongoDB-Service-Version's form",
    () =>
      /^gitHash=\S+; versionString=\S+$/.test(
        String(at("components", "headers", "X-MongoDB-Service-Version", "example")),
      ),
    true,
  ],
  [
    "000",
    "OAuth is a Preview feature on Cloud Manager",
    () => /Preview/.test(String(at("components", "securitySchemes", "serviceAccount", "description"))),
    true,
  ],
  ["000", "digest authentication", () => Object(at("components", "securitySchemes", "digest")).scheme, "digest"],
  [
    "000",
    "an enveloped call can answer 204",
    () => namesIn("deleteOrgServiceAccountSecret", "responses").includes("204"),
    true,
  ],
  [
    "001",
    "the client id's pattern",
    () => Object(parameterOf("deleteGroupServiceAccountSecret", "clientId").schema).pattern,
    "^mdb_sa_id_[a-fA-F\\d]{24}$",
  ],
  [
    "001",
    "the project id's pattern",
    () => Object(parameterOf("deleteGroupServiceAccountSecret", "groupId").schema).pattern,
    "^([a-f0-9]{24})$",
  ],
  [
    "001",
    "the secret's id has 24 hexadecimal digits",
    () => Object(parameterOf("deleteGroupServiceAccountSecret", "secretId").schema).pattern,
    "^([a-f0-9]{24})$",
  ],
  [
    "001",
    "groups and projects are the same",
    () =>
      /a group id is a project id/.test(String(parameterOf("deleteGroupServiceAccountSecret", "groupId").description)),
    true,
  ],
  [
    "001",
    "/groups lists the projects",
    () => /`GET \/groups`/.test(String(parameterOf("deleteGroupServiceAccountSecret", "groupId").description)),
    true,
  ],
  [
    "001",
    "the versioned media type",
    () => inOperation("deleteGroupServiceAccountSecret", "x-atlas-version"),
    "2024-08-05",
  ],
  [
    "001",
    "a bearer token's flow",
    () => Object.keys(Object(at("components", "securitySchemes", "serviceAccount", "flows"))),
    ["clientCredentials"],
  ],
  [
    "001",
    "an error's properties",
    () => Object.keys(Object(at("components", "schemas", "ApiError", "properties"))).sort(),
    ["badRequestDetail", "detail", "error", "errorCode", "parameters", "reason"],
  ],
  [
    "001",
    "error is a required int32",
    () => [
      typeOf("ApiError", "error"),
      Object(property("ApiError", "error")).format,
      at("components", "schemas", "ApiError", "required"),
    ],
    ["integer", "int32", ["error"]],
  ],
  ["001", "detail is a string", () => typeOf("ApiError", "detail"), "string"],
  ["001", "errorCode is a string", () => typeOf("ApiError", "errorCode"), "string"],
  ["001", "reason is a string", () => typeOf("ApiError", "reason"), "string"],
  ["001", "parameters is an array, or null as recorded", () => typeOf("ApiError", "parameters"), ["array", "null"]],
  ["001", "a bad request lists fields", () => typeOf("BadRequestDetail", "fields"), "array"],
  [
    "001",
    "each field has a description and a path, both required",
    () => at("components", "schemas", "FieldViolation", "required"),
    ["description", "field"],
  ],
  [
    "001",
    "the example code of 404",
    () => Object(at("components", "examples", "resourceNotFound", "value")).errorCode,
    "RESOURCE_NOT_FOUND",
  ],
  [
    "001",
    "the example code of 500",
    () => Object(at("components", "examples", "unexpectedError", "value")).errorCode,
    "UNEXPECTED_ERROR",
  ],
  [
    "002",
    "the secret's id is found as secrets.id of Get One Project Service Account",
    () => /secrets\.id.*Get One Project Service Account/.test(prose("deleteGroupServiceAccountSecret")),
    true,
  ],
  [
    "003",
    "an envelope has status and content",
    () => Object.keys(Object(at("components", "schemas", "Envelope", "properties"))),
    ["status", "content"],
  ],
  [
    "003",
    "credentials stay active at the organization until the secret expires or is revoked",
    () => /credentials stay active.*until the secret expires or is revoked/.test(prose("unassignGroupServiceAccount")),
    true,
  ],
  [
    "003",
    "the warning says so too",
    () => /stay active in its organization/.test(String(inOperation("unassignGroupServiceAccount", "x-remains"))),
    true,
  ],
  [
    "003",
    "service accounts are listed at /groups/{groupId}/serviceAccounts",
    () => /GET \/groups\/\{groupId\}\/serviceAccounts/.test(prose("unassignGroupServiceAccount")),
    true,
  ],
  [
    "004",
    "keys are listed at /groups/{groupId}/apiKeys",
    () => /GET \/groups\/\{groupId\}\/apiKeys/.test(prose("unassignGroupApiKey")),
    true,
  ],
  [
    "004",
    "the example key's id",
    () => parameterOf("unassignGroupApiKey", "apiKeyId").example,
    "5d1d12c087d9d63e6d682438",
  ],
  [
    "004",
    "the 200 is JSON by its content type",
    () => namesIn("unassignGroupApiKey", "responses", "200", "content"),
    ["application/json"],
  ],
];

describe("what single pages say stands in the document", () => {
  test.each(rows)("page %s: %s", (_page, _fact, actual, expected) => {
    expect(actual()).toEqual(expected);
  });
});
