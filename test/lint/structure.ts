/** Checks of the documents' structure: only what no rule of redocly.yaml can say and what the generator does not need. */
import { STATUS_CODES } from "node:http";
import { DocumentError, type Json, type JsonObject } from "../../scripts/generate/document.js";
import { readFacts, readLookups } from "../../scripts/generate/facts.js";
import { at, type Document, type Operation, objectsIn, type Spec } from "./documents.js";
import { fileProblems, orphans } from "./files.js";

const samples = ["curl, service account", "curl, API key", "TypeScript", "CLI"];
const errorStatuses = ["400", "401", "403", "404", "429", "500", "default"];

/** What is wrong with the structure, each problem behind the file that it is in. */
export function structureProblems(spec: Spec): string[] {
  const [document, lookup] = spec.documents;
  const operations = [...document.operations, ...lookup.operations];
  return [
    ...spec.problems,
    ...generatorProblems(document, lookup),
    ...[document, lookup].flatMap((one) => documentProblems(one)),
    ...operations.flatMap((operation) => operationProblems(operation, spec)),
    ...document.operations.flatMap((operation) => revocationProblems(operation)),
    ...uniquenessProblems(operations),
    ...[...spec.raw].flatMap(([file, value]) => fileProblems(file, value, spec)),
    ...orphans(spec),
  ];
}

/** What the generator needs and does not find. */
function generatorProblems(document: Document, lookup: Document): string[] {
  const filesOf = ({ operations }: Document): Map<string, string> =>
    new Map(operations.map(({ path, file }) => [path, file]));
  try {
    const { servers } = readFacts(document.root, filesOf(document));
    readLookups(lookup.root, servers, filesOf(lookup));
    return [];
  } catch (error) {
    if (error instanceof DocumentError) return error.problems.map((problem) => problem.replace(/^spec\//, ""));
    throw error;
  }
}

function documentProblems({ file, root, operations }: Document): string[] {
  const problems: string[] = [];
  const schemes = Object.keys((at(root, "components securitySchemes") ?? {}) as object);
  const offered = ((root.security ?? []) as JsonObject[]).map((entry) => Object.keys(entry).join(" and "));
  if (offered.join() !== schemes.join())
    problems.push(`security must offer each scheme by itself: ${schemes.join(", ")}`);
  if (offered.join() !== "serviceAccount,digest") problems.push("service accounts come first, API keys second");
  if (
    objectsIn(root.security).some(([, entry]) => Object.values(entry).some((scopes) => (scopes as Json[]).length > 0))
  )
    problems.push("there are no scopes");
  if (at(root, "info license identifier") !== "MIT") problems.push("the licence must be the package's");
  if (operations.length !== (file === "openapi.yaml" ? 4 : 6))
    problems.push("has more operations than its four or six, or fewer");
  const keyOfOrganization = operations.find(({ path }) => /^\/orgs\/[^/]+\/apiKeys\/./.test(path));
  if (keyOfOrganization !== undefined) problems.push("a DELETE there removes the key from the whole organization");
  const tags = ((root.tags ?? []) as JsonObject[]).map(({ name }) => name);
  for (const { facts, id } of operations) {
    if (!tags.includes(String(at(facts, "tags 0")))) problems.push(`${id} has an unknown tag`);
  }
  return problems.map((problem) => `${file}: ${problem}`);
}

function operationProblems(operation: Operation, spec: Spec): string[] {
  const { file, facts, path, method } = operation;
  const problems: string[] = [];
  const scope = String(facts["x-scope"]);
  if (!path.startsWith(scope === "organization" ? "/orgs/" : "/groups/"))
    problems.push(`the scope of ${path} is not ${scope}`);
  for (const key of ["requestBody", "security", "servers", "callbacks", "deprecated"]) {
    if (key in facts) problems.push(`an operation has no ${key}`);
  }
  const ids = ((facts.parameters ?? []) as JsonObject[]).filter((parameter) => parameter.in === "path");
  if (ids.map(({ name }) => `{${name}}`).join() !== (path.match(/\{\w+\}/g) ?? []).join())
    problems.push("the ids must stand in the path's order");
  const query = ((facts.parameters ?? []) as JsonObject[]).flatMap((parameter) =>
    parameter.in === "query" ? [parameter.name] : [],
  );
  const paging = method === "delete" || operation.id.startsWith("list") ? ["pageNum", "itemsPerPage"] : [];
  for (const name of ["envelope", "pretty", ...paging])
    if (!query.includes(name)) problems.push(`must have the parameter ${name}`);
  const responses = (facts.responses ?? {}) as Record<string, JsonObject>;
  const statuses = ["200", ...(method === "delete" ? ["204"] : []), ...errorStatuses];
  if (!statuses.every((status) => status in responses)) problems.push(`must document ${statuses.join(", ")}`);
  const versioned = `application/vnd.atlas.${facts["x-atlas-version"]}+json`;
  for (const [status, response] of Object.entries(responses)) {
    const content = (response.content ?? {}) as Record<string, JsonObject>;
    const types = Object.keys(content);
    const wrong = (problem: string): number => problems.push(`the ${status} ${problem}`);
    if (/^[45d]/.test(status)) {
      if (types.join() !== "application/json") wrong(`must be application/json, not ${types.join()}`);
      if (at(content, "application/json schema") !== spec.values.get("components/schemas/ApiError.yaml"))
        wrong("must have the schema ApiError");
    } else {
      if (types[0] !== versioned) wrong(`must have ${versioned} first`);
      const json = status !== "204" || at(facts, "x-success cloud-manager") === 204;
      if (types.slice(1).join() !== (json ? "application/json" : "")) wrong(`has ${types.join()}`);
    }
    for (const type of Object.values(content)) {
      if (status === "204" ? Object.keys(type).length > 0 : Object.keys((type.examples ?? {}) as object).length === 0)
        wrong(status === "204" ? "has no body" : "has no example");
      for (const { value } of Object.values((type.examples ?? {}) as Record<string, JsonObject>)) {
        for (const problem of exampleProblems(status, value, facts)) wrong(problem);
      }
    }
  }
  const other = scope === "project" ? "Organization" : "Project";
  if ((spec.files.get(file) ?? "").includes(`responses/${other}`)) problems.push("a response is of another scope");
  return problems.map((problem) => `${file}: ${problem}`);
}

function exampleProblems(status: string, value: Json | undefined, facts: JsonObject): string[] {
  const error = status === "default" ? at(value, "error") : Number(status);
  if (status === "200") {
    const inner = at(value, "status");
    const content = at(value, "content error");
    if (content !== undefined && content !== inner) return ["has an envelope whose error disagrees with its status"];
    if (inner === undefined || content !== undefined || facts["x-success"] === undefined) return [];
    const success = Object.values(facts["x-success"] as JsonObject);
    return success.includes(inner) ? [] : [`has an envelope with ${inner}, which is not the operation's success`];
  }
  const problems = at(value, "error") === error ? [] : [`has an example of ${at(value, "error")}`];
  const reason = STATUS_CODES[Number(error)];
  return at(value, "reason") === reason ? problems : [...problems, `has an example without the reason ${reason}`];
}

/** What holds of the four DELETEs alone. */
function revocationProblems({ file, facts, id }: Operation): string[] {
  const problems: string[] = [];
  const deletes = id.startsWith("delete");
  if (facts["x-effect"] !== (deletes ? "deleted" : "unassigned")) problems.push(`${id} can't be ${facts["x-effect"]}`);
  if (at(facts, "tags 0") !== (deletes ? "Secrets" : "Project assignments")) problems.push("has the other tag");
  if (deletes === "x-remains" in facts) problems.push("x-remains belongs to an unassignment");
  if (!new RegExp(`^${deletes ? "Delete" : "Unassign"} one .{5,50}[^.]$`).test(String(facts.summary)))
    problems.push("the summary must be a short title");
  if (facts["x-remains"] !== undefined && !/^[A-Z].*\.$/.test(String(facts["x-remains"])))
    problems.push("x-remains must be a sentence");
  const labels = ((facts["x-codeSamples"] ?? []) as JsonObject[]).map(({ label }) => label);
  if (labels.join() !== samples.join()) problems.push(`the samples must be ${samples.join("; ")}`);
  const codes = ((facts["x-gone-codes"] ?? []) as JsonObject[]).map(({ code }) => String(code));
  const noun = id.endsWith("Secret")
    ? "SERVICE_ACCOUNT_SECRET"
    : id.endsWith("Account")
      ? "SERVICE_ACCOUNT"
      : "API_KEY";
  if (codes.some((code) => code !== `${noun}_NOT_FOUND`))
    problems.push(`x-gone-codes must name ${noun}, the target itself`);
  return problems.map((problem) => `${file}: ${problem}`);
}

function uniquenessProblems(operations: readonly Operation[]): string[] {
  const seen = new Map<string, string>();
  return operations.flatMap(({ file, facts, id }) =>
    ["summary", "description", "externalDocs url", "operationId"].flatMap((key) => {
      const value = `${key} ${at(facts, key)}`;
      const other = seen.get(value);
      seen.set(value, id);
      return other === undefined ? [] : [`${file}: its ${key} is also that of ${other}`];
    }),
  );
}
