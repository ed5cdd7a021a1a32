// The part of generated/client.ts that is the same for every document: the shapes of its facts.

/**
 * The imports and types of generated/client.ts.
 *
 * @param apis - The servers' `x-api` names.
 */
export function clientTypes(apis: readonly string[]): string {
  return `import type { Client } from "openapi-fetch";
import type { operations as lookups, paths as lookupPaths } from "./lookup.js";
import type { operations, paths } from "./schema.js";

/** Which of the two MongoDB Cloud APIs a client talks to (\`x-api\` of the document's servers). */
export type Api = ${apis.map((api) => JSON.stringify(api)).join(" | ")};

/** An operation of the document, by its \`operationId\`. */
export type OperationId = keyof operations;

/** A lookup of the second document, by its \`operationId\`. */
export type LookupId = keyof lookups;

/** The path ids of one operation, as the document requires them. */
export type Ids<K extends OperationId> = operations[K]["parameters"]["path"];

/** The query parameters of one operation. */
export type Query<K extends OperationId> = NonNullable<operations[K]["parameters"]["query"]>;

/** The typed openapi-fetch client of the document. */
export type HttpClient = Client<paths>;

/** One of the document's \`servers\`. */
export interface Server {
  readonly title: string;
  /** Scheme, host and port, without a trailing slash. */
  readonly origin: string;
  /** Path that stands before every operation's path, without a trailing slash. */
  readonly basePath: string;
}

/** One id in an operation's path. */
export interface PathParameter {
  readonly name: string;
  /** The document's pattern, a regular expression that the whole id must match. */
  readonly pattern: string;
  /** The pattern in words. */
  readonly form: string;
  /** First sentence of the document's description. */
  readonly description: string;
  readonly example: string;
}

/** One query parameter of an operation. */
export interface QueryParameter {
  readonly name: string;
  readonly type: "boolean" | "integer";
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What both documents state of each of their operations. */
export interface RequestFacts {
  readonly summary: string;
  /** What the API counts its rate limit by (\`x-scope\`). */
  readonly scope: "organization" | "project";
  /** The ids in the order in which they stand in the path. */
  readonly pathParameters: readonly PathParameter[];
  readonly queryParameters: readonly QueryParameter[];
  /** \`Accept\` per API: JSON, or the versioned media type of \`x-atlas-version\`. */
  readonly accept: Readonly<Record<Api, string>>;
  /** The roles of which one suffices, per API (\`x-roles\`); empty where nobody documents them. */
  readonly roles: Readonly<Record<Api, readonly string[]>>;
  /** The manual's page about the operation (\`externalDocs\`). */
  readonly source?: string;
}

/** A status with an error code which, taken whole, means that the target itself is not there. */
export interface GoneCode {
  readonly status: 400 | 404;
  readonly code: string;
}

/** What the document and its extensions state of one operation. */
export interface OperationFacts extends RequestFacts {
  readonly operationId: OperationId;
  readonly method: "DELETE";
  /** Path template, below a server's \`basePath\`. */
  readonly path: keyof paths & string;
  /** The path parameter that names the target: the last one. */
  readonly targetParameter: string;
  /** What a success did to the target (\`x-effect\`). */
  readonly effect: "deleted" | "unassigned";
  /** What stays alive after a success, in one sentence (\`x-remains\`). */
  readonly remains?: string;
  /** What means that the target itself is not there (\`x-gone-codes\`). */
  readonly gone: readonly GoneCode[];
  /** The documented success status per API (\`x-success\`). */
  readonly success: Readonly<Record<Api, 200 | 204>>;
}

/** What the second document states of one lookup. */
export interface LookupFacts extends RequestFacts {
  readonly operationId: LookupId;
  readonly method: "GET";
  /** Path template, below a server's \`basePath\`. */
  readonly path: keyof lookupPaths & string;
}

/** The facts of one particular lookup. */
export interface Lookup<K extends LookupId> extends LookupFacts {
  readonly operationId: K;
}

/** The facts of one particular operation. */
export interface Operation<K extends OperationId> extends OperationFacts {
  readonly operationId: K;
}

/** Runs one operation: the one function that every method calls. */
export type Revoke<Options, Result> = <K extends OperationId>(
  operation: Operation<K>,
  ids: Ids<K>,
  options?: Options,
) => Promise<Result>;
`;
}
