// From a request line to an operation of one of the two documents, whose path templates are the only routes.
import {
  type Api,
  type LookupFacts,
  lookupTable,
  type OperationFacts,
  operationTable,
  servers,
  tokenEndpoints,
} from "../../generated/client.js";

/** Every revocation and every lookup that the documents describe. */
export const allFacts: readonly (OperationFacts | LookupFacts)[] = [
  ...Object.values<OperationFacts>(operationTable),
  ...Object.values<LookupFacts>(lookupTable),
];

/** A request as the mock sees it, whether it came through MSW or over a socket. */
export interface Incoming {
  readonly method: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query exactly as in the request line: a digest is bound to it. */
  readonly target: string;
  /** A header's value by its lower-case name. */
  header(name: string): string | undefined;
  /** The whole body as text. */
  body(): Promise<string>;
}

/** A request that a document describes. */
export interface ApiRoute {
  readonly kind: "api";
  readonly api: Api;
  readonly facts: OperationFacts | LookupFacts;
  readonly ids: Readonly<Record<string, string>>;
}

/** A request that is served, or the methods that its path takes. */
export type Route =
  | ApiRoute
  | { readonly kind: "grant" | "revoke" }
  | { readonly kind: "none"; readonly allow: string[] };

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** An expression for whole texts that begin with `prefix` and go on with a path template. */
export function expressionFor(prefix: string, template: string, id: "[^/]+" | "([^/]+)"): RegExp {
  const segments = template.split("/").map((segment) => (segment.startsWith("{") ? id : escaped(segment)));
  return new RegExp(`^${escaped(prefix)}${segments.join("\\/")}$`);
}

const templates = (Object.keys(servers) as Api[]).flatMap((api) =>
  allFacts.map((facts) => ({ api, facts, expression: expressionFor(servers[api].basePath, facts.path, "([^/]+)") })),
);

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // A malformed escape stays as it is, and fails the id's pattern.
  }
}

/** Finds what a request is. */
export function findRoute(method: string, pathname: string, apis: readonly Api[]): Route {
  const kind = pathname === tokenEndpoints.grant ? "grant" : pathname === tokenEndpoints.revoke ? "revoke" : "none";
  if (kind !== "none") return method === "POST" ? { kind } : { kind: "none", allow: ["POST"] };
  const allow: string[] = [];
  for (const { api, facts, expression } of templates) {
    const matched = apis.includes(api) ? expression.exec(pathname) : null;
    if (matched === null) continue;
    allow.push(facts.method);
    if (facts.method !== method) continue;
    const ids = facts.pathParameters.map(({ name }, at) => [name, decode(matched[at + 1] ?? "")]);
    return { kind: "api", api, facts, ids: Object.fromEntries(ids) };
  }
  return { kind, allow };
}
