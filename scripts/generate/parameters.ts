// The parameters of an operation: the ids that the client checks before a URL exists, and the query that its guard lets leave.
import { asObject, asText, flattenSchema, type JsonObject, type Report, resolve } from "./document.js";

/** One id in a path. */
export interface PathParameterFacts {
  name: string;
  pattern: string;
  form: string;
  /** First sentence of the document's description. */
  description: string;
  example: string;
}

/** One query parameter. */
export interface QueryParameterFacts {
  name: string;
  type: "boolean" | "integer";
  minimum?: number;
  maximum?: number;
}

function parametersOf(document: JsonObject, operation: JsonObject, place: string): JsonObject[] {
  const list = Array.isArray(operation.parameters) ? operation.parameters : [];
  return list.map((value) => asObject(resolve(document, value))).filter((parameter) => parameter.in === place);
}

/** Reads the ids of one operation, in the order in which they stand in the path. */
export function readPathParameters(
  document: JsonObject,
  path: string,
  operation: JsonObject,
  report: Report,
): PathParameterFacts[] {
  const given = new Map(
    parametersOf(document, operation, "path").map((parameter) => [asText(parameter.name) ?? "", parameter]),
  );
  const names = [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
  for (const name of given.keys()) {
    if (!names.includes(name)) report(`has a path parameter "${name}" that its path does not name.`);
  }
  return names.map((name) => readPathParameter(document, name, given.get(name), report));
}

function readPathParameter(
  document: JsonObject,
  name: string,
  parameter: JsonObject | undefined,
  report: Report,
): PathParameterFacts {
  if (parameter === undefined) report(`lacks the path parameter "${name}".`);
  else if (parameter.required !== true) report(`has a path parameter "${name}" that is not required.`);
  const schema = flattenSchema(document, parameter?.schema);
  const lacks = (what: string): string => {
    if (parameter !== undefined) report(`lacks, on its path parameter "${name}", ${what}.`);
    return "";
  };
  const pattern = asText(schema.pattern) ?? lacks("a pattern");
  // Unanchored, a pattern accepts an id that contains a good one, such as "../<id>".
  if (pattern !== "" && !/^\^.*\$$/.test(pattern)) lacks("a pattern from ^ to $");
  const example = asText(parameter?.example) ?? lacks("an example");
  if (pattern !== "" && example !== "" && !matches(pattern, example)) lacks("an example that its pattern accepts");
  const description = (asText(parameter?.description) ?? lacks("a description")).replace(/\s+/g, " ");
  return {
    name,
    pattern,
    form: asText(schema.title) ?? lacks("a schema title (the pattern in words)"),
    description: /^.*?\.(?= |$)/.exec(description)?.[0] ?? description,
    example,
  };
}

function matches(pattern: string, example: string): boolean {
  try {
    return new RegExp(pattern, "u").test(example);
  } catch {
    return false; // what is not a regular expression accepts nothing: reported as such
  }
}

/** Reads the query parameters of one operation, in the document's order. */
export function readQueryParameters(
  document: JsonObject,
  operation: JsonObject,
  report: Report,
): QueryParameterFacts[] {
  return parametersOf(document, operation, "query").map((parameter) => {
    const name = asText(parameter.name) ?? "";
    const { type, minimum, maximum } = flattenSchema(document, parameter.schema);
    if (parameter.required === true) report(`has a required query parameter "${name}".`);
    if (type !== "boolean" && type !== "integer") report(`has a query parameter "${name}" of another type.`);
    return {
      name,
      type: type === "integer" ? "integer" : "boolean",
      ...(typeof minimum === "number" ? { minimum } : {}),
      ...(typeof maximum === "number" ? { maximum } : {}),
    };
  });
}
