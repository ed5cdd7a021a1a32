// From a request line to one of the document's operations. The document's path templates are the only routes.
import { type Api, type OperationFacts, operationTable, servers, tokenEndpoints } from "../../generated/client.js";

/** A request as the mock sees it, whether it came through MSW or over a socket. */
export interface Incoming {
  readonly method: string;
  /** Path and query exactly as in the request line: a digest answer is bound to it. */
  readonly target: string;
  /** The client's IP address. */
  readonly address: string;
  /** A header's value by its lower-case name. */
  header(name: string): string | undefined;
  /** The whole body as text. */
  body(): Promise<string>;
}

/** A request to one of the four operations. */
export interface OperationRoute {
  readonly kind: "operation";
  readonly api: Api;
  readonly operation: OperationFacts;
  /** The path's ids, percent-decoded, by their names in the template. */
  readonly ids: Readonly<Record<string, string>>;
}

/** A request to one of the two OAuth endpoints. */
export interface TokenRoute {
  readonly kind: "grant" | "revoke";
}

export type Route = OperationRoute | TokenRoute;

interface Template {
  readonly api: Api;
  readonly operation: OperationFacts;
  /** Matches a whole path, with a group for each id. */
  readonly expression: RegExp;
  /** The ids' names in the groups' order. */
  readonly names: readonly string[];
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** An expression for whole texts that begin with `prefix` and go on with a path template of the document. */
export function expressionFor(prefix: string, template: string, id: "[^/]+" | "([^/]+)"): RegExp {
  const segments = template.split("/").map((segment) => (segment.startsWith("{") ? id : escapeExpression(segment)));
  return new RegExp(`^${escapeExpression(prefix)}${segments.join("\\/")}$`);
}

const templates: readonly Template[] = (Object.keys(servers) as Api[]).flatMap((api) =>
  Object.values<OperationFacts>(operationTable).map((operation) => ({
    api,
    operation,
    expression: expressionFor(servers[api].basePath, operation.path, "([^/]+)"),
    names: [...operation.path.matchAll(/\{(.+?)\}/g)].map(([, name = ""]) => name),
  })),
);

function decode(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    // A malformed escape is no id: it stays as it is and fails the id's pattern.
    return segment;
  }
}

/** Finds what a path stands for, whatever the method. */
export function findRoute(pathname: string, apis: readonly Api[]): Route | undefined {
  if (pathname === tokenEndpoints.grant) return { kind: "grant" };
  if (pathname === tokenEndpoints.revoke) return { kind: "revoke" };
  for (const { api, operation, expression, names } of templates) {
    const matched = apis.includes(api) ? expression.exec(pathname) : null;
    if (matched === null) continue;
    const ids: Record<string, string> = {};
    for (let at = 0; at < names.length; at += 1) ids[names[at] ?? ""] = decode(matched[at + 1] ?? "");
    return { kind: "operation", api, operation, ids };
  }
  return undefined;
}

/** The method of the only request that a route answers. */
export function methodOf(route: Route): string {
  return route.kind === "operation" ? route.operation.method : "POST";
}
