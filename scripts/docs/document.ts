// What the pages of the reference read of a bundled document.
import type { Schema } from "./schemas.js";

/** Part of a document. */
export interface Ref {
  readonly $ref: string;
}
/** Part of a document. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description: string;
  readonly schema: Schema;
}
/** Part of a document. */
export interface Example {
  readonly summary: string;
  readonly description?: string;
  readonly value: unknown;
}
/** Part of a document. */
export interface Content {
  readonly examples?: Readonly<Record<string, Ref>>;
}
/** Part of a document. */
export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, Content>>;
}
/** Part of a document. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Ref[];
  readonly responses: Readonly<Record<string, Ref>>;
  readonly "x-scope": string;
  readonly "x-atlas-version": string;
  readonly "x-success"?: Readonly<Record<string, number>>;
  readonly "x-roles": Readonly<Record<string, readonly string[]>>;
  readonly "x-codeSamples"?: readonly { readonly lang: string; readonly label: string; readonly source: string }[];
}

/** A bundled document, as far as its pages need it. */
export interface Document {
  readonly info: { readonly title: string; readonly description: string; readonly version: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, { readonly description: string }>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly responses: Readonly<Record<string, Response>>;
    readonly examples: Readonly<Record<string, Example>>;
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly headers: Readonly<Record<string, { readonly description: string }>>;
  };
}
