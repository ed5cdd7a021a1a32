// Planted mistakes in the workflows, and edits of them that no rule may mind.
import { change, changeFirst, type Planted } from "./edits.js";

const rotation = "workflows/rotation.arazzo.yaml";
const unassignment = "workflows/unassignment.arazzo.yaml";
const failures = "workflows/failures.arazzo.yaml";

export const workflows: readonly Planted[] = [
  ["a run goes to the real service", change(rotation, "https://api.invalid", "https://cloud.mongodb.com/api/atlas/v2")],
  ["nothing says where a run goes", change(unassignment, "    x-serverUrl: https://api.invalid\n", "")],
  ["a credential is written down", changeFirst(rotation, "password: $inputs.privateKey", "password: 2f1c-77ab")],
  ["a step takes any status", change(unassignment, "          - condition: $statusCode == 400\n", "")],
  ["a step takes a range of statuses", changeFirst(rotation, "$statusCode == 204", "$statusCode < 300")],
  ["a token's workflow uses the API key", changeFirst(rotation, "    x-security: *token", "    x-security: *digest")],
  ["a workflow forgets its credential", changeFirst(unassignment, "    x-security: *token\n", "")],
  [
    "a workflow brings a scheme of its own",
    changeFirst(
      rotation,
      "      - schemeName: $sourceDescriptions.document.digest\n",
      "      - scheme:\n          type: http\n          scheme: digest\n",
    ),
  ],
  [
    "a scheme that sends the private key",
    changeFirst(
      rotation,
      "      - schemeName: $sourceDescriptions.document.digest\n",
      "      - schemeName: $sourceDescriptions.document.digest\n        scheme:\n          type: http\n          scheme: basic\n",
    ),
  ],
  [
    "a digest without a password",
    changeFirst(
      rotation,
      "      - schemeName: $sourceDescriptions.document.digest\n        values:\n          username: $inputs.publicKey\n          password: $inputs.privateKey\n",
      "      - scheme:\n          type: http\n          scheme: digest\n        values:\n          username: $inputs.publicKey\n",
    ),
  ],
  [
    "a step is tried again when it fails",
    changeFirst(
      rotation,
      "        operationId: deleteOrgServiceAccountSecret\n",
      "        operationId: deleteOrgServiceAccountSecret\n        onFailure:\n          - name: again\n            type: retry\n            retryLimit: 3\n",
    ),
  ],
  [
    "a step goes past the document",
    changeFirst(
      failures,
      "        operationId: deleteGroupServiceAccountSecret\n",
      "        x-operation:\n          method: delete\n          url: https://cloud.mongodb.com/api/public/v1.0/orgs\n",
    ),
  ],
  [
    "a step goes past the document with the document's credential",
    change(
      failures,
      "        operationId: deleteGroupServiceAccountSecret\n        parameters: *secret\n        x-security:\n          - schemeName: $sourceDescriptions.document.digest\n",
      "        x-operation:\n          method: delete\n          url: https://cloud.mongodb.com/api/public/v1.0/orgs\n        x-security:\n          - schemeName: $sourceDescriptions.document.digest\n",
    ),
  ],
  [
    "a scheme of a document that is not there",
    changeFirst(rotation, "$sourceDescriptions.document.digest", "$sourceDescriptions.documents.digest"),
  ],
  [
    "a workflow waits for another",
    changeFirst(
      rotation,
      "    x-security: *token\n",
      "    x-security: *token\n    dependsOn: [deleteOrganizationSecretWithDigest]\n",
    ),
  ],
  ["two steps have one id", change(unassignment, "stepId: seeTheSecretGone", "stepId: seeItGone")],
  [
    "two workflows have one id",
    change(rotation, "workflowId: deleteProjectSecretWithToken", "workflowId: deleteOrganizationSecretWithToken"),
  ],
  ["a workflow's name doesn't say its credential", change(failures, "refuseWithoutCredential", "refuseEverything")],
  [
    "a parameter stands there twice",
    changeFirst(failures, "          - *clientId\n", "          - *clientId\n          - *clientId\n"),
  ],
  [
    "a criterion stands there twice",
    changeFirst(
      failures,
      "          - condition: $statusCode == 401\n",
      "          - condition: $statusCode == 401\n          - condition: $statusCode == 401\n",
    ),
  ],
  [
    "an input is required and not described",
    change(rotation, "required: [accept, groupId,", "required: [accept, projectId,"),
  ],
  ["an input doesn't exist", changeFirst(failures, "inputs.yaml#/keptSecretId", "inputs.yaml#/secretId")],
  [
    "a workflow's inputs don't exist",
    changeFirst(unassignment, "#/components/inputs/apiKey", "#/components/inputs/key"),
  ],
  ["a step has no words", changeFirst(rotation, "        description: Delete", "        x-description: Delete")],
  ["words are unfinished", change(unassignment, "As with an API key, with the same roles", "TODO the roles")],
  [
    "a summary ends like a sentence",
    change(failures, "summary: A wrong private key is refused", "summary: A wrong private key is refused."),
  ],
  [
    "a criterion in XPath",
    change(
      failures,
      "          - condition: $response.body#/errorCode == 'GROUP_NOT_FOUND'\n",
      "          - condition: //errorCode\n            context: $response.body\n            type: xpath\n",
    ),
  ],
];

export const harmlessInWorkflows: readonly Planted[] = [
  [
    "a workflow's description is reworded",
    change(rotation, "As with an API key, with the same roles.", "The same with a token, with the same roles."),
  ],
  [
    "a step gets one criterion more",
    change(
      failures,
      "          - condition: $response.body#/errorCode == 'GROUP_NOT_FOUND'\n",
      "          - condition: $response.body#/errorCode == 'GROUP_NOT_FOUND'\n          - condition: $response.body#/reason == 'Not Found'\n",
    ),
  ],
];
