// What each of the five pages says about its own operation, each fact a row that cites its page, against the bundled
// document. The pages are listed in spec/DECISIONS.md, as are the places where a page is not followed.
import { describe, expect, test } from "vitest";
import { at, inOperation, namesIn, parameterOf, parametersOf, pathOf } from "./bundle.js";

type Row = readonly [page: string, fact: string, actual: () => unknown, expected: unknown];

const cloudManager = { url: "https://cloud.mongodb.com/api/public/v1.0", description: "Cloud Manager" };
const atlas = { url: "https://cloud.mongodb.com/api/atlas/v2", description: "Atlas" };
const generalQuery = ["envelope", "pretty"];
// The Atlas page shows no headers.
const successHeaders = ["Vary", "Strict-Transport-Security", "Date", "X-MongoDB-Service-Version"];
const cloudManagerQuery = [...generalQuery, "pageNum", "itemsPerPage"];

interface Page {
  readonly page: string;
  readonly operationId: string;
  readonly api: "cloud-manager" | "atlas";
  readonly path: string;
  readonly ids: readonly string[];
  readonly query: readonly string[];
  readonly success: "200" | "204";
  readonly security: readonly string[];
  readonly errors: readonly string[];
}

const pages: readonly Page[] = [
  {
    page: "000",
    operationId: "deleteOrgServiceAccountSecret",
    api: "cloud-manager",
    path: "/orgs/{orgId}/serviceAccounts/{clientId}/secrets/{secretId}",
    ids: ["orgId", "clientId", "secretId"],
    query: cloudManagerQuery,
    success: "204",
    security: ["digest", "serviceAccount"],
    errors: ["401"],
  },
  {
    page: "001",
    operationId: "deleteGroupServiceAccountSecret",
    api: "atlas",
    path: "/groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}",
    ids: ["groupId", "clientId", "secretId"],
    query: generalQuery,
    success: "204",
    security: ["digest", "serviceAccount"],
    errors: ["401", "403", "404", "500"],
  },
  {
    page: "002",
    operationId: "deleteGroupServiceAccountSecret",
    api: "cloud-manager",
    path: "/groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}",
    ids: ["groupId", "clientId", "secretId"],
    query: cloudManagerQuery,
    success: "204",
    security: ["digest", "serviceAccount"],
    errors: ["401"],
  },
  {
    page: "003",
    operationId: "unassignGroupServiceAccount",
    api: "cloud-manager",
    path: "/groups/{groupId}/serviceAccounts/{clientId}",
    ids: ["groupId", "clientId"],
    query: cloudManagerQuery,
    success: "204",
    security: ["digest"],
    errors: ["401"],
  },
  {
    page: "004",
    operationId: "unassignGroupApiKey",
    api: "cloud-manager",
    path: "/groups/{groupId}/apiKeys/{apiKeyId}",
    ids: ["groupId", "apiKeyId"],
    query: cloudManagerQuery,
    success: "200",
    security: ["digest"],
    errors: ["401"],
  },
];

const query: Readonly<Record<string, unknown>> = {
  envelope: { type: "boolean", default: false },
  pretty: { type: "boolean", default: false },
  pageNum: { type: "integer", minimum: 1, default: 1 },
  itemsPerPage: { type: "integer", minimum: 1, maximum: 500, default: 100 },
};

const rows: readonly Row[] = pages.flatMap(({ page, operationId: id, ...expected }): Row[] => [
  [page, `${id} is at DELETE ${expected.path}`, () => pathOf[id], expected.path],
  [page, `${id} has no other method`, () => Object.keys(Object(at("paths", expected.path))), ["delete"]],
  [
    page,
    `${id} is on the server of ${expected.api}`,
    () => at("servers", expected.api === "atlas" ? 1 : 0),
    { ...(expected.api === "atlas" ? atlas : cloudManager), "x-api": expected.api },
  ],
  [page, `${id} has exactly these ids`, () => parametersOf(id, "path").map(({ name }) => name), expected.ids],
  ...expected.ids.flatMap((name): Row[] => [
    [page, `${id}: ${name} is required`, () => parameterOf(id, name).required, true],
    [page, `${id}: ${name} is a string`, () => Object(parameterOf(id, name).schema).type, "string"],
  ]),
  ...expected.query.flatMap((name): Row[] => [
    [page, `${id}: ${name} is in the query`, () => parameterOf(id, name).in, "query"],
    [page, `${id}: ${name} is optional`, () => parameterOf(id, name).required ?? false, false],
    [page, `${id}: ${name} has this type, default and bounds`, () => parameterOf(id, name).schema, query[name]],
  ]),
  [page, `${id} takes no request body`, () => namesIn(id).includes("requestBody"), false],
  [
    page,
    `${id} succeeds with ${expected.success}`,
    () => inOperation(id, "x-success", expected.api),
    Number(expected.success),
  ],
  [page, `${id} documents ${expected.success}`, () => namesIn(id, "responses").includes(expected.success), true],
  [page, `${id}: a 204 has no body`, () => namesIn(id, "responses", "204").includes("content"), false],
  ...(expected.api === "atlas" ? [] : successHeaders).map(
    (name): Row => [
      page,
      `${id}: its ${expected.success} has the header ${name}`,
      () => Object(inOperation(id, "responses", expected.success, "headers", name, "schema")).type,
      "string",
    ],
  ),
  ...expected.errors.map(
    (status): Row => [
      page,
      `${id} answers ${status} with a JSON error`,
      () => inOperation(id, "responses", status, "content", "application/json", "schema"),
      at("components", "schemas", "ApiError"),
    ],
  ),
  ...(expected.api === "atlas" ? [] : ["Date", "WWW-Authenticate"]).map(
    (name): Row => [
      page,
      `${id}: its 401 has the header ${name}`,
      () => namesIn(id, "responses", "401", "headers").includes(name),
      true,
    ],
  ),
  ...expected.security.map(
    (scheme): Row => [
      page,
      `${id} accepts ${scheme}`,
      () => namesIn(id).includes("security") || Object(at("security")).some((entry: object) => scheme in entry),
      true,
    ],
  ),
]);

describe("what the pages say stands in the document", () => {
  test.each(rows)("page %s: %s", (_page, _fact, actual, expected) => {
    expect(actual()).toEqual(expected);
  });

  test("the document has no operation beside the pages'", () => {
    expect(Object.keys(pathOf).sort()).toEqual([...new Set(pages.map(({ operationId }) => operationId))].sort());
  });

  test("no operation can be aimed at an organization's API key", () => {
    expect(Object.values(pathOf).filter((path) => /^\/orgs\/[^/]+\/apiKeys/.test(path))).toEqual([]);
  });
});
