// Reads generated/openapi.json the way a tool does: following every `$ref`, and complaining about a place that isn't there.
import { readFileSync } from "node:fs";

const bundle: unknown = JSON.parse(readFileSync(new URL("../../generated/openapi.json", import.meta.url), "utf8"));

/** The paths of the document, by operationId. */
export const pathOf: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(entriesOf(at("paths"))).map(([path]) => [String(at("paths", path, "delete", "operationId")), path]),
);

/**
 * The value at a place of the bundle, with references resolved on the way and at the end.
 * @param keys Property names and indexes from the root.
 * @throws Error that names the place if there is nothing.
 */
export function at(...keys: readonly (string | number)[]): unknown {
  let value = bundle;
  for (const [depth, key] of keys.entries()) {
    value = resolve(entriesOf(value)[key]);
    if (value === undefined) throw new Error(`nothing at ${keys.slice(0, depth + 1).join(" › ")}`);
  }
  return value;
}

/** The value at a place of one operation. */
export function inOperation(operationId: string, ...keys: readonly (string | number)[]): unknown {
  return at("paths", pathOf[operationId] ?? operationId, "delete", ...keys);
}

/** The property names at a place of one operation. */
export function namesIn(operationId: string, ...keys: readonly (string | number)[]): string[] {
  return Object.keys(entriesOf(inOperation(operationId, ...keys)));
}

/** All parameters of one operation that stand in `place`, in the document's order. */
export function parametersOf(operationId: string, place: "path" | "query"): Record<string, unknown>[] {
  const list = inOperation(operationId, "parameters");
  return (Array.isArray(list) ? list : [])
    .map((entry) => entriesOf(resolve(entry)))
    .filter((parameter) => parameter.in === place);
}

/** One parameter of one operation. */
export function parameterOf(operationId: string, name: string): Record<string, unknown> {
  const found = [...parametersOf(operationId, "path"), ...parametersOf(operationId, "query")].filter(
    (parameter) => parameter.name === name,
  );
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${operationId} has ${found.length} × ${name}`);
  return found[0];
}

function entriesOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function resolve(value: unknown): unknown {
  const ref = entriesOf(value).$ref;
  if (typeof ref !== "string") return value;
  return at(
    ...ref
      .replace("#/", "")
      .split("/")
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~")),
  );
}
