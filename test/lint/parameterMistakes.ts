// Planted mistakes in what a request says: paths, parameters, patterns, defaults.
import { add, change, changeFirst, type Planted, together } from "./edits.js";

const root = "openapi.yaml";
const secret = "paths/deleteOrgServiceAccountSecret.yaml";
const apiKey = "paths/unassignGroupApiKey.yaml";
const parameter = (name: string): string => `components/parameters/${name}.yaml`;
const groupPattern = "pattern: ^([a-f0-9]{24})$";

export const pathsAndParameters: readonly Planted[] = [
  ["an id is not required", change(parameter("orgId"), "required: true", "required: false")],
  ["an id doesn't say that it is required", change(parameter("groupId"), "required: true\n", "")],
  ["an id is missing", change(secret, "    - $ref: ../components/parameters/clientId.yaml\n", "")],
  [
    "an id stands twice",
    change(
      secret,
      "    - $ref: ../components/parameters/clientId.yaml\n",
      "    - $ref: ../components/parameters/clientId.yaml\n    - $ref: ../components/parameters/clientId.yaml\n",
    ),
  ],
  [
    "the template has another spelling",
    change(root, "/groups/{groupId}/apiKeys/{apiKeyId}:", "/groups/{groupid}/apiKeys/{apiKeyId}:", apiKey),
  ],
  ["an id is in the query", change(parameter("secretId"), "in: path", "in: query")],
  [
    "the key is deleted from the organization",
    together(change(root, "/groups/{groupId}/apiKeys/{apiKeyId}:", "/orgs/{groupId}/apiKeys/{apiKeyId}:")),
  ],
  [
    "a path ends in a slash",
    change(root, "/groups/{groupId}/apiKeys/{apiKeyId}:", "/groups/{groupId}/apiKeys/{apiKeyId}/:"),
  ],
  ["the method is another", change(apiKey, "delete:\n  operationId", "post:\n  operationId")],
  [
    "there is a second method",
    change(
      apiKey,
      "delete:\n  operationId",
      "get:\n  operationId: other\n  summary: Other\n  responses: {}\ndelete:\n  operationId",
    ),
  ],
  [
    "a DELETE has a body",
    change(
      apiKey,
      "  responses:\n",
      "  requestBody:\n    content:\n      application/json:\n        schema:\n          type: object\n  responses:\n",
    ),
  ],
  ["a query parameter is required", change(parameter("envelope"), "in: query\n", "in: query\nrequired: true\n")],
  [
    "a parameter has no description",
    change(
      parameter("pretty"),
      /* its only line of prose */ "description: Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.\n",
      "",
    ),
  ],
  ["a parameter has another name", change(parameter("envelope"), "name: envelope", "name: enveloped")],
  [
    "the ids stand in another order",
    change(
      secret,
      "    - $ref: ../components/parameters/clientId.yaml\n    - $ref: ../components/parameters/secretId.yaml\n",
      "    - $ref: ../components/parameters/secretId.yaml\n    - $ref: ../components/parameters/clientId.yaml\n",
    ),
  ],
  [
    "a path says what the method says",
    change(root, "/groups/{groupId}/apiKeys/{apiKeyId}:", "/groups/{groupId}/delete-apiKeys/{apiKeyId}:", apiKey),
  ],
];

export const patternsAndDefaults: readonly Planted[] = [
  ["a pattern is missing", change(parameter("groupId"), `  ${groupPattern}\n`, "")],
  ["a pattern has no end", change(parameter("groupId"), groupPattern, "pattern: ^([a-f0-9]{24})")],
  ["a pattern has no beginning", change(parameter("orgId"), groupPattern, "pattern: ([a-f0-9]{24})$")],
  ["a pattern wants 23 digits", change(parameter("secretId"), groupPattern, "pattern: ^([a-f0-9]{23})$")],
  ["a pattern is no regular expression", change(parameter("apiKeyId"), groupPattern, 'pattern: "^([a-f0-9]{24}$"')],
  ["a pattern's backslash is lost", change(parameter("clientId"), "[a-fA-F\\d]", "[a-fA-F]")],
  ["a pattern is not explained", change(parameter("apiKeyId"), "  title: 24 lower-case hexadecimal digits\n", "")],
  ["a default is a string", change(parameter("envelope"), "default: false", 'default: "false"')],
  ["a default is missing", change(parameter("pretty"), "  default: false\n", "")],
  ["a default is above the maximum", change(parameter("itemsPerPage"), "default: 100", "default: 1000")],
  ["a default is below the minimum", change(parameter("pageNum"), "default: 1", "default: 0")],
  ["a minimum is missing", change(parameter("pageNum"), "  minimum: 1\n", "")],
  ["a type is missing", change(parameter("itemsPerPage"), "  type: integer\n", "")],
  ["a type is misspelt", change(parameter("itemsPerPage"), "type: integer", "type: int")],
  [
    "a number has two minimums",
    change(parameter("pageNum"), "  minimum: 1\n", "  minimum: 1\n  exclusiveMinimum: 0\n"),
  ],
];

export const examples: readonly Planted[] = [
  ["an error is of another status", change("components/examples/groupNotFound.yaml", "error: 404", "error: 403")],
  ["an error is a string", change("components/examples/groupNotFound.yaml", "error: 404", 'error: "404"')],
  ["an error has no status", change("components/examples/unexpectedError.yaml", "  error: 500\n", "")],
  [
    "a reason is of another status",
    change("components/examples/orgNotFound.yaml", "reason: Not Found", "reason: Forbidden"),
  ],
  [
    "an enveloped error is of another status",
    change("components/examples/envelopedError.yaml", "    error: 404", "    error: 500"),
  ],
  ["an envelope has no status", change("components/examples/envelopedSuccess.yaml", "  status: 204\n", "")],
  [
    "a success has content",
    change("components/examples/envelopedSuccess.yaml", "content: {}", "content:\n    deleted: true"),
  ],
  [
    "an id is another project's",
    change(
      "components/examples/notAtlasGroup.yaml",
      "    - 32b6e34b3d91647abb20e7b8",
      "    - 32b6e34b3d91647abb20e7b9",
    ),
  ],
  [
    "two ids are the same",
    change(parameter("secretId"), "example: 66b1f0c4d2a39e5780cb4d17", "example: 5d1d12c087d9d63e6d682438"),
  ],
  ["an id doesn't match its pattern", change(parameter("clientId"), "example: mdb_sa_id_", "example: mdb_sa_")],
  [
    "a secret's value stands in an example",
    change("components/examples/badRequest.yaml", "The request holds", "mdb_sa_sk_abcdef The request holds"),
  ],
  ["an example isn't explained", change("components/examples/badRequest.yaml", "summary: A malformed request\n", "")],
  [
    "an example has a value twice over",
    change(
      "components/examples/badRequest.yaml",
      "value:\n",
      "externalValue: https://example.org/error.json\nvalue:\n",
    ),
  ],
  [
    "a response shows another example's name",
    change("components/responses/InternalServerError.yaml", "      unexpectedError:\n", "      serverError:\n"),
  ],
  [
    "a response has no example",
    change(
      "components/responses/InternalServerError.yaml",
      "    examples:\n      unexpectedError:\n        $ref: ../examples/unexpectedError.yaml\n",
      "",
    ),
  ],
];

export const referencesAndOrphans: readonly Planted[] = [
  [
    "a file is used by nothing",
    add("components/headers/X-Forgotten.yaml", "description: Forgotten.\nschema:\n  type: string\nexample: a\n"),
  ],
  [
    "an example is used by nothing",
    change(
      "components/responses/ProjectNotFound.yaml",
      "      notAtlasGroup:\n        $ref: ../examples/notAtlasGroup.yaml\n",
      "",
      "components/examples/notAtlasGroup.yaml",
    ),
  ],
  ["a file in another format is used by nothing", add("paths/old.json", "{}")],
  ["a sample is shown by nothing", add("samples/unassignGroupApiKey/wget.sh", "wget\n")],
  ["a reference has a typing error", change(apiKey, "parameters/apiKeyId.yaml", "parameters/apiKeyID.yaml")],
  [
    "a reference leads to another kind of thing",
    change(apiKey, "../components/parameters/apiKeyId.yaml", "../components/headers/Date.yaml"),
  ],
  [
    "a reference leads into a file that has no such place",
    change(apiKey, "parameters/apiKeyId.yaml", "parameters/apiKeyId.yaml#/nothing"),
  ],
  [
    "a reference has siblings that tools drop",
    change(
      "components/responses/NoContent.yaml",
      "    $ref: ../headers/Vary.yaml\n",
      "    $ref: ../headers/Vary.yaml\n    deprecated: true\n",
    ),
  ],
  [
    "a reference stands where the specification has none",
    change(
      "components/responses/NoContent.yaml",
      "headers:\n  Date:",
      "headers:\n  $ref: ../headers/Date.yaml\n  Date:",
    ),
  ],
  [
    "a path's file has another operation's name",
    together(
      add("paths/deleteSecret.yaml", ""),
      change(root, "./paths/deleteOrgServiceAccountSecret.yaml", "./paths/deleteSecret.yaml"),
      (files) => {
        files.set("paths/deleteSecret.yaml", files.get(secret) ?? "");
        files.delete(secret);
        return root;
      },
    ),
  ],
  [
    "the error's schema is written out in place",
    changeFirst(
      "components/responses/Forbidden.yaml",
      "      $ref: ../schemas/ApiError.yaml",
      "      type: object\n      properties:\n        error:\n          type: integer",
    ),
  ],
];
