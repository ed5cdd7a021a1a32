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
  readonly operation: OperationFacts;
  /** A literal segment, or undefined where an id stands. */
  readonly literals: readonly (string | undefined)[];
  /** Where the ids stand among the segments, and their names. */
  readonly names: readonly (readonly [at: number, name: string])[];
}

const parameter = /^\{(.+)\}$/;

const templates: readonly Template[] = Object.values<OperationFacts>(operationTable).map((operation) => {
  const segments = operation.path.split("/").slice(1);
  return {
    operation,
    literals: segments.map((segment) => (parameter.test(segment) ? undefined : segment)),
    names: segments.flatMap((segment, at) => {
      const name = parameter.exec(segment)?.[1];
      return name === undefined ? [] : [[at, name] as const];
    }),
  };
});

function decode(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    // A malformed escape is no id: it stays as it is and fails the id's pattern.
    return segment;
  }
}

function matchTemplate(template: Template, segments: readonly string[]): boolean {
  return (
    template.literals.length === segments.length &&
    template.literals.every((literal, at) => (literal === undefined ? segments[at] !== "" : literal === segments[at]))
  );
}

/** Finds what a path stands for, whatever the method. */
export function findRoute(pathname: string, apis: readonly Api[]): Route | undefined {
  if (pathname === tokenEndpoints.grant) return { kind: "grant" };
  if (pathname === tokenEndpoints.revoke) return { kind: "revoke" };
  for (const api of apis) {
    const { basePath } = servers[api];
    if (!pathname.startsWith(`${basePath}/`)) continue;
    const segments = pathname.slice(basePath.length + 1).split("/");
    const template = templates.find((candidate) => matchTemplate(candidate, segments));
    if (template === undefined) return undefined;
    const ids: Record<string, string> = {};
    for (const [at, name] of template.names) ids[name] = decode(segments[at] ?? "");
    return { kind: "operation", api, operation: template.operation, ids };
  }
  return undefined;
}

/** The method of the only request that a route answers. */
export function methodOf(route: Route): string {
  return route.kind === "operation" ? route.operation.method : "POST";
}
