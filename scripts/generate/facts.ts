// The facts that the generated client needs, read from the bundled documents. Whatever is missing or unusable is
// reported with its place; nothing is guessed, since a guessed fact can aim a DELETE at the wrong thing.
import { asObject, asText, asTexts, collect, type Json, type JsonObject, type Report, resolve } from "./document.js";
import {
  type PathParameterFacts,
  type QueryParameterFacts,
  readPathParameters,
  readQueryParameters,
} from "./parameters.js";
import { readServers, readTokenEndpoints, type ServerFacts, versionedApi } from "./servers.js";

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

/** Where each path stands, for messages. */
export type Places = ReadonlyMap<string, string>;

/**
 * Reads the facts from the product's bundled document.
 *
 * @throws DocumentError that lists everything missing or unusable.
 */
export function readFacts(document: JsonObject, places: Places = new Map()): Facts {
  return collect((report) => {
    const servers = readServers(document, report);
    const tokenEndpoints = readTokenEndpoints(document, servers, report);
    const operations = readOperations({ document, method: "delete", servers, places }, readRevocation, report);
    return { servers, tokenEndpoints, operations };
  });
}

/**
 * Reads the facts of the lookups from their bundled document.
 *
 * @param servers - Those of the first document, which must be the same.
 * @throws DocumentError that lists everything missing or unusable.
 */
export function readLookups(document: JsonObject, servers: ServerFacts[], places: Places = new Map()): RequestFacts[] {
  return collect((report) => {
    if (JSON.stringify(readServers(document, report)) !== JSON.stringify(servers)) {
      report("spec/lookup.yaml: its servers are not those of spec/openapi.yaml.");
    }
    return readOperations({ document, method: "get", servers, places }, readRequest, report);
  });
}

/** What is read, and the one method that its operations may have. */
interface Source {
  document: JsonObject;
  method: "delete" | "get";
  servers: ServerFacts[];
  places: Places;
}

type Read<T> = (source: Source, path: string, operation: JsonObject, report: Report) => T;

function readOperations<T>(source: Source, read: Read<T>, report: Report): T[] {
  const { document, method: only, places } = source;
  const seen = new Set<string>();
  const operations = Object.entries(asObject(document.paths)).flatMap(([path, item]) =>
    Object.entries(asObject(resolve(document, item))).flatMap(([method, value]) => {
      const place = places.get(path) ?? "the bundle";
      const name = `${method.toUpperCase()} ${path}`;
      if (method !== only) {
        report(`${place}: ${name} can't be generated: this client sends nothing but ${only.toUpperCase()} there.`);
        return [];
      }
      const operation = asObject(value);
      const operationId = asText(operation.operationId);
      if (seen.has(operationId ?? "")) report(`${place}: two operations have the operationId "${operationId}".`);
      seen.add(operationId ?? "");
      const who = operationId === undefined ? name : `operation ${operationId}`;
      return [read(source, path, operation, (problem) => report(`${place}: ${who} ${problem}`))];
    }),
  );
  if (operations.length === 0) report("the document has no operation.");
  return operations;
}

const readRevocation: Read<OperationFacts> = (source, path, operation, report) => {
  const responses = asObject(operation.responses);
  const form = "200 or 204, documented as a response";
  const success = readPerApi(operation, "x-success", source.servers, report, form, (value) =>
    (value === 200 || value === 204) && responses[String(value)] !== undefined ? value : undefined,
  );
  const effect = asText(operation["x-effect"]) ?? "";
  if (!["deleted", "unassigned"].includes(effect)) report("lacks x-effect (deleted or unassigned).");
  const remains = asText(operation["x-remains"]);
  if ((effect === "unassigned" || operation["x-remains"] !== undefined) && remains === undefined) {
    report("lacks x-remains (a sentence that says what stays alive after an unassignment).");
  }
  const gone = readGone(operation, report);
  return { ...readRequest(source, path, operation, report), effect, remains, gone, success };
};

function readGone(operation: JsonObject, report: Report): OperationFacts["gone"] {
  const given = Array.isArray(operation["x-gone-codes"]) ? operation["x-gone-codes"] : [];
  const gone = given.flatMap((value) => {
    const { status, code } = asObject(value);
    const fits = (status === 400 || status === 404) && typeof code === "string" && /^[A-Z]+(_[A-Z]+)*$/.test(code);
    return fits ? [{ status, code }] : [];
  });
  if (gone.length === 0 || gone.length < given.length) {
    report("lacks x-gone-codes (a list of status, 400 or 404, and code).");
  }
  return gone;
}

const readRequest: Read<RequestFacts> = ({ document, method, servers }, path, operation, report) => {
  const need = (key: string, form: string, accepts = /\S/): string => {
    const text = asText(operation[key]) ?? "";
    if (!accepts.test(text)) report(`lacks ${key} (${form}).`);
    return text;
  };
  const operationId = need("operationId", "camelCase letters and digits", /^[a-z][A-Za-z0-9]*$/);
  const version = need("x-atlas-version", 'a date such as "2024-08-05"', /^\d{4}-\d{2}-\d{2}$/);
  const docs = asObject(operation.externalDocs);
  const url = asText(docs.url);
  return {
    operationId,
    summary: need("summary", "one line"),
    description: need("description", "what a caller must know"),
    source: url === undefined ? undefined : { title: asText(docs.description) ?? url, url },
    scope: need("x-scope", "organization or project", /^(organization|project)$/),
    path,
    pathParameters: readPathParameters(document, path, operation, report),
    queryParameters: readQueryParameters(document, operation, report),
    accept: Object.fromEntries(
      servers.map(({ api }) => [
        api,
        api === versionedApi ? `application/vnd.atlas.${version}+json` : "application/json",
      ]),
    ),
    // An empty list says that nobody documents the role: good enough for a look, but not for a DELETE.
    roles: readPerApi(operation, "x-roles", servers, report, "a list of roles, any one of which suffices", (value) =>
      method === "get" && Array.isArray(value) && value.length === 0 ? [] : asTexts(value),
    ),
  };
};

function readPerApi<T>(
  operation: JsonObject,
  key: string,
  servers: ServerFacts[],
  report: Report,
  form: string,
  read: (value: Json | undefined) => T | undefined,
): Record<string, T> {
  const given = asObject(operation[key]);
  const facts: Record<string, T> = {};
  for (const { api } of servers) {
    const value = read(given[api]);
    if (value === undefined) report(`lacks ${key} for ${api} (${form}).`);
    else facts[api] = value;
  }
  for (const api of Object.keys(given)) {
    if (!servers.some((server) => server.api === api)) report(`has ${key} for "${api}", the x-api of no server.`);
  }
  return facts;
}
