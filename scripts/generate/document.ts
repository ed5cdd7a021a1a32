// Reading an OpenAPI document as plain JSON: references, and one error that lists every problem found.

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object; any key may be absent. */
export interface JsonObject {
  [key: string]: Json;
}

/** Notes a problem with its place. */
export type Report = (problem: string) => void;

/** The document lacks something that the generated client needs, or says something it can't use. */
export class DocumentError extends Error {
  override readonly name: string = "DocumentError";
  /** One sentence for each problem, with the file and operation where it is. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object; anything else counts as an empty one. */
export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The value as a string that is not blank. */
export function asText(value: Json | undefined): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** The value as a list of strings; undefined unless it is one and has an element. */
export function asTexts(value: Json | undefined): string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const texts = value.map((element) => asText(element));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** Follows `$ref`s inside the document until something else stands there. */
export function resolve(document: JsonObject, value: Json | undefined): Json | undefined {
  let current = value;
  const seen = new Set<string>();
  while (isObject(current) && typeof current.$ref === "string") {
    const ref = current.$ref;
    if (seen.has(ref) || !ref.startsWith("#/")) return undefined;
    seen.add(ref);
    current = ref
      .slice(2)
      .split("/")
      .map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<Json | undefined>((place, key) => (isObject(place) ? place[key] : undefined), document);
  }
  return current;
}

/** A schema with its `$ref` and the members of its `allOf` laid over each other, its own keywords on top. */
export function flattenSchema(document: JsonObject, value: Json | undefined): JsonObject {
  const schema = asObject(resolve(document, value));
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  return Object.assign({}, ...parts.map((part) => flattenSchema(document, part)), schema) as JsonObject;
}

/**
 * Runs a reading to its end and then throws all that it reported.
 *
 * @throws DocumentError
 */
export function collect<T>(read: (report: Report) => T): T {
  const problems: string[] = [];
  const facts = read((problem) => problems.push(problem));
  if (problems.length > 0) throw new DocumentError(problems);
  return facts;
}
