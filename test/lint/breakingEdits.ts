// Changes between two versions of the document, for the breaking-change check.
import { add, change, type Edit, together } from "./edits.js";

const openapi = "openapi.yaml";
const orgSecret = "paths/deleteOrgServiceAccountSecret.yaml";
const account = "paths/unassignGroupServiceAccount.yaml";
const apiKey = "paths/unassignGroupApiKey.yaml";
const error = "components/schemas/ApiError.yaml";
const oauth = "components/securitySchemes/serviceAccount.yaml";

/** Changes that break a caller, each with the file and the message that must report it. */
export const breaking: readonly (readonly [what: string, edit: Edit, file: string, message: RegExp])[] = [
  [
    "a removed operation",
    change(
      openapi,
      "  /groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}:\n    $ref: ./paths/deleteGroupServiceAccountSecret.yaml\n",
      "",
    ),
    openapi,
    /secrets\/\{secretId\}` was removed/,
  ],
  [
    "a renamed id",
    together(
      change(openapi, "/groups/{groupId}/apiKeys/{apiKeyId}:", "/groups/{groupId}/apiKeys/{keyId}:"),
      change("components/parameters/apiKeyId.yaml", "name: apiKeyId", "name: keyId"),
    ),
    "components/parameters/apiKeyId.yaml",
    /name changed from "apiKeyId" to "keyId"/,
  ],
  [
    "a renamed query parameter",
    change("components/parameters/pageNum.yaml", "name: pageNum", "name: page"),
    "components/parameters/pageNum.yaml",
    /pageNum/,
  ],
  [
    "a removed parameter",
    change(apiKey, "    - $ref: ../components/parameters/pretty.yaml\n", ""),
    apiKey,
    /apiKeys\/\{keyId\} › delete › parameters.*`pretty`.*removed/,
  ],
  [
    "a parameter that is required now",
    change("components/parameters/itemsPerPage.yaml", "in: query\n", "in: query\nrequired: true\n"),
    "components/parameters/itemsPerPage.yaml",
    /required/,
  ],
  [
    "a narrowed pattern",
    change("components/parameters/clientId.yaml", "[a-fA-F\\d]{24}", "[a-f\\d]{24}"),
    "components/parameters/clientId.yaml",
    /`pattern` changed/,
  ],
  [
    "a narrowed bound",
    change("components/parameters/itemsPerPage.yaml", "maximum: 500", "maximum: 100"),
    "components/parameters/itemsPerPage.yaml",
    /Upper bound changed/,
  ],
  [
    "a changed default",
    change("components/parameters/envelope.yaml", "default: false", "default: true"),
    "components/parameters/envelope.yaml",
    /default changed from false to true/,
  ],
  [
    "a removed response",
    change(account, '    "404":\n      $ref: ../components/responses/ProjectNotFound.yaml\n', ""),
    account,
    /Response `404` was removed/,
  ],
  [
    "a removed header",
    change(
      "components/responses/Unauthorized.yaml",
      "  WWW-Authenticate:\n    $ref: ../headers/WWW-Authenticate.yaml\n",
      "",
    ),
    "components/responses/Unauthorized.yaml",
    /WWW-Authenticate/,
  ],
  [
    "a new required field",
    change(error, "required:\n  - error\n", "required:\n  - error\n  - errorCode\n"),
    error,
    /required changed from \["error"\] to \["error","errorCode"\]/,
  ],
  [
    "a field of another type",
    change(error, "  reason:\n    type: string\n", "  reason:\n    type: integer\n"),
    error,
    /Type of `reason`/,
  ],
  [
    "another operationId",
    change(orgSecret, "operationId: deleteOrgServiceAccountSecret", "operationId: deleteSecret"),
    orgSecret,
    /deleteSecret/,
  ],
  [
    "another success",
    change(apiKey, "    atlas: 204\n", "    atlas: 200\n"),
    apiKey,
    /changed from 204 to 200: a success/,
  ],
  [
    "another version",
    change(apiKey, 'x-atlas-version: "2023-01-01"', 'x-atlas-version: "2024-01-01"'),
    apiKey,
    /asks for another version/,
  ],
  ["another effect", change(account, "x-effect: unassigned", "x-effect: deleted"), account, /means another thing/],
  [
    "a body",
    change(
      account,
      "  responses:\n",
      "  requestBody:\n    content:\n      application/json:\n        schema:\n          type: object\n  responses:\n",
    ),
    account,
    /requests without a body/,
  ],
  [
    "another server",
    change(openapi, "url: https://cloud.mongodb.com/api/atlas/v2", "url: https://cloud.mongodb.com/api/atlas/v3"),
    openapi,
    /atlas\/v2/,
  ],
  [
    "another name of an API",
    change(openapi, "x-api: cloud-manager", "x-api: cloudmanager"),
    openapi,
    /choose the server by this name/,
  ],
  ["a scheme that is no longer accepted", change(openapi, "  - digest: []\n", ""), openapi, /security/],
  [
    "another token endpoint",
    change(oauth, "api/oauth/token", "api/oauth2/token"),
    oauth,
    /tokenUrl.*credentials go elsewhere/,
  ],
  [
    "another revocation endpoint",
    change(oauth, "api/oauth/revoke", "api/oauth2/revoke"),
    oauth,
    /x-revocationUrl.*credentials go elsewhere/,
  ],
];

/** Changes that break nobody. */
export const additions: readonly (readonly [what: string, edit: Edit])[] = [
  [
    "a new operation",
    together(
      add(
        "paths/deleteGroup.yaml",
        "delete:\n  operationId: deleteGroup\n  summary: Delete one project\n  responses:\n    '204':\n      description: Done.\n",
      ),
      change(openapi, "components:\n", "  /groups/{groupId}:\n    $ref: ./paths/deleteGroup.yaml\ncomponents:\n"),
    ),
  ],
  [
    "a new optional parameter",
    together(
      add("components/parameters/dryRun.yaml", "name: dryRun\nin: query\nschema:\n  type: boolean\n  default: false\n"),
      change(
        account,
        "    - $ref: ../components/parameters/pretty.yaml\n",
        "    - $ref: ../components/parameters/pretty.yaml\n    - $ref: ../components/parameters/dryRun.yaml\n",
      ),
    ),
  ],
  ["a new response", change(apiKey, '    "429":\n', '    "409":\n      description: A conflict.\n    "429":\n')],
  [
    "a new header",
    change(
      "components/responses/NoContent.yaml",
      "headers:\n",
      "headers:\n  X-New:\n    schema:\n      type: string\n",
    ),
  ],
  ["a new optional field", change(error, "  reason:\n", "  requestId:\n    type: string\n  reason:\n")],
  [
    "a new server",
    change(
      openapi,
      "tags:\n",
      "  - url: https://cloud.mongodbgov.com/api/atlas/v2\n    description: Atlas for Government\ntags:\n",
    ),
  ],
  ["a widened bound", change("components/parameters/itemsPerPage.yaml", "maximum: 500", "maximum: 1000")],
  [
    "a new example",
    change(
      "components/responses/Forbidden.yaml",
      "    examples:\n",
      "    examples:\n      other:\n        value:\n          error: 403\n",
    ),
  ],
  ["a reworded description", change("components/headers/Vary.yaml", "The request headers", "What")],
  [
    "another role",
    change(apiKey, "      - Project Access Manager\n", "      - Project Access Manager\n      - Project Owner\n"),
  ],
  ["a new x-remains", change(orgSecret, "  x-scope:", "  x-remains: Tokens may live on.\n  x-scope:")],
  ["a new major version", change(openapi, "version: 1.0.0", "version: 2.0.0")],
];
