// Writes generated/examples.ts: the document's examples of errors, from which the mock takes the bodies it answers with.
import { asObject, type JsonObject, resolve } from "./document.js";
import { comment, literal, objectLiteral } from "./source.js";

/** The text of generated/examples.ts, without its header. */
export function exampleSource(document: JsonObject): string {
  const { examples = {} } = asObject(document.components);
  const errors = Object.keys(asObject(examples)).flatMap((name): [string, string][] => {
    const { value } = asObject(resolve(document, asObject(examples)[name]));
    const properties = Object.entries(asObject(value)).map(([key, member]): [string, string] => [key, literal(member)]);
    return "error" in asObject(value) ? [[name, objectLiteral(properties, 1)]] : [];
  });
  const names = errors.map(([name]) => `\n  | ${literal(name)}`).join("");
  return `import type { components } from "./schema.js";

${comment(["An error as the examples have it: with words, which a real one may lack."])}
type Error = components["schemas"]["ApiError"] & { readonly reason: string; readonly detail: string };

${comment(["An error of the document's `components/examples`, by its name."])}
export type ErrorExample =${names};

${comment(["The document's examples of errors."])}
export const errorExamples: Readonly<Record<ErrorExample, Error>> = ${objectLiteral(errors)};
`;
}
