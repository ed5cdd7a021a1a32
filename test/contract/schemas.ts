/** Judges values by the documents' schemas, with Ajv and JSON Schema 2020-12. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { schemasOf } from "./bundle.js";

const compiled = new Map<string, ValidateFunction>();

/** Where a value differs from a schema of an operation's document. */
export function differencesFrom(operationId: string, schema: unknown, value: unknown, what: string): string[] {
  const text = JSON.stringify({ $defs: schemasOf(operationId), ...(schema as object) });
  const validate =
    compiled.get(text) ??
    new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(
      JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")) as object,
    );
  compiled.set(text, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath} ${message}`);
}

/** A header or query value as the type that its schema asks for; as text when it cannot be that. */
export function typed(text: string, schema: unknown): unknown {
  const type = (schema as { readonly type?: unknown }).type;
  if (type === "integer" && /^-?\d+$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
