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
const effects = ["deleted", "unassigned"];
const scopes = ["organization", "project"];

/** One of the document's servers. */
export interface ServerFacts {
  api: string;
  title: string;
  origin: string;
  basePath: string;
}

/** What every operation states. */
export interface RequestFacts {
  operationId: string;
  summary: string;
  description: string;
  source: { title: string; url: string } | undefined;
  scope: string;
  path: string;
  pathParameters: PathParameterFacts[];
  queryParameters: QueryParameterFacts[];
  accept: Record<string, string>;
  roles: Record<string, string[]>;
}

/** One GET of the lookup document. */
export interface LookupFacts extends RequestFacts {}

/** One DELETE of the document. */
export interface OperationFacts extends RequestFacts {
  effect: string;
  remains: string | undefined;
  gone: { status: number; code: string }[];
  success: Record<string, number>;
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
    const reader = { document, path, item: asObject(resolve(document, item)), apis, method: "delete" } as const;
    return readPathItem(reader, readOperation, (problem) => report(`${place}: ${problem}`));
  });
  if (operations.length === 0) report("spec/openapi.yaml: has no operation.");
  for (const value of duplicates(operations.map((operation) => operation.operationId))) {
    report(`spec/openapi.yaml: two operations have the operationId "${value}".`);
  }
  if (problems.length > 0) throw new DocumentError(problems);
  return { servers, tokenEndpoints, operations };
}

/**
 * Reads the facts of the lookups from their bundled document.
 *
 * @param servers - Those of the first document, which must be the same.
 * @throws DocumentError that lists everything missing or unusable.
 */
export function readLookups(
  document: JsonObject,
  servers: readonly ServerFacts[],
  files: ReadonlyMap<string, string> = new Map(),
): LookupFacts[] {
  const problems: string[] = [];
  const report: Report = (problem) => problems.push(problem);
  if (JSON.stringify(readServers(document, report)) !== JSON.stringify(servers)) {
    report("spec/lookup.yaml: its servers are not those of spec/openapi.yaml.");
  }
  const apis = servers.map((server) => server.api);
  const lookups = Object.entries(asObject(document.paths)).flatMap(([path, item]) => {
    const place = files.get(path) ?? "generated/lookup.json";
    const reader = { document, path, item: asObject(resolve(document, item)), apis, method: "get" } as const;
    return readPathItem(reader, readRequest, (problem) => report(`${place}: ${problem}`));
  });
  if (problems.length > 0) throw new DocumentError(problems);
  return lookups;
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

/** Where an operation stands, and what it may be. */
interface Reader {
  document: JsonObject;
  path: string;
  item: JsonObject;
  apis: string[];
  method: "delete" | "get";
}

type Read<T> = (reader: Reader, operation: JsonObject, report: Report) => T;

function readPathItem<T>(reader: Reader, read: Read<T>, report: Report): T[] {
  return methods.flatMap((method) => {
    const operation = reader.item[method];
    if (operation === undefined) return [];
    if (method !== reader.method) {
      const [got, only] = [method.toUpperCase(), reader.method.toUpperCase()];
      report(`${got} ${reader.path} can't be generated: this client sends nothing but ${only} there.`);
      return [];
    }
    return [read(reader, asObject(operation), reporter(reader, asObject(operation), report))];
  });
}

function reporter({ method, path }: Reader, operation: JsonObject, report: Report): Report {
  const operationId = asText(operation.operationId);
  const name = operationId === undefined ? `${method.toUpperCase()} ${path}` : `operation ${operationId}`;
  return (problem) => report(`${name} ${problem}`);
}

const readOperation: Read<OperationFacts> = (reader, operation, report) => {
  const request = readRequest(reader, operation, report);
  const responses = asObject(operation.responses);
  const form = "200 or 204, documented as a response";
  const success = readPerApi(operation, "x-success", reader.apis, report, form, (value) =>
    (value === 200 || value === 204) && responses[String(value)] !== undefined ? value : undefined,
  );
  const effect = asText(operation["x-effect"]) ?? "";
  if (!effects.includes(effect)) report(`lacks x-effect (${effects.join(" or ")}).`);
  const remains = asText(operation["x-remains"]);
  if ((effect === "unassigned" || operation["x-remains"] !== undefined) && remains === undefined) {
    report("lacks x-remains (a sentence that says what stays alive after an unassignment).");
  }
  return { ...request, effect, remains, gone: readGone(operation, report), success };
};

function readGone(operation: JsonObject, report: Report): OperationFacts["gone"] {
  const given = operation["x-gone-codes"];
  const gone = (Array.isArray(given) ? given : []).flatMap((value) => {
    const { status, code } = asObject(value);
    const fits = (status === 400 || status === 404) && typeof code === "string" && /^[A-Z]+(_[A-Z]+)*$/.test(code);
    return fits ? [{ status, code }] : [];
  });
  const complete = Array.isArray(given) && given.length > 0 && gone.length === given.length;
  if (!complete) report("lacks x-gone-codes (a list of status, 400 or 404, and code).");
  return gone;
}

const readRequest: Read<RequestFacts> = ({ document, path, item, apis, method }, operation, report) => {
  const operationId = asText(operation.operationId) ?? "";
  if (!/^[a-z][A-Za-z0-9]*$/.test(operationId)) report("lacks operationId (camelCase letters and digits).");
  const need = (key: string, form: string, accepts: (text: string) => boolean = () => true): string => {
    const text = asText(operation[key]);
    if (text === undefined || !accepts(text)) report(`lacks ${key} (${form}).`);
    return text ?? "";
  };
  const version = need("x-atlas-version", 'a date such as "2024-08-05"', (text) => /^\d{4}-\d{2}-\d{2}$/.test(text));
  const docs = asObject(operation.externalDocs);
  const url = asText(docs.url);
  return {
    operationId,
    summary: need("summary", "one line"),
    description: need("description", "what a caller must know"),
    source: url === undefined ? undefined : { title: asText(docs.description) ?? url, url },
    scope: need("x-scope", scopes.join(" or "), (text) => scopes.includes(text)),
    path,
    pathParameters: readPathParameters(document, path, item, operation, report),
    queryParameters: readQueryParameters(document, item, operation, report),
    accept: Object.fromEntries(
      apis.map((api) => [api, api === versionedApi ? `application/vnd.atlas.${version}+json` : "application/json"]),
    ),
    // An empty list says that nobody documents the role: good enough for a look, but not for a DELETE.
    roles: readPerApi(operation, "x-roles", apis, report, "a list of roles, any one of which suffices", (value) =>
      method === "get" && Array.isArray(value) && value.length === 0 ? [] : asTexts(value),
    ),
  };
};

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
