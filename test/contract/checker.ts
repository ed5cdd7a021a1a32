// Compares one request and its response, as they went over the wire, with the document. The document alone decides:
// nothing here comes from the client or from the mock.
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { at, inOperation, namesIn, parametersOf, pathOf } from "./bundle.js";

/** A request as it was sent. */
export interface SentRequest {
  readonly method: string;
  /** Absolute, or path and query. */
  readonly url: string;
  readonly headers: Headers;
  readonly body?: string;
}

/** A response as it was received, its body read. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** One request and its response. */
export interface Exchange {
  readonly api: string;
  readonly request: SentRequest;
  readonly response: ReceivedResponse;
}

/** What an exchange that conforms was about: one cell of the document's matrix. */
export interface Cell {
  readonly api: string;
  readonly operationId: string;
  /** The HTTP status, which for an envelope is not the one in the body. */
  readonly status: number;
  readonly envelope: boolean;
  readonly credential: "digest" | "service account" | "none";
}

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const schemas = JSON.stringify(at("components", "schemas")).replaceAll('"#/components/schemas/', '"document#/');
ajv.addSchema(JSON.parse(schemas) as object, "document");
const compiled = new Map<string, ValidateFunction>();

function differencesFrom(schema: unknown, value: unknown, what: string): string[] {
  const text = JSON.stringify(schema).replaceAll('"#/components/schemas/', '"document#/');
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as object);
  compiled.set(text, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath} ${message}`);
}

/** A header or query value as the type that its schema asks for; as text when it cannot be that. */
function typed(text: string, schema: unknown): unknown {
  const type = (schema as { readonly type?: unknown }).type;
  if (type === "integer" && /^-?\d+$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

function serverOf(api: string): { readonly basePath: string } | undefined {
  const servers = at("servers") as { readonly url: string; readonly "x-api": string }[];
  const server = servers.find((candidate) => candidate["x-api"] === api);
  return server && { basePath: new URL(server.url).pathname };
}

/** The operation whose template a path fits, and the values that stand in it. */
function operationOf(path: string): { readonly operationId: string; readonly values: Map<string, string> } | undefined {
  const segments = path.split("/");
  for (const [operationId, template] of Object.entries(pathOf)) {
    const parts = template.split("/");
    const fits = (part: string, index: number): boolean => part.startsWith("{") || part === segments[index];
    if (parts.length !== segments.length || !parts.every(fits)) continue;
    const values = parts.flatMap((part, index) =>
      part.startsWith("{") ? [[part.slice(1, -1), decodeURIComponent(segments[index] ?? "")] as const] : [],
    );
    return { operationId, values: new Map(values) };
  }
  return undefined;
}

function checkParameters(operationId: string, values: Map<string, string>, query: URLSearchParams): string[] {
  const path = parametersOf(operationId, "path").flatMap(({ name, schema }) =>
    differencesFrom(schema, values.get(String(name)), `path parameter ${name}`),
  );
  const known = parametersOf(operationId, "query");
  const names = [...new Set(query.keys())];
  const inQuery = names.flatMap((name) => {
    const parameter = known.find((candidate) => candidate.name === name);
    if (parameter === undefined) return [`query parameter ${name} is not documented`];
    const all = query.getAll(name);
    if (all.length !== 1) return [`query parameter ${name} stands ${all.length} times`];
    return differencesFrom(parameter.schema, typed(all[0] ?? "", parameter.schema), `query parameter ${name}`);
  });
  return [...path, ...inQuery];
}

/** On Atlas a versioned media type, of the operation's version or a later one; on Cloud Manager plain JSON. */
function checkAccept(api: string, operationId: string, accept: string | null): string[] {
  if (api !== "atlas") return accept === "application/json" ? [] : [`Accept is ${accept}, not application/json`];
  const first = String(inOperation(operationId, "x-atlas-version"));
  const date = /^application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2})\+json$/.exec(accept ?? "")?.[1];
  return date !== undefined && date >= first ? [] : [`Accept is ${accept}, not a version from ${first} on`];
}

function checkHeaders(operationId: string, { status, headers }: ReceivedResponse): string[] {
  const documented = inOperation(operationId, "responses", String(status)) as { readonly headers?: object };
  return Object.keys(documented.headers ?? {}).flatMap((name) => {
    const value = headers.get(name);
    const place = ["responses", String(status), "headers", name] as const;
    if (value === null) {
      const { required } = inOperation(operationId, ...place) as { readonly required?: boolean };
      return required === true ? [`header ${name} is missing`] : [];
    }
    const schema = inOperation(operationId, ...place, "schema");
    return differencesFrom(schema, typed(value, schema), `header ${name}`);
  });
}

function checkBody(api: string, operationId: string, envelope: boolean, response: ReceivedResponse): string[] {
  const { status, body } = response;
  const success = (inOperation(operationId, "x-success") as Readonly<Record<string, number>>)[api];
  const documented = inOperation(operationId, "responses", String(status)) as { readonly content?: object };
  if (body === "") {
    // In prose: a success has no body, nor has every 401 of the authentication layer.
    if (status === success || status === 401) return [];
    return [`status ${status} has an empty body; an empty success of this API has status ${success}`];
  }
  if (documented.content === undefined) return [`status ${status} has a body`];
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  const types = namesIn(operationId, "responses", String(status), "content");
  if (!types.includes(type)) return [`content type ${type} is not one of ${types.join(", ")}`];
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return ["the body is not JSON"];
  }
  const isEnvelope = status < 300 || (envelope && typeof value === "object" && value !== null && "status" in value);
  if (isEnvelope && !envelope) return ["an envelope that was not asked for"];
  // In prose: an error may be wrapped as well when the request asks for an envelope.
  const schema = isEnvelope
    ? at("components", "schemas", "Envelope")
    : inOperation(operationId, "responses", String(status), "content", type, "schema");
  const differences = differencesFrom(schema, value, "body");
  const { status: inner, content, error } = value as { status?: number; content?: { error?: number }; error?: number };
  if (!isEnvelope && error !== status) differences.push(`body/error is ${error}, not the status ${status}`);
  if (isEnvelope && status >= 300 && inner !== status) differences.push(`body/status is ${inner}, not ${status}`);
  if (isEnvelope && content?.error !== undefined && content.error !== inner) {
    differences.push(`body/content/error is ${content.error}, not body/status ${inner}`);
  }
  if (isEnvelope && status < 300 && inner !== success && content?.error === undefined) {
    differences.push(`body/status is ${inner}, neither the success ${success} nor an error's`);
  }
  return differences;
}

/** What an exchange is about, and where its two halves differ from the document. */
export interface Inspection {
  readonly cell: Cell;
  readonly inRequest: readonly string[];
  readonly inResponse: readonly string[];
}

/** The error that lists differences, one a line. */
function differs({ request, response }: Exchange, differences: readonly string[]): Error {
  const { pathname, search } = new URL(request.url, "https://api.invalid");
  const exchange = `${request.method} ${pathname}${search} → ${response.status}`;
  return new Error([`${exchange} does not conform:`, ...differences].join("\n  "));
}

/**
 * Compares one request and its response with the document.
 *
 * @throws Error when the request is for no operation of the document
 */
export function inspectExchange(exchange: Exchange): Inspection {
  const { api, request, response } = exchange;
  const url = new URL(request.url, "https://api.invalid");
  const basePath = serverOf(api)?.basePath;
  if (basePath === undefined || !url.pathname.startsWith(`${basePath}/`)) {
    throw differs(exchange, [`not a path of ${api}`]);
  }
  const operation = operationOf(url.pathname.slice(basePath.length));
  if (operation === undefined) throw differs(exchange, ["no operation has this path"]);
  const { operationId, values } = operation;
  if (request.method !== "DELETE") throw differs(exchange, [`${operationId} has no ${request.method}`]);
  const { status } = response;
  const envelope = url.searchParams.get("envelope") === "true";
  const scheme = /^\w+/.exec(request.headers.get("authorization") ?? "")?.[0].toLowerCase();
  const credential = scheme === "digest" ? "digest" : scheme === "bearer" ? "service account" : "none";
  return {
    cell: { api, operationId, status, envelope, credential },
    inRequest: [
      ...checkParameters(operationId, values, url.searchParams),
      ...checkAccept(api, operationId, request.headers.get("accept")),
      ...((request.body ?? "") === "" ? [] : ["the request has a body"]),
      ...(scheme !== undefined && credential === "none" ? [`scheme ${scheme}`] : []),
    ],
    inResponse: namesIn(operationId, "responses").includes(String(status))
      ? [...checkHeaders(operationId, response), ...checkBody(api, operationId, envelope, response)]
      : [`status ${status} is not documented for ${operationId}`],
  };
}

/**
 * Checks one request and its response against the document.
 *
 * @returns the cell of the document's matrix that the exchange fills
 * @throws Error with every difference, one a line
 */
export function checkExchange(exchange: Exchange): Cell {
  const { cell, inRequest, inResponse } = inspectExchange(exchange);
  if (inRequest.length + inResponse.length > 0) throw differs(exchange, [...inRequest, ...inResponse]);
  return cell;
}
