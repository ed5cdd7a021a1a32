// Writes generated/client.ts: the facts of the document as typed values, and one documented method per operation.
import { clientTypes } from "./clientTypes.js";
import type { Facts, OperationFacts, RequestFacts } from "./facts.js";
import type { PathParameterFacts, QueryParameterFacts } from "./parameters.js";
import type { ServerFacts } from "./servers.js";
import { call, comment, literal, objectLiteral } from "./source.js";

/** The text of generated/client.ts, without its header. */
export function clientSource(facts: Facts, lookups: RequestFacts[] = []): string {
  const requests: RequestFacts[] = [...facts.operations, ...lookups];
  const blocks = [
    clientTypes(facts.servers.map((server) => server.api)),
    serversSource(facts.servers),
    tokenEndpointsSource(facts.tokenEndpoints),
    ...parametersSource(
      "PathParameter",
      requests.flatMap((request) => request.pathParameters),
    ),
    ...parametersSource(
      "QueryParameter",
      requests.flatMap((request) => request.queryParameters),
    ),
    operationTableSource(facts.operations),
    lookupTableSource(lookups),
    methodsSource(facts.operations),
    createMethodsSource(facts.operations),
  ];
  return `${blocks.map((block) => block.trim()).join("\n\n")}\n`;
}

function serversSource(servers: ServerFacts[]): string {
  const entries = servers.map(({ api, title, origin, basePath }): [string, string] => [
    api,
    literal({ title, origin, basePath }),
  ]);
  return `${comment(["The document's servers, by API."])}
export const servers: Readonly<Record<Api, Server>> = ${objectLiteral(entries)};`;
}

function tokenEndpointsSource(endpoints: Facts["tokenEndpoints"]): string {
  return `${comment(["Paths of the two OAuth endpoints (security scheme `serviceAccount`)."])}
export const tokenEndpoints: { readonly grant: string; readonly revoke: string } = ${objectLiteral(
    Object.entries(endpoints).map(([key, path]) => [key, literal(path)]),
  )};`;
}

function parametersSource(type: string, parameters: readonly (PathParameterFacts | QueryParameterFacts)[]): string[] {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return [...byName].map(([name, parameter]) => {
    const entries = Object.entries(parameter).map(([key, value]): [string, string] => [key, literal(value)]);
    return `const ${name}: ${type} = ${objectLiteral(entries)};`;
  });
}

function operationTableSource(operations: OperationFacts[]): string {
  const entries = operations.map((operation): [string, string] => {
    const facts: [string, string][] = [
      ...requestSource(operation, "DELETE"),
      ["targetParameter", literal(operation.pathParameters.at(-1)?.name)],
      ["effect", literal(operation.effect)],
      ["gone", literal(operation.gone)],
      ["success", literal(operation.success)],
    ];
    if (operation.remains !== undefined) facts.push(["remains", literal(operation.remains)]);
    return [operation.operationId, objectLiteral(facts, 1)];
  });
  return `${comment(["Every operation of the document, by its `operationId`."])}
export const operationTable: { readonly [K in OperationId]: Operation<K> } = ${objectLiteral(entries)};`;
}

function lookupTableSource(lookups: RequestFacts[]): string {
  const entries = lookups.map((lookup): [string, string] => [
    lookup.operationId,
    objectLiteral(requestSource(lookup, "GET"), 1),
  ]);
  return `${comment(["Every lookup of the second document, by its `operationId`."])}
export const lookupTable: { readonly [K in LookupId]: Lookup<K> } = ${objectLiteral(entries)};`;
}

function requestSource(request: RequestFacts, method: "DELETE" | "GET"): [string, string][] {
  const names = (parameters: readonly { name: string }[]) => `[${parameters.map(({ name }) => name).join(", ")}]`;
  return [
    ["operationId", literal(request.operationId)],
    ["summary", literal(request.summary)],
    ["scope", literal(request.scope)],
    ["method", literal(method)],
    ["path", literal(request.path)],
    ["pathParameters", names(request.pathParameters)],
    ["queryParameters", names(request.queryParameters)],
    ["accept", literal(request.accept)],
    ["roles", literal(request.roles)],
    ...(request.source === undefined ? [] : [["source", literal(request.source.url)] as [string, string]]),
  ];
}

function methodsSource(operations: OperationFacts[]): string {
  const methods = operations.map((operation) => {
    const signature = `${operation.operationId}(ids: Ids<${literal(operation.operationId)}>, options?: Options): Promise<Result>;`;
    return `${comment(docstring(operation), 1)}\n  ${signature}`;
  });
  return `${comment(["One method per operation of the document."])}
export interface Methods<Options, Result> {
${methods.join("\n\n")}
}`;
}

function docstring(operation: OperationFacts): string[] {
  const ids = operation.pathParameters.map(({ name, form }) => `\`${name}\`, ${form}`);
  const lines = [`${operation.summary.replace(/\.$/, "")}.`, "", ...description(operation), ""];
  lines.push(
    `Sends \`DELETE ${operation.path}\`.`,
    "",
    `@param ids - ${ids.join("; ")}.`,
    "@param options - For this call alone; they win over the client's own.",
    "@returns The outcome, once the server has confirmed it.",
    "@throws InvalidParameterError when an id is not of that form; nothing is sent then.",
    "@throws RevokeError when the server did not confirm it; its `outcome` says what is known about the credential.",
  );
  if (operation.source !== undefined) lines.push(`@see {@link ${operation.source.url} | ${operation.source.title}}`);
  return lines;
}

/** The description without its source, which `@see` names. */
function description({ description, source }: OperationFacts): string[] {
  return description.replace(`\n\nSource: [${source?.title}](${source?.url}).`, "").split("\n");
}

function createMethodsSource(operations: OperationFacts[]): string {
  const entries = operations.map(({ operationId }): [string, string] => [
    operationId,
    call("(ids, options) =>", `revoke(operationTable.${operationId}, ids, options)`, operationId),
  ]);
  return `${comment(["Binds the methods to a function that runs an operation."])}
export function createMethods<Options, Result>(revoke: Revoke<Options, Result>): Methods<Options, Result> {
  return ${objectLiteral(entries, 1)};
}`;
}
