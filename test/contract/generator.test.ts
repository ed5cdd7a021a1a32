/**
 * The generator refuses a document that lacks a fact the client needs, and says which file and operation lack it. That each
 * kind of mistake is refused is shown by the planted mistakes of test/lint, which the generator judges too.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { clientSource } from "../../scripts/generate/clientSource.js";
import { asObject, DocumentError, type Json, type JsonObject } from "../../scripts/generate/document.js";
import { readFacts, readLookups } from "../../scripts/generate/facts.js";
import { comment } from "../../scripts/generate/source.js";

const bundle = (name: string): JsonObject =>
  JSON.parse(readFileSync(new URL(`../../generated/${name}`, import.meta.url), "utf8")) as JsonObject;
const apiKeyPath = "/groups/{groupId}/apiKeys/{apiKeyId}";
const file = "spec/paths/unassignGroupApiKey.yaml";

/** The object at a place in a document. */
const at = (document: JsonObject, ...keys: string[]): JsonObject =>
  keys.reduce((place, key) => asObject(place[key]), document);
const apiKey = (document: JsonObject): JsonObject => at(document, "paths", apiKeyPath, "delete");

/** The problems found in the bundle after `plant` has changed it. */
function problemsAfter(
  plant: (document: JsonObject) => void,
  read = readFacts,
  name = "openapi.json",
): readonly string[] {
  const document = bundle(name);
  plant(document);
  try {
    read(document, new Map([[apiKeyPath, file]]));
    return [];
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return error.problems;
  }
}

test.each([
  ["summary", ["lacks summary (one line)."]],
  ["description", ["lacks description (what a caller must know)."]],
  ["x-atlas-version", ['lacks x-atlas-version (a date such as "2024-08-05").']],
  ["x-scope", ["lacks x-scope (organization or project)."]],
  ["x-effect", ["lacks x-effect (deleted or unassigned)."]],
  ["x-remains", ["lacks x-remains (a sentence that says what stays alive after an unassignment)."]],
  ["x-gone-codes", ["lacks x-gone-codes (a list of status, 400 or 404, and code)."]],
  [
    "x-success",
    ["cloud-manager", "atlas"].map((api) => `lacks x-success for ${api} (200 or 204, documented as a response).`),
  ],
  [
    "x-roles",
    ["cloud-manager", "atlas"].map((api) => `lacks x-roles for ${api} (a list of roles, any one of which suffices).`),
  ],
])("an operation without %s is reported with its file and its id", (key, problems) => {
  const expected = problems.map((problem) => `${file}: operation unassignGroupApiKey ${problem}`);
  expect(problemsAfter((document) => delete apiKey(document)[key])).toEqual(expected);
});

test.each<readonly [string, (document: JsonObject) => void, string]>([
  ["no operationId", (d) => delete apiKey(d).operationId, `${file}: DELETE ${apiKeyPath} lacks operationId`],
  ["a success of an unknown API", (d) => Object.assign(at(apiKey(d), "x-success"), { ops: 204 }), '"ops"'],
  ["another method", (d) => Object.assign(at(d, "paths", apiKeyPath), { get: {} }), "nothing but DELETE there"],
  ["no path", (d) => Object.assign(d, { paths: {} }), "has no operation"],
  [
    "a token elsewhere",
    (d) =>
      Object.assign(at(d, "components", "securitySchemes", "serviceAccount", "flows", "clientCredentials"), {
        tokenUrl: "https://evil.invalid/",
      }),
    "lack tokenUrl",
  ],
  [
    "a pattern that is no expression",
    (d) => Object.assign(at(d, "components", "parameters", "apiKeyId", "schema"), { pattern: "^([a-f$" }),
    "an example that its pattern accepts",
  ],
  [
    "a server on http",
    (d) => Object.assign(asObject((d.servers as Json[])[1]), { url: "http://cloud.mongodb.com/api" }),
    "servers[1] lacks url",
  ],
])("%s is reported", (_name, plant, expected) => {
  expect(problemsAfter(plant).join("\n")).toContain(expected);
});

test("all problems are reported at once", () => {
  const problems = problemsAfter((document) => {
    delete apiKey(document)["x-scope"];
    delete apiKey(document)["x-effect"];
  });
  expect(problems).toHaveLength(2);
});

test("a lookup that deletes is refused, and so are servers that are not the first document's", () => {
  const { servers } = readFacts(bundle("openapi.json"));
  const read = (document: JsonObject): never => readLookups(document, servers) as never;
  const problems = problemsAfter(
    (document) => {
      Object.assign(at(document, "paths", "/orgs/{orgId}/apiKeys"), { delete: {} });
      (document.servers as Json[]).reverse();
    },
    read,
    "lookup.json",
  );
  expect(problems.join("\n")).toMatch(/servers are not those[\s\S]*nothing but GET there/);
});

describe("text of the document", () => {
  test("can't end a comment of the generated file", () => {
    expect(comment(["*/ evil()", "x"])).toBe("/**\n * *\\/ evil()\n * x\n */");
  });

  test("can't end a string of the generated file", () => {
    const document = bundle("openapi.json");
    apiKey(document).summary = 'a"; evil(); //\nb';
    expect(clientSource(readFacts(document))).toContain('summary: "a\\"; evil(); //\\nb",');
  });
});
