// Edits that a maintainer makes every day and that no rule may mind.
import { add, change, type Planted, together } from "./edits.js";

const apiKey = "paths/unassignGroupApiKey.yaml";

export const harmless: readonly Planted[] = [
  [
    "a description is reworded",
    change(
      "components/headers/Vary.yaml",
      "The request headers that the answer depends on.",
      "What the answer depends on.",
    ),
  ],
  [
    "an operation's description gets a paragraph",
    change(
      apiKey,
      "    **Role.** Project Owner",
      "    A new paragraph with a [link](https://www.mongodb.com/docs/).\n\n    **Role.** Project Owner",
    ),
  ],
  [
    "a 404 gets another example",
    together(
      add(
        "components/examples/invalidGroupId.yaml",
        "summary: Not a project's id\ndescription: Status and code are documented; the wording of `detail` is ours.\nvalue:\n  error: 404\n  reason: Not Found\n  detail: An invalid group id was given.\n  errorCode: INVALID_GROUP_ID\n",
      ),
      change(
        "components/responses/ProjectNotFound.yaml",
        "    examples:\n",
        "    examples:\n      invalidGroupId:\n        $ref: ../examples/invalidGroupId.yaml\n",
      ),
    ),
  ],
  [
    "keys stand in another order",
    change("components/parameters/pretty.yaml", "name: pretty\nin: query\n", "in: query\nname: pretty\n"),
  ],
  [
    "responses stand in another order",
    change(
      apiKey,
      '    "403":\n      $ref: ../components/responses/Forbidden.yaml\n    "404":\n      $ref: ../components/responses/ProjectNotFound.yaml\n',
      '    "404":\n      $ref: ../components/responses/ProjectNotFound.yaml\n    "403":\n      $ref: ../components/responses/Forbidden.yaml\n',
    ),
  ],
  [
    "an operation gets a 409",
    change(
      apiKey,
      '    "429":\n',
      '    "409":\n      description: A conflict.\n      content:\n        application/json:\n          schema:\n            $ref: ../components/schemas/ApiError.yaml\n          examples:\n            conflict:\n              summary: A conflict\n              description: Ours.\n              value:\n                error: 409\n                reason: Conflict\n    "429":\n',
    ),
  ],
  [
    "an error gets a property",
    change(
      "components/schemas/ApiError.yaml",
      "  reason:\n",
      "  requestId:\n    type: string\n    description: An id of the request.\n  reason:\n",
    ),
  ],
  [
    "a success gets a header",
    together(
      add(
        "components/headers/RateLimit-Reset.yaml",
        "description: Seconds until the bucket is full.\nschema:\n  type: integer\n  minimum: 0\nexample: 3\n",
      ),
      change(
        "components/responses/NoContent.yaml",
        "headers:\n",
        "headers:\n  RateLimit-Reset:\n    $ref: ../headers/RateLimit-Reset.yaml\n",
      ),
    ),
  ],
  [
    "every operation's example id is another",
    together(
      change("components/parameters/secretId.yaml", "66b1f0c4d2a39e5780cb4d17", "66b1f0c4d2a39e5780cb4d18"),
      change(
        "components/examples/organizationRateLimited.yaml",
        "66b1f0c4d2a39e5780cb4d17",
        "66b1f0c4d2a39e5780cb4d18",
      ),
    ),
  ],
  ["the document's version rises", change("openapi.yaml", "version: 1.0.0", "version: 1.1.0")],
];
