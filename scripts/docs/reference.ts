// The HTTP reference: the two documents as pages for people, one for each operation, with the site's own header and search.
import { operationTable, servers } from "../../generated/client.js";
import { commands } from "../../src/cli/commands.js";
import { bodyTable, type Schema } from "./schemas.js";

interface Ref {
  readonly $ref: string;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description: string;
  readonly schema: Schema;
}
interface Example {
  readonly summary: string;
  readonly description?: string;
  readonly value: unknown;
}
interface Content {
  readonly examples?: Readonly<Record<string, Ref>>;
}
interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, Content>>;
}
interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Ref[];
  readonly responses: Readonly<Record<string, Ref>>;
  readonly "x-scope": string;
  readonly "x-atlas-version": string;
  readonly "x-success"?: Readonly<Record<string, number>>;
  readonly "x-roles": Readonly<Record<string, readonly string[]>>;
  readonly "x-codeSamples"?: readonly { readonly lang: string; readonly label: string; readonly source: string }[];
}

/** A bundled document, as far as its pages need it. */
export interface Document {
  readonly info: { readonly title: string; readonly description: string; readonly version: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, { readonly description: string }>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly responses: Readonly<Record<string, Response>>;
    readonly examples: Readonly<Record<string, Example>>;
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly headers: Readonly<Record<string, { readonly description: string }>>;
  };
}

const apis = Object.entries(servers);
const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);
/** In a cell of a table: one line, with its bars escaped. */
const cell = (text: string): string =>
  text
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");
const table = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `| ${row.map(cell).join(" | ")} |\n`).join("");
const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;

/** The pages of the reference, by name: an index, one for each operation, and one for the bodies. */
export function referencePages(documents: readonly Document[]): ReadonlyMap<string, string> {
  const pages = new Map<string, string>([["index", indexPage(documents)]]);
  const schemas = new Map<string, Schema>();
  for (const document of documents) {
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        pages.set(operation.operationId, operationPage(document, path, method, operation));
      }
    }
    for (const [name, schema] of Object.entries(document.components.schemas)) schemas.set(name, schema);
  }
  const bodies = [...schemas].map(([name, schema]) => `## ${name}\n\n${schema.description}\n\n${bodyTable(schema)}\n`);
  const intro = "What the API's JSON looks like, from the two documents.";
  pages.set("bodies", `# Bodies\n\n${intro}\n\n${bodies.join("\n")}`);
  return new Map([...pages].map(([name, text]) => [name, withDecisions(text)]));
}

/** The documents name decisions by their numbers; here each number leads to its decision. */
function withDecisions(text: string): string {
  return text
    .replace(/\[(\d+)\]\(\.\/decisions\.html\)/g, "[$1](../decisions.md#decision-$1)")
    .replaceAll("](./decisions.html)", "](../decisions.md)");
}

function indexPage(documents: readonly Document[]): string {
  const parts = documents.map(({ info, tags, paths }) => {
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    const lists = tags.map(({ name, description }) => {
      const rows = operations
        .filter(({ operation }) => operation.tags.includes(name))
        .map(({ path, method, operation: { operationId, summary } }) => [
          `[${summary}](./${operationId}.md)`,
          `\`${method.toUpperCase()} ${path}\``,
        ]);
      return `**${name}.** ${description}\n${table([["operation", "request"], ["---", "---"], ...rows])}`;
    });
    return `## ${info.title}\n\n${lists.join("\n")}\n${described(info.description)}\n`;
  });
  const schemes = Object.entries(documents[0]?.components.securitySchemes ?? {}).map(
    ([name, { description }]) =>
      `### ${name === "digest" ? "API key: HTTP Digest" : "Service account: OAuth 2.0"}\n\n${description}`,
  );
  return `---\noutline: [2, 3]\n---\n\n# HTTP reference

Two hand-written OpenAPI 3.1 documents: four revocations (<a href="../openapi.json" target="_self">openapi.json</a>) and six reads
(<a href="../lookup.json" target="_self">lookup.json</a>). [Bodies](./bodies.md) has the schemas; the evidence for each fact is in the
[decisions](../decisions.md).

${parts.join("\n")}
## Who calls

${schemes.join("\n")}`;
}

/** A document's own text, one level down; a table's corner that is empty gets a word, for those who hear the table. */
function described(text: string): string {
  return text.replace(/^##/gm, "###").replace(/^\| +\|(?! ---)/gm, "| What |");
}

function operationPage({ components }: Document, path: string, method: string, operation: Operation): string {
  const { summary, operationId, description, parameters, responses } = operation;
  const samples = (operation["x-codeSamples"] ?? []).map(({ lang, label, source }) =>
    fenced(`${lang === "TypeScript" ? "ts" : "sh"} [${label}]`, source),
  );
  const rows = parameters.map(({ $ref }) => {
    const { name, in: place, schema, description: text } = components.parameters[nameOf($ref)] ?? missing($ref);
    const fallback = schema.default === undefined ? "" : `, default \`${schema.default}\``;
    return [`\`${name}\``, `${place}, ${schema.title ?? schema.type}${fallback}`, text];
  });
  return `# ${summary}

<p class="endpoint"><strong>${method.toUpperCase()}</strong> <code>${path}</code></p>

${table([["", ""], ["---", "---"], ...factsOf(operation)])}
${description}

${samples.length === 0 ? "" : `## Samples\n\n::: code-group\n${samples.join("")}:::\n`}
## Parameters

${table([["name", "form", "what it is"], ["---", "---", "---"], ...rows])}
## Responses

${Object.entries(responses)
  .map(([status, { $ref }]) => responseText(status, components.responses[nameOf($ref)] ?? missing($ref), components))
  .join("\n")}
Bodies by name are under [Bodies](./bodies.md); \`${operationId}\` is the operation's id in the document.
`;
}

/** The document's extensions, in words. */
function factsOf(operation: Operation): (readonly string[])[] {
  const { operationId } = operation;
  const facts = Object.values(operationTable).find((entry) => entry.operationId === operationId);
  const byApi = (value: (api: string) => string): string =>
    apis.map(([api, { title }]) => `${title}: ${value(api)}`).join(". ");
  return [
    ...(facts === undefined
      ? []
      : [
          ["A success means", `**${facts.effect}**. ${facts.remains ?? "Nothing of it stays alive."}`],
          [
            "Says that the target is not there",
            facts.gone.map(({ status, code }) => `${status} \`${code}\``).join(", ") || "no documented code",
          ],
          [
            "In this package",
            `\`client.${operationId}(ids)\`, \`mongodb-cloud-revoke ${commands[facts.operationId]}\``,
          ],
          ["Status of a success", byApi((api) => `${operation["x-success"]?.[api]}`)],
        ]),
    ["Role, any one of", byApi((api) => operation["x-roles"][api]?.join(", ") || "not documented")],
    [
      "Accept",
      `Cloud Manager: \`application/json\`. Atlas: \`application/vnd.atlas.${operation["x-atlas-version"]}+json\``,
    ],
    ["Rate limit counts by", operation["x-scope"]],
  ];
}

function responseText(
  status: string,
  { description, headers, content }: Response,
  components: Document["components"],
): string {
  const examples = [
    ...new Set(
      Object.values(content ?? {}).flatMap((each) => Object.values(each.examples ?? {}).map(({ $ref }) => $ref)),
    ),
  ];
  const shown = examples.map(($ref) => {
    const { summary, value } = components.examples[nameOf($ref)] ?? missing($ref);
    return `*${summary}:*\n\n${fenced("json", JSON.stringify(value, null, 2))}`;
  });
  const names = Object.keys(headers ?? {}).map((name) => `\`${name}\``);
  return `### ${status}\n\n${description}\n${names.length === 0 ? "" : `Headers: ${names.join(", ")}.\n\n`}${shown.join("\n")}`;
}

function missing(ref: string): never {
  throw new Error(`The document has no ${ref}.`);
}
