// The facts that the generated client needs, read from the bundled document. Whatever is missing or unusable is
// reported with its place; nothing is guessed, since a guessed fact can aim a DELETE at the wrong thing.
import {
  asObject,
  asText,
  asTexts,
  DocumentError,
  type Json,
  type JsonObject,
  type Report,
  resolve,
} from "./document.js";
import { type PathParameterFacts, readPathParameters } from "./pathParameters.js";
import { type QueryParameterFacts, readQueryParameters } from "./queryParameters.js";

const versionedApi = "atlas";
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const scopes = ["organization", "project"];

/** One of the document's servers. */
export interface ServerFacts {
  api: string;
  title: string;
  origin: string;
  basePath: string;
}

/** One operation of the document. */
export interface OperationFacts {
  operationId: string;
  summary: string;
  description: string;
  source: { title: string; url: string } | undefined;
  command: string;
  scope: string;
  path: string;
  pathParameters: PathParameterFacts[];
  queryParameters: QueryParameterFacts[];
  accept: Record<string, string>;
  success: Record<string, number>;
  roles: Record<string, string[]>;
  warning: string | undefined;
}

/** All that the generated client says about the document. */
export interface Facts {
  servers: ServerFacts[];
  tokenEndpoints: { grant: string; revoke: string };
  operations: OperationFacts[];
}

/**
 * Reads the facts from a bundled document.
 *
 * @param document - The bundle.
 * @param files - The file in which each path stands, for messages; the bundle itself where unknown.
 * @throws DocumentError that lists everything missing or unusable.
 */
export function readFacts(document: JsonObject, files: ReadonlyMap<string, string> = new Map()): Facts {
  const problems: string[] = [];
  const report: Report = (problem) => problems.push(problem);
  const servers = readServers(document, report);
  const tokenEndpoints = readTokenEndpoints(document, servers, report);
  const apis = servers.map((server) => server.api);
  const operations = Object.entries(asObject(document.paths)).flatMap(([path, item]) => {
    const place = files.get(path) ?? "generated/openapi.json";
    return readPathItem(document, path, asObject(resolve(document, item)), apis, (problem) =>
      report(`${place}: ${problem}`),
    );
  });
  if (operations.length === 0) report("spec/openapi.yaml: has no operation.");
  for (const key of ["operationId", "command"] as const) {
    for (const value of duplicates(operations.map((operation) => operation[key]))) {
      report(`spec/openapi.yaml: two operations have the ${key === "command" ? "x-cli-command" : key} "${value}".`);
    }
  }
  if (problems.length > 0) throw new DocumentError(problems);
  return { servers, tokenEndpoints, operations };
}

function readServers(document: JsonObject, report: Report): ServerFacts[] {
  const servers = (Array.isArray(document.servers) ? document.servers : []).map((value, index) => {
    const server = asObject(value);
    const place = `spec/openapi.yaml: servers[${index}]`;
    const api = asText(server["x-api"]);
    if (api === undefined || !/^[a-z][a-z-]*$/.test(api)) report(`${place} lacks x-api (a name such as "atlas").`);
    const title = asText(server.description);
    if (title === undefined) report(`${place} lacks description (the API's name for people).`);
    const url = asText(server.url) ?? "";
    const parsed = /^https:\/\/[^{}?#]+[^/{}?#]$/.test(url) && URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined) report(`${place} lacks url (https, without variables, query or trailing slash).`);
    return { api: api ?? "", title: title ?? "", origin: parsed?.origin ?? "", basePath: parsed?.pathname ?? "" };
  });
  for (const api of duplicates(servers.map((server) => server.api))) {
    report(`spec/openapi.yaml: two servers have the x-api "${api}".`);
  }
  if (!servers.some((server) => server.api === versionedApi)) {
    report(`spec/openapi.yaml: no server has the x-api "${versionedApi}".`);
  }
  return servers;
}

function readTokenEndpoints(document: JsonObject, servers: ServerFacts[], report: Report): Facts["tokenEndpoints"] {
  const schemes = asObject(asObject(document.components).securitySchemes);
  const scheme = asObject(resolve(document, schemes.serviceAccount));
  const flow = asObject(asObject(scheme.flows).clientCredentials);
  const read = (key: string): string => {
    const url = asText(flow[key]) ?? "";
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    // The client asks for its token at the origin that it deletes at; another one would need another design.
    const known = parsed !== undefined && servers.every((server) => server.origin === parsed.origin);
    if (!known) {
      report(
        `components/securitySchemes serviceAccount: its clientCredentials flow lacks ${key} on the servers' origin.`,
      );
    }
    return parsed?.pathname ?? "";
  };
  return { grant: read("tokenUrl"), revoke: read("x-revocationUrl") };
}

function readPathItem(
  document: JsonObject,
  path: string,
  item: JsonObject,
  apis: string[],
  report: Report,
): OperationFacts[] {
  return methods.flatMap((method) => {
    if (item[method] === undefined) return [];
    if (method !== "delete") {
      report(`${method.toUpperCase()} ${path} can't be generated: this client sends nothing but DELETE.`);
      return [];
    }
    return [readOperation(document, path, item, asObject(item[method]), apis, report)];
  });
}

function readOperation(
  document: JsonObject,
  path: string,
  item: JsonObject,
  operation: JsonObject,
  apis: string[],
  reportInFile: Report,
): OperationFacts {
  const operationId = asText(operation.operationId) ?? "";
  const name = operationId === "" ? `DELETE ${path}` : `operation ${operationId}`;
  const report: Report = (problem) => reportInFile(`${name} ${problem}`);
  if (!/^[a-z][A-Za-z0-9]*$/.test(operationId)) report("lacks operationId (camelCase letters and digits).");
  const need = (key: string, form: string, accepts: (text: string) => boolean = () => true): string => {
    const text = asText(operation[key]);
    if (text === undefined || !accepts(text)) report(`lacks ${key} (${form}).`);
    return text ?? "";
  };
  const version = need("x-atlas-version", 'a date such as "2024-08-05"', (text) => /^\d{4}-\d{2}-\d{2}$/.test(text));
  const responses = asObject(operation.responses);
  const success = readPerApi(operation, "x-success", apis, report, "200 or 204, documented as a response", (value) =>
    (value === 200 || value === 204) && responses[String(value)] !== undefined ? value : undefined,
  );
  const docs = asObject(operation.externalDocs);
  const url = asText(docs.url);
  if (operation["x-warning"] !== undefined && asText(operation["x-warning"]) === undefined) {
    report("has an x-warning that is no sentence.");
  }
  return {
    operationId,
    summary: need("summary", "one line"),
    description: need("description", "what a caller must know"),
    source: url === undefined ? undefined : { title: asText(docs.description) ?? url, url },
    command: need("x-cli-command", "a name such as org-secret", (text) => /^[a-z]+(-[a-z]+)*$/.test(text)),
    scope: need("x-scope", scopes.join(" or "), (text) => scopes.includes(text)),
    path,
    pathParameters: readPathParameters(document, path, item, operation, report),
    queryParameters: readQueryParameters(document, item, operation, report),
    accept: Object.fromEntries(
      apis.map((api) => [api, api === versionedApi ? `application/vnd.atlas.${version}+json` : "application/json"]),
    ),
    success,
    roles: readPerApi(operation, "x-roles", apis, report, "a list of roles, any one of which suffices", asTexts),
    warning: asText(operation["x-warning"]),
  };
}

function readPerApi<T>(
  operation: JsonObject,
  key: string,
  apis: string[],
  report: Report,
  form: string,
  read: (value: Json | undefined) => T | undefined,
): Record<string, T> {
  const given = asObject(operation[key]);
  const facts: Record<string, T> = {};
  for (const api of apis) {
    const value = read(given[api]);
    if (value === undefined) report(`lacks ${key} for ${api} (${form}).`);
    else facts[api] = value;
  }
  for (const api of Object.keys(given)) {
    if (!apis.includes(api)) report(`has ${key} for "${api}", which is the x-api of no server.`);
  }
  return facts;
}

function duplicates(values: string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
