/** The two bundled documents as a tool reads them: every reference followed, operations by their id. */
import { readFileSync } from "node:fs";

type Place = readonly (string | number)[];
type Entries = Readonly<Record<string, unknown>>;

const bundles = ["openapi.json", "lookup.json"].map((name): unknown =>
  JSON.parse(readFileSync(new URL(`../../generated/${name}`, import.meta.url), "utf8")),
);

interface Found {
  readonly bundle: unknown;
  readonly path: string;
  readonly method: string;
}

/** Where each operation stands, by its operationId; the DELETEs come first. */
const operations = new Map(
  bundles.flatMap((bundle) =>
    Object.entries(entriesOf(read(bundle, ["paths"]))).flatMap(([path, item]) =>
      Object.entries(entriesOf(item)).map(([method, facts]): [string, Found] => [
        String(entriesOf(facts).operationId),
        { bundle, path, method: method.toUpperCase() },
      ]),
    ),
  ),
);

/** The operations of the product's document. */
export const operationIds: readonly string[] = [...operations]
  .filter(([, { method }]) => method === "DELETE")
  .map(([id]) => id);

/** The operation that a method and a path below a server's base belong to, and the values in the path. */
export function operationAt(
  method: string,
  path: string,
): { readonly id: string; readonly values: ReadonlyMap<string, string> } | undefined {
  const segments = path.split("/");
  for (const [id, found] of operations) {
    const parts = found.path.split("/");
    const fits = parts.every((part, index) => part.startsWith("{") || part === segments[index]);
    if (found.method !== method || parts.length !== segments.length || !fits) continue;
    const values = parts.flatMap((part, index) =>
      part.startsWith("{") ? [[part.slice(1, -1), decodeURIComponent(segments[index] ?? "")] as const] : [],
    );
    return { id, values: new Map(values) };
  }
  return undefined;
}

/**
 * The value at a place of the product's document.
 * @param keys Property names and indexes from the root.
 * @throws Error that names the place if there is nothing.
 */
export function at(...keys: Place): unknown {
  return read(bundles[0], keys);
}

/** The value at a place of one operation. */
export function inOperation(operationId: string, ...keys: Place): unknown {
  const found = operations.get(operationId);
  return read(found?.bundle, ["paths", found?.path ?? "", found?.method.toLowerCase() ?? "", ...keys]);
}

/** A component's schemas of the document that an operation belongs to, for a validator. */
export function schemasOf(operationId: string): unknown {
  return read(operations.get(operationId)?.bundle, ["components", "schemas"]);
}

/** The property names at a place of one operation. */
export function namesIn(operationId: string, ...keys: Place): string[] {
  return Object.keys(entriesOf(inOperation(operationId, ...keys)));
}

/** All parameters of one operation that stand in `place`, in the document's order. */
export function parametersOf(operationId: string, place: "path" | "query"): Entries[] {
  const count = (inOperation(operationId, "parameters") as unknown[]).length;
  const parameters = Array.from({ length: count }, (_, index) =>
    entriesOf(inOperation(operationId, "parameters", index)),
  );
  return parameters.filter((parameter) => parameter.in === place);
}

/** One parameter of one operation. */
export function parameterOf(operationId: string, name: string): Entries {
  const all = [...parametersOf(operationId, "path"), ...parametersOf(operationId, "query")];
  const [found, ...more] = all.filter((parameter) => parameter.name === name);
  if (found === undefined || more.length > 0) throw new Error(`${operationId} has not one ${name}`);
  return found;
}

function read(bundle: unknown, keys: Place): unknown {
  let value = bundle;
  for (const [depth, key] of keys.entries()) {
    value = entriesOf(value)[key];
    const ref = entriesOf(value).$ref;
    if (typeof ref === "string") {
      const parts = ref.replace("#/", "").split("/");
      value = read(
        bundle,
        parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")),
      );
    }
    if (value === undefined) throw new Error(`nothing at ${keys.slice(0, depth + 1).join(" › ")}`);
  }
  return value;
}

function entriesOf(value: unknown): Entries {
  return typeof value === "object" && value !== null ? (value as Entries) : {};
}
