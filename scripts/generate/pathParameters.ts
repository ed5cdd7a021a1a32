// The ids in an operation's path: what the client checks before a URL exists, and says when an id is not of that form.
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

/**
 * Reads the path parameters of one operation, in the order in which they stand in the path.
 *
 * @param document - The bundle, for `$ref`s.
 * @param item - The path item, whose `parameters` hold for each of its operations.
 */
export function readPathParameters(
  document: JsonObject,
  path: string,
  item: JsonObject,
  operation: JsonObject,
  report: Report,
): PathParameterFacts[] {
  const given = new Map<string, JsonObject>();
  for (const list of [item.parameters, operation.parameters]) {
    for (const value of Array.isArray(list) ? list : []) {
      const parameter = asObject(resolve(document, value));
      if (parameter.in === "path") given.set(asText(parameter.name) ?? "", parameter);
    }
  }
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
  if (pattern !== "" && !(pattern.startsWith("^") && pattern.endsWith("$"))) lacks("a pattern from ^ to $");
  const example = exampleOf(parameter, schema) ?? lacks("an example");
  if (pattern !== "" && example !== "" && !matches(pattern, example)) lacks("an example that its pattern accepts");
  return {
    name,
    pattern,
    form: asText(schema.title) ?? lacks("a schema title (the pattern in words)"),
    description: firstSentence(asText(parameter?.description) ?? lacks("a description")),
    example,
  };
}

function exampleOf(parameter: JsonObject | undefined, schema: JsonObject): string | undefined {
  const named = Object.values(asObject(parameter?.examples))[0];
  const listed = Array.isArray(schema.examples) ? schema.examples[0] : undefined;
  return asText(parameter?.example) ?? asText(asObject(named).value) ?? asText(listed);
}

function matches(pattern: string, example: string): boolean {
  try {
    return new RegExp(pattern, "u").test(example);
  } catch {
    return false; // no regular expression accepts nothing: reported as such
  }
}

function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return /^.*?\.(?= |$)/.exec(line)?.[0] ?? line;
}
