/**
 * Compares one request and its response, as they went over the wire, with the documents. The documents alone decide:
 * nothing here comes from the client or from the mock, and nothing that they do not describe is excused.
 */
import { at, inOperation, namesIn, operationAt, parametersOf } from "./bundle.js";
import { differencesFrom, typed } from "./schemas.js";

/** One request as it was sent, and its response as it was received, the body read. */
export interface Exchange {
  readonly api: string;
  /** Its URL is absolute, or path and query. */
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Headers;
    readonly body?: string;
  };
  readonly response: { readonly status: number; readonly headers: Headers; readonly body: string };
}

/** What an exchange that conforms was about: one cell of the documents' matrix. */
export interface Cell {
  readonly api: string;
  readonly operationId: string;
  /** The HTTP status, which for an envelope is not the one in the body. */
  readonly status: number;
  readonly envelope: boolean;
  readonly credential: "digest" | "service account" | "none";
}

/** What an exchange is about, and where its two halves differ from the document. */
export interface Inspection {
  readonly cell: Cell;
  readonly inRequest: readonly string[];
  readonly inResponse: readonly string[];
}

function basePathOf(api: string): string | undefined {
  const servers = at("servers") as { readonly url: string; readonly "x-api": string }[];
  const url = servers.find((server) => server["x-api"] === api)?.url;
  return url === undefined ? undefined : new URL(url).pathname;
}

function checkParameters(operationId: string, values: ReadonlyMap<string, string>, query: URLSearchParams): string[] {
  const path = parametersOf(operationId, "path").flatMap(({ name, schema }) =>
    differencesFrom(operationId, schema, values.get(String(name)), `path parameter ${name}`),
  );
  const known = parametersOf(operationId, "query");
  const inQuery = [...new Set(query.keys())].flatMap((name) => {
    const schema = known.find((parameter) => parameter.name === name)?.schema;
    if (schema === undefined) return [`query parameter ${name} is not documented`];
    const all = query.getAll(name);
    if (all.length !== 1) return [`query parameter ${name} stands ${all.length} times`];
    return differencesFrom(operationId, schema, typed(all[0] ?? "", schema), `query parameter ${name}`);
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

function checkHeaders(operationId: string, status: string, headers: Headers): string[] {
  return namesIn(operationId, "responses", status, "headers").flatMap((name) => {
    const value = headers.get(name);
    const schema = inOperation(operationId, "responses", status, "headers", name, "schema");
    return value === null ? [] : differencesFrom(operationId, schema, typed(value, schema), `header ${name}`);
  });
}

/** The status of a success without an envelope; a lookup has no other than 200. */
function successOf(operationId: string, api: string): number {
  if (!namesIn(operationId).includes("x-success")) return 200;
  return Number(inOperation(operationId, "x-success", api));
}

function checkBody(
  api: string,
  id: string,
  envelope: boolean,
  place: string,
  response: Exchange["response"],
): string[] {
  const { status, body } = response;
  const success = successOf(id, api);
  const isRevocation = namesIn(id).includes("x-success");
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  const types = namesIn(id, "responses", place, "content");
  // A versioned type of a later date stands for the operation's own.
  const own = types.includes(type)
    ? type
    : types.find((one) => /^application\/vnd/.test(one) && /^application\/vnd\.atlas\..*\+json$/.test(type));
  if (body === "" && status < 300 && status !== success)
    return [`an empty success of this API has status ${success}, not ${status}`];
  if (body === "" && status === 204)
    return own === undefined && type !== "" ? [`content type ${type} is not one of ${types.join(", ")}`] : [];
  if (own === undefined) return [`content type ${type} is not one of ${types.join(", ")}`];
  if (!namesIn(id, "responses", place, "content", own).includes("schema")) return [`status ${status} has a body`];
  let value: unknown = body;
  try {
    if (body !== "") value = JSON.parse(body);
  } catch {
    return ["the body is not JSON"];
  }
  const differences = differencesFrom(id, inOperation(id, "responses", place, "content", own, "schema"), value, "body");
  if (body === "") return differences;
  const {
    status: inner,
    content,
    error,
  } = value as { status?: number; content?: { error?: number } | null; error?: number };
  if (status >= 300)
    return error === status ? differences : [...differences, `body/error is ${error}, not the status ${status}`];
  if (!isRevocation)
    return envelope === (inner !== undefined)
      ? differences
      : [...differences, "an envelope was not asked for, or is missing"];
  if (!envelope) return [...differences, "an envelope that was not asked for"];
  if (content?.error !== undefined && content.error !== inner)
    differences.push(`body/content/error is ${content.error}, not body/status ${inner}`);
  if (inner !== success && content?.error === undefined)
    differences.push(`body/status is ${inner}, neither the success ${success} nor an error's`);
  return differences;
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
 * @throws Error when the request is for no operation of the documents
 */
export function inspectExchange(exchange: Exchange): Inspection {
  const { api, request, response } = exchange;
  const url = new URL(request.url, "https://api.invalid");
  const basePath = basePathOf(api);
  if (basePath === undefined || !url.pathname.startsWith(`${basePath}/`)) {
    throw differs(exchange, [`not a path of ${api}`]);
  }
  const operation = operationAt(request.method, url.pathname.slice(basePath.length));
  if (operation === undefined) throw differs(exchange, [`no operation has this method and path`]);
  const { id: operationId, values } = operation;
  const { status } = response;
  const envelope = url.searchParams.get("envelope") === "true";
  const scheme = /^\w+/.exec(request.headers.get("authorization") ?? "")?.[0].toLowerCase();
  const credential = scheme === "digest" ? "digest" : scheme === "bearer" ? "service account" : "none";
  const documented = namesIn(operationId, "responses");
  const place = documented.includes(String(status)) ? String(status) : "default";
  return {
    cell: { api, operationId, status, envelope, credential },
    inRequest: [
      ...checkParameters(operationId, values, url.searchParams),
      ...checkAccept(api, operationId, request.headers.get("accept")),
      ...((request.body ?? "") === "" ? [] : ["the request has a body"]),
      ...(scheme !== undefined && credential === "none" ? [`scheme ${scheme}`] : []),
    ],
    inResponse:
      place === "default" && status < 400
        ? [`status ${status} is not documented for ${operationId}`]
        : [
            ...checkHeaders(operationId, place, response.headers),
            ...checkBody(api, operationId, envelope, place, response),
          ],
  };
}

/**
 * Checks one request and its response against the documents.
 *
 * @returns the cell of the matrix that the exchange fills
 * @throws Error with every difference, one a line
 */
export function checkExchange(exchange: Exchange): Cell {
  const { cell, inRequest, inResponse } = inspectExchange(exchange);
  if (inRequest.length + inResponse.length > 0) throw differs(exchange, [...inRequest, ...inResponse]);
  return cell;
}
