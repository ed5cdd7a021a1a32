// The generator refuses a document that lacks a fact the client needs, and says which file and operation lack it.
// Each case plants one mistake in the real bundle.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { clientSource } from "../../scripts/generate/clientSource.js";
import { asObject, DocumentError, type Json, type JsonObject } from "../../scripts/generate/document.js";
import { readFacts } from "../../scripts/generate/facts.js";
import { comment } from "../../scripts/generate/source.js";

const text = readFileSync(new URL("../../generated/openapi.json", import.meta.url), "utf8");
const apiKeyPath = "/groups/{groupId}/apiKeys/{apiKeyId}";
const files = new Map([[apiKeyPath, "spec/paths/unassignGroupApiKey.yaml"]]);

/** The object at a place in a document. */
function at(document: JsonObject, ...keys: string[]): JsonObject {
  return keys.reduce((place, key) => asObject(place[key]), document);
}

/** The problems found in the bundle after `plant` has changed it. */
function problemsAfter(plant: (document: JsonObject) => void): readonly string[] {
  const document = JSON.parse(text) as JsonObject;
  plant(document);
  try {
    readFacts(document, files);
    return [];
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return error.problems;
  }
}

const apiKey = (document: JsonObject): JsonObject => at(document, "paths", apiKeyPath, "delete");
const keyParameter = (document: JsonObject): JsonObject => at(document, "components", "parameters", "apiKeyId");
const keySchema = (document: JsonObject): JsonObject => at(keyParameter(document), "schema");
const flow = (document: JsonObject): JsonObject =>
  at(document, "components", "securitySchemes", "serviceAccount", "flows", "clientCredentials");
const server = (document: JsonObject, index: number): JsonObject => asObject((document.servers as Json[])[index]);

describe("the document as it is", () => {
  test("has every fact that the client needs", () => {
    expect(problemsAfter(() => undefined)).toEqual([]);
  });
});

const place = "spec/paths/unassignGroupApiKey.yaml: operation unassignGroupApiKey";

describe("a fact that an operation lacks is reported with its file and operation", () => {
  test.each([
    ["summary", "lacks summary (one line)."],
    ["description", "lacks description (what a caller must know)."],
    ["x-atlas-version", 'lacks x-atlas-version (a date such as "2024-08-05").'],
    ["x-effect", "lacks x-effect (deleted or unassigned)."],
    ["x-remains", "lacks x-remains (a sentence that says what stays alive after an unassignment)."],
    ["x-gone-codes", "lacks x-gone-codes (a list of status, 400 or 404, and code)."],
    ["x-scope", "lacks x-scope (organization or project)."],
  ])("%s", (key, problem) => {
    expect(problemsAfter((document) => delete apiKey(document)[key])).toEqual([`${place} ${problem}`]);
  });

  test.each(["x-success", "x-roles"])("%s, for each API", (key) => {
    const problems = problemsAfter((document) => delete apiKey(document)[key]);
    expect(problems.map((problem) => problem.split(" (")[0])).toEqual([
      `${place} lacks ${key} for cloud-manager`,
      `${place} lacks ${key} for atlas`,
    ]);
  });

  test("operationId, by its method and path", () => {
    const problems = problemsAfter((document) => delete apiKey(document).operationId);
    expect(problems).toEqual([
      `spec/paths/unassignGroupApiKey.yaml: DELETE ${apiKeyPath} lacks operationId (camelCase letters and digits).`,
    ]);
  });
});

const unusable: readonly (readonly [string, (document: JsonObject) => void, string])[] = [
  ["a date that is none", (d) => Object.assign(apiKey(d), { "x-atlas-version": "v2" }), "lacks x-atlas-version"],
  ["an unknown scope", (d) => Object.assign(apiKey(d), { "x-scope": "team" }), "lacks x-scope"],
  ["a success that is none", (d) => Object.assign(at(apiKey(d), "x-success"), { atlas: 202 }), "x-success for atlas"],
  ["an undocumented success", (d) => delete at(apiKey(d), "responses")["204"], "x-success for atlas"],
  ["a success of an unknown API", (d) => Object.assign(at(apiKey(d), "x-success"), { ops: 204 }), '"ops"'],
  ["an empty list of roles", (d) => Object.assign(at(apiKey(d), "x-roles"), { atlas: [] }), "x-roles for atlas"],
  ["an unknown effect", (d) => Object.assign(apiKey(d), { "x-effect": "revoked" }), "lacks x-effect"],
  ["an empty x-remains", (d) => Object.assign(apiKey(d), { "x-remains": " " }), "lacks x-remains"],
  ["no code of its own", (d) => Object.assign(apiKey(d), { "x-gone-codes": [] }), "lacks x-gone-codes"],
  [
    "a code under another status",
    (d) => Object.assign(apiKey(d), { "x-gone-codes": [{ status: 500, code: "API_KEY_NOT_FOUND" }] }),
    "lacks x-gone-codes",
  ],
  ["another method", (d) => Object.assign(at(d, "paths", apiKeyPath), { get: {} }), "nothing but DELETE there"],
  ["no path", (d) => Object.assign(d, { paths: {} }), "has no operation"],
  ["a parameter that is gone", (d) => delete keyParameter(d).in, 'lacks the path parameter "apiKeyId"'],
  ["an optional id", (d) => delete keyParameter(d).required, "is not required"],
  ["an id that the path lacks", (d) => Object.assign(keyParameter(d), { name: "keyId" }), "its path does not name"],
  ["an id without pattern", (d) => delete keySchema(d).pattern, "a pattern"],
  ["a loose pattern", (d) => Object.assign(keySchema(d), { pattern: "[a-f0-9]{24}" }), "a pattern from ^ to $"],
  [
    "a broken pattern",
    (d) => Object.assign(keySchema(d), { pattern: "^([a-f$" }),
    "an example that its pattern accepts",
  ],
  ["an id without title", (d) => delete keySchema(d).title, "a schema title (the pattern in words)"],
  ["an id without description", (d) => delete keyParameter(d).description, "a description"],
  ["an id without example", (d) => delete keyParameter(d).example, "an example"],
  ["an id with a bad example", (d) => Object.assign(keyParameter(d), { example: "a/b" }), "that its pattern accepts"],
  ["a server without name", (d) => delete server(d, 1)["x-api"], "servers[1] lacks x-api"],
  ["a server without title", (d) => delete server(d, 1).description, "servers[1] lacks description"],
  [
    "a server on http",
    (d) => Object.assign(server(d, 1), { url: "http://cloud.mongodb.com/api" }),
    "servers[1] lacks url",
  ],
  ["two servers of a name", (d) => Object.assign(server(d, 1), { "x-api": "cloud-manager" }), "two servers"],
  ["no token endpoint", (d) => delete flow(d).tokenUrl, "lacks tokenUrl"],
  ["no revocation endpoint", (d) => delete flow(d)["x-revocationUrl"], "lacks x-revocationUrl"],
  ["a token elsewhere", (d) => Object.assign(flow(d), { tokenUrl: "https://evil.invalid/token" }), "lacks tokenUrl"],
];

describe("a fact that the client can't use is reported", () => {
  test.each(unusable)("%s", (_name, plant, expected) => {
    const problems = problemsAfter(plant);
    expect(problems).not.toEqual([]);
    expect(problems.join("\n")).toContain(expected);
  });
});

test("all problems are reported at once", () => {
  const problems = problemsAfter((document) => {
    delete apiKey(document)["x-scope"];
    delete flow(document).tokenUrl;
  });
  expect(problems).toHaveLength(2);
});

describe("text of the document", () => {
  test("can't end a comment of the generated file", () => {
    expect(comment(["*/ evil()", "x"])).toBe("/**\n * *\\/ evil()\n * x\n */");
  });

  test("can't end a string of the generated file", () => {
    const document = JSON.parse(text) as JsonObject;
    apiKey(document).summary = 'a"; evil(); //\nb';
    expect(clientSource(readFacts(document))).toContain('summary: "a\\"; evil(); //\\nb",');
  });
});
