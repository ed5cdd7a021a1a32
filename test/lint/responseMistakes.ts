// Planted mistakes in what an answer says: responses, headers, the error's schema.
import { change, changeFirst, type Planted, together } from "./edits.js";

const secret = "paths/deleteGroupServiceAccountSecret.yaml";
const response = (name: string): string => `components/responses/${name}.yaml`;
const header = (name: string): string => `components/headers/${name}.yaml`;
const apiError = "components/schemas/ApiError.yaml";
const missing = (status: string, name: string): Planted => [
  `a ${status} is missing`,
  change(secret, `    "${status}":\n      $ref: ../components/responses/${name}.yaml\n`, ""),
];

export const responses: readonly Planted[] = [
  missing("200", "Enveloped"),
  missing("204", "NoContent"),
  missing("404", "ProjectNotFound"),
  missing("429", "ProjectTooManyRequests"),
  missing("500", "InternalServerError"),
  ["a 204 has a body", change(response("NoContent"), "headers:\n", "content:\n  application/json: {}\nheaders:\n")],
  ["a status has another one's response", change(secret, "responses/Forbidden.yaml", "responses/Unauthorized.yaml")],
  ["a response has no description", change(response("Forbidden"), "description: |\n", "x-description: |\n")],
  [
    "an error has the envelope's schema",
    change(response("Forbidden"), "schemas/ApiError.yaml", "schemas/Envelope.yaml"),
  ],
  [
    "an envelope has the error's schema",
    change(response("Enveloped"), "schemas/Envelope.yaml", "schemas/ApiError.yaml"),
  ],
  ["an error is plain text", change(response("Forbidden"), "application/json", "text/plain")],
  [
    "an error has no body",
    changeFirst(
      response("Forbidden"),
      "content:\n  application/json:\n    schema:\n      $ref: ../schemas/ApiError.yaml\n    examples:\n      addressNotOnAccessList:\n        $ref: ../examples/addressNotOnAccessList.yaml\n",
      "",
    ),
  ],
  ["a status is misspelt", change(secret, '    "404":', '    "40x":')],
];

export const headers: readonly Planted[] = [
  [
    "a 401 has no challenge",
    change(response("Unauthorized"), "  WWW-Authenticate:\n    $ref: ../headers/WWW-Authenticate.yaml\n", ""),
  ],
  [
    "a 429 doesn't say when to come back",
    change(response("ProjectTooManyRequests"), "  Retry-After:\n    $ref: ../headers/Retry-After.yaml\n", ""),
  ],
  [
    "a success doesn't say what the bucket holds",
    change(response("NoContent"), "  RateLimit-Remaining:\n    $ref: ../headers/RateLimit-Remaining.yaml\n", ""),
  ],
  ["a header's example is of another type", change(header("Retry-After"), "example: 12", "example: 12 seconds")],
  ["a header's example is negative", change(header("RateLimit-Remaining"), "example: 1199", "example: -1")],
  ["a header's number is a string", change(header("Retry-After"), "type: integer", "type: string")],
  ["a header has no schema", change(header("Vary"), "schema:\n  type: string\n", "")],
  [
    "a header has no description",
    change(header("Vary"), "description: The request headers that the answer depends on.\n", ""),
  ],
  ["a header has no example", change(header("Vary"), "example: Accept-Encoding\n", "")],
  ["a header has a name of its own", change(header("Vary"), "schema:\n", "name: Vary\nin: header\nschema:\n")],
  [
    "a header is another one's",
    change(
      response("ProjectTooManyRequests"),
      "$ref: ../headers/Retry-After.yaml",
      "$ref: ../headers/RateLimit-Limit.yaml",
    ),
  ],
  [
    "a header is one that OpenAPI ignores",
    change(response("NoContent"), "headers:\n", "headers:\n  Content-Type:\n    $ref: ../headers/Vary.yaml\n"),
  ],
];

export const errorSchema: readonly Planted[] = [
  ["nothing is required", change(apiError, "required:\n  - error\n", "")],
  [
    "the code is required, which real answers lack",
    change(apiError, "required:\n  - error\n", "required:\n  - error\n  - errorCode\n"),
  ],
  [
    "something is required that is not described",
    change(apiError, "required:\n  - error\n", "required:\n  - error\n  - message\n"),
  ],
  ["the status is a string", change(apiError, "    type: integer\n", "    type: string\n")],
  ["the status may be a fraction", change(apiError, "    type: integer\n    format: int32\n", "    type: number\n")],
  ["parameters can't be null", change(apiError, '    type:\n      - array\n      - "null"\n', "    type: array\n")],
  ["parameters are objects only", change(apiError, "        - type: string\n        - type: number\n", "")],
  ["parameters can't be numbers", change(apiError, "        - type: number\n", "")],
  [
    "the codes are a closed set",
    change(
      apiError,
      "  errorCode:\n    type: string\n",
      "  errorCode:\n    type: string\n    enum: [GROUP_NOT_FOUND, UNEXPECTED_ERROR, RATE_LIMITED_TOKEN_BUCKET]\n",
    ),
  ],
  [
    "an answer may not hold anything new",
    change(apiError, "required:\n  - error\n", "additionalProperties: false\nrequired:\n  - error\n"),
  ],
  [
    "a property is gone",
    change(
      apiError,
      "  badRequestDetail:\n    $ref: ./BadRequestDetail.yaml\n",
      "  badRequestDetails:\n    $ref: ./BadRequestDetail.yaml\n",
    ),
  ],
  ["a type is misspelt", changeFirst(apiError, "type: object", "type: objet")],
  ["a property has no type", change(apiError, "  reason:\n    type: string\n", "  reason:\n")],
  [
    "a field's path is not required",
    change(
      "components/schemas/FieldViolation.yaml",
      "required:\n  - description\n  - field\n",
      "required:\n  - description\n",
    ),
  ],
  [
    "an envelope needs content",
    change("components/schemas/Envelope.yaml", "required:\n  - status\n", "required:\n  - status\n  - content\n"),
  ],
];

const digest = "components/securitySchemes/digest.yaml";
const oauth = "components/securitySchemes/serviceAccount.yaml";
const root = "openapi.yaml";

export const security: readonly Planted[] = [
  [
    "nothing is required",
    change(root, "security:\n  - digest: []\n  - serviceAccount: []\n", "", "paths/deleteOrgServiceAccountSecret.yaml"),
  ],
  ["a scheme's name is misspelt", change(root, "  - serviceAccount: []\n", "  - serviceAcount: []\n")],
  ["one scheme can't be chosen", change(root, "  - serviceAccount: []\n", "")],
  [
    "both schemes are needed at once",
    change(root, "  - digest: []\n  - serviceAccount: []\n", "  - digest: []\n    serviceAccount: []\n"),
  ],
  ["no credentials will do", change(root, "  - digest: []\n", "  - {}\n  - digest: []\n")],
  [
    "an operation is open to all",
    change("paths/unassignGroupApiKey.yaml", "  parameters:\n", "  security: []\n  parameters:\n"),
  ],
  ["digest is basic", change(digest, "scheme: digest", "scheme: basic")],
  [
    "digest is an API key in a header",
    together(change(digest, "type: http\nscheme: digest\n", "type: apiKey\nname: X-Key\nin: header\n")),
  ],
  [
    "the flow is another",
    change(
      oauth,
      "  clientCredentials:\n",
      "  authorizationCode:\n    authorizationUrl: https://cloud.mongodb.com/authorize\n",
    ),
  ],
  ["a token is asked for without encryption", change(oauth, "tokenUrl: https://", "tokenUrl: http://")],
  [
    "a token is asked for at another host",
    change(oauth, "tokenUrl: https://cloud.mongodb.com", "tokenUrl: https://cloud.mongodb.example"),
  ],
  ["a token can't be revoked", change(oauth, "    x-revocationUrl: https://cloud.mongodb.com/api/oauth/revoke\n", "")],
  ["the scopes are missing", change(oauth, "    scopes: {}\n", "")],
  [
    "a server is not encrypted",
    change(root, "url: https://cloud.mongodb.com/api/atlas/v2", "url: http://cloud.mongodb.com/api/atlas/v2"),
  ],
  ["a scope is asked for that there isn't", change(root, "  - serviceAccount: []\n", "  - serviceAccount: [admin]\n")],
];
