// A schema of a document as a table for people: properties, what they hold, what they mean.

/** A JSON Schema, as far as these documents use it. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The table of an object's properties. */
export function bodyTable({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(([name, schema]) => {
    const always = required.includes(name) ? "" : ", may be missing";
    const text = (schema.description ?? "")
      .trim()
      .replace(/\s*\n\s*/g, " ")
      .replaceAll("|", "\\|");
    return `| \`${name}\` | ${typeText(schema)}${always} | ${text} |\n`;
  });
  return `| property | holds | what it is |\n| --- | --- | --- |\n${rows.join("")}`;
}

function typeText({ $ref, title, type, items, anyOf, minimum, maximum }: Schema): string {
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeText))].join(" or ");
  if (items !== undefined) return `list of ${typeText(items)}${Array.isArray(type) ? " or null" : ""}`;
  const bounds =
    minimum === undefined ? "" : maximum === undefined ? ` from ${minimum}` : ` from ${minimum} to ${maximum}`;
  return `${title ?? (typeof type === "string" ? type : (type ?? ["anything"]).join(" or "))}${bounds}`;
}
