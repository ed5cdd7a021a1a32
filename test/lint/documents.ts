/** The split documents in memory, with every reference followed: what the checks and the planted mistakes work on. */
import { readdir, readFile } from "node:fs/promises";
import { join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { isObject, type Json, type JsonObject } from "../../scripts/generate/document.js";

/** The files below spec/, by their path there. */
export type Files = ReadonlyMap<string, string>;

/** The repository's folder. */
export const root: string = fileURLToPath(new URL("../../", import.meta.url));

/** One of the two documents. */
export interface Document {
  /** Its root file. */
  readonly file: "openapi.yaml" | "lookup.yaml";
  readonly root: JsonObject;
  readonly operations: readonly Operation[];
}

/** One operation of a document. */
export interface Operation {
  readonly file: string;
  readonly method: string;
  readonly path: string;
  readonly id: string;
  readonly facts: JsonObject;
}

/** Everything below spec/, parsed. */
export interface Spec {
  readonly files: Files;
  readonly documents: readonly [Document, Document];
  /** Parsed YAML files as they are. */
  readonly raw: ReadonlyMap<string, Json>;
  /** The same with their references followed; the same file is always the same object. */
  readonly values: ReadonlyMap<string, Json>;
  /** The files that a reference leads to. */
  readonly reached: ReadonlySet<string>;
  /** References that lead nowhere. */
  readonly problems: readonly string[];
}

/** Reads all files below spec/. */
export async function readSpec(): Promise<Map<string, string>> {
  const spec = join(root, "spec");
  const entries = (await readdir(spec, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && entry.name !== "redocly.yaml",
  );
  const names = entries.map((entry) => relative(spec, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(spec, name), "utf8")] as const)),
  );
}

const known = new Map<string, Json>();

/** A parsed text of one's own: a copy differs from the others in one file, so that most texts come again. */
function parsed(text: string): Json {
  const value = known.get(text) ?? (parse(text, { logLevel: "error" }) as Json);
  known.set(text, value);
  return structuredClone(value);
}

/** Parses the files and follows their references. */
export function parseSpec(files: Files): Spec {
  const values = new Map<string, Json>();
  const reached = new Set<string>();
  const problems: string[] = [];
  const load = (file: string): Json => {
    const known = values.get(file);
    if (known !== undefined) return known;
    const text = files.get(file) ?? "";
    if (!file.endsWith(".yaml")) return text;
    const value = parsed(text);
    values.set(file, value);
    return inline(value, file);
  };
  /** Replaces each reference by what it leads to, in place. */
  const inline = (value: Json, file: string): Json => {
    if (!isObject(value) && !Array.isArray(value)) return value;
    for (const [key, member] of Object.entries(value)) {
      const ref = isObject(member) ? member.$ref : undefined;
      (value as JsonObject)[key] = typeof ref === "string" ? follow(ref, file) : inline(member as Json, file);
    }
    return value;
  };
  const follow = (ref: string, from: string): Json => {
    const [name = "", pointer = ""] = ref.split("#");
    const file = name === "" ? from : posix.join(posix.dirname(from), name);
    if (!files.has(file)) {
      problems.push(`${from}: ${ref} leads nowhere`);
      return {};
    }
    reached.add(file);
    const keys = pointer.split("/").slice(1);
    return keys.reduce<Json>((place, key) => (isObject(place) ? (place[key] ?? {}) : {}), load(file));
  };
  const documentOf = (file: Document["file"]): Document => {
    const document = load(file) as JsonObject;
    const references = parsed(files.get(file) ?? "") as { paths?: Record<string, { $ref?: string }> };
    const operations = Object.entries((document.paths ?? {}) as Record<string, JsonObject>).flatMap(([path, item]) =>
      Object.entries(item).map(([method, facts]): Operation => {
        const at = references.paths?.[path]?.$ref?.replace("./", "") ?? file;
        return { file: at, method, path, id: String((facts as JsonObject).operationId), facts: facts as JsonObject };
      }),
    );
    return { file, root: document, operations };
  };
  const documents = [documentOf("openapi.yaml"), documentOf("lookup.yaml")] as const;
  for (const file of files.keys()) load(file);
  const raw = new Map([...values.keys()].map((file) => [file, parsed(files.get(file) ?? "")]));
  return { files, documents, raw, values, reached, problems };
}

/** The value at a place, whose keys are separated by spaces. */
export function at(value: Json | undefined, place: string): Json | undefined {
  const keys = place === "" ? [] : place.split(" ");
  return keys.reduce<Json | undefined>(
    (found, key) => (typeof found === "object" && found !== null ? (found as JsonObject)[key] : undefined),
    value,
  );
}

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const validators = new Map<string, ValidateFunction>();

/** Whether a value fits a schema without references. */
export function fits(schema: Json | undefined, value: Json): boolean {
  const text = JSON.stringify(schema ?? false);
  const validate = validators.get(text) ?? ajv.compile(JSON.parse(text) as object);
  validators.set(text, validate);
  return validate(value);
}

/** Every object in a value, with its place. */
export function objectsIn(value: Json | undefined, place = ""): (readonly [place: string, object: JsonObject])[] {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.entries(value).flatMap(([key, member]) => objectsIn(member, `${place} ${key}`.trim()));
  return isObject(value) ? [[place, value], ...below] : below;
}
