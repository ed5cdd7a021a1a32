// Planted mistakes in what distinguishes the operations, in prose and in extensions.
import { change, changeFirst, type Planted } from "./edits.js";

const root = "openapi.yaml";
const orgSecret = "paths/deleteOrgServiceAccountSecret.yaml";
const projectSecret = "paths/deleteGroupServiceAccountSecret.yaml";
const account = "paths/unassignGroupServiceAccount.yaml";
const apiKey = "paths/unassignGroupApiKey.yaml";

export const copyPaste: readonly Planted[] = [
  [
    "an operation shows another one's sample",
    change(
      projectSecret,
      "../samples/deleteGroupServiceAccountSecret/cli.sh",
      "../samples/deleteOrgServiceAccountSecret/cli.sh",
    ),
  ],
  [
    "two operations have one operationId",
    change(projectSecret, "operationId: deleteGroupServiceAccountSecret", "operationId: deleteOrgServiceAccountSecret"),
  ],
  [
    "two operations have one summary",
    change(
      projectSecret,
      "Delete one project service account secret",
      "Delete one organization service account secret",
    ),
  ],
  [
    "two operations have one source",
    change(
      projectSecret,
      "service-accounts/project/delete-project-service-account-secret/",
      "service-accounts/org/delete-service-account-secret/",
    ),
  ],
  [
    "two paths have one file",
    change(root, "./paths/unassignGroupServiceAccount.yaml", "./paths/deleteGroupServiceAccountSecret.yaml"),
  ],
  ["an organization's operation counts by project", change(orgSecret, "x-scope: organization", "x-scope: project")],
  ["a project's operation counts by organization", change(apiKey, "x-scope: project", "x-scope: organization")],
  [
    "a project's 404 is the organization's",
    change(projectSecret, "responses/ProjectNotFound.yaml", "responses/OrganizationNotFound.yaml"),
  ],
  [
    "an organization's 429 is the project's",
    change(orgSecret, "responses/OrganizationTooManyRequests.yaml", "responses/ProjectTooManyRequests.yaml"),
  ],
  [
    "an organization's operation takes a project's id",
    change(orgSecret, "parameters/orgId.yaml", "parameters/groupId.yaml"),
  ],
  ["an unassignment is filed under the deletions", change(account, "    - Project assignments\n", "    - Secrets\n")],
  ["a success is one that the operation doesn't have", change(account, "    atlas: 204", "    atlas: 202")],
];

export const proseAndExtensions: readonly Planted[] = [
  [
    "roles are missing",
    change(
      apiKey,
      "  x-roles:\n    cloud-manager:\n      - Project Owner\n      - Project User Admin\n    atlas:\n      - Project Access Manager\n",
      "",
    ),
  ],
  ["one API's roles are missing", change(account, "    atlas:\n      - Project Owner\n", "")],
  ["an API is misspelt", change(account, "    cloud-manager:\n", "    cloudmanager:\n")],
  ["a role is written in another way", change(account, "      - Project Owner\n", "      - GROUP_OWNER\n")],
  ["an extension is misspelt", change(account, "x-remains:", "x-remain:")],
  ["the version is no date", change(apiKey, 'x-atlas-version: "2023-01-01"', 'x-atlas-version: "v2"')],
  [
    "the version is a date that isn't there",
    change(apiKey, 'x-atlas-version: "2023-01-01"', 'x-atlas-version: "2023-13-01"'),
  ],
  ["the version is missing", change(apiKey, '  x-atlas-version: "2023-01-01"\n', "")],
  ["the scope is unknown", change(apiKey, "x-scope: project", "x-scope: group")],
  ["the effect has another word", change(apiKey, "x-effect: unassigned", "x-effect: revoked")],
  [
    "what remains is no sentence",
    change(account, "until each secret expires or is deleted there.", "until each secret expires or is deleted there"),
  ],
  ["a summary is missing", change(apiKey, "  summary: Unassign one organization API key from one project\n", "")],
  [
    "a summary has a full stop",
    change(apiKey, "API key from one project\n  description", "API key from one project.\n  description"),
  ],
  ["a description is missing", changeFirst(orgSecret, "  description: |\n", "  x-description: |\n")],
  [
    "a description is empty",
    change(
      "components/headers/Vary.yaml",
      "description: The request headers that the answer depends on.",
      'description: ""',
    ),
  ],
  [
    "a description is a note to oneself",
    change("components/headers/Vary.yaml", "description: The request", "description: TODO the request"),
  ],
  [
    "a description has a script",
    change(
      "components/headers/Vary.yaml",
      "description: The request",
      "description: <script>alert(1)</script> The request",
    ),
  ],
  [
    "a tag has no description",
    change(
      root,
      "    description: |\n      Delete a service account's secret for good. The service account itself stays.\n",
      "",
    ),
  ],
  ["a tag is misspelt", change(projectSecret, "    - Secrets\n", "    - Secret\n")],
  ["a server doesn't say which API it is", change(root, "    x-api: atlas\n", "")],
  ["a source is missing", changeFirst(apiKey, "  externalDocs:\n", "  x-externalDocs:\n")],
  [
    "a source is no documentation",
    change(apiKey, "url: https://www.mongodb.com/docs/", "url: https://example.org/docs/"),
  ],
  ["the license is missing", change(root, "  license:\n    name: MIT\n    identifier: MIT\n", "")],
  ["nobody is responsible", change(root, "  contact:\n    name: The maintainers of mongodb-cloud-revoke\n", "")],
  ["a tag stands twice", change(root, "tags:\n", "tags:\n  - name: Secrets\n    description: Again.\n")],
  [
    "an operation is filed twice",
    change(account, "    - Project assignments\n", "    - Project assignments\n    - Secrets\n"),
  ],
];
