// The document's cells: operation × API × status × envelope × credential, and for each keyword of a parameter the valid and
// the invalid case.
import { at, inOperation, namesIn, operationIds, parametersOf } from "./bundle.js";
import type { Cell } from "./checker.js";

/** The valid or the invalid case of one keyword of one parameter. */
export interface KeywordCase {
  readonly api: string;
  readonly operationId: string;
  readonly parameter: string;
  readonly keyword: string;
  readonly valid: boolean;
}

/** Keywords that say nothing about which values are valid. */
const annotations: readonly string[] = ["title", "description", "example", "examples"];

const apis = (at("servers") as { readonly "x-api": string }[]).map((server) => server["x-api"]);

/** The name of a cell, the same for the same cell. */
export function nameOf(cell: Cell | KeywordCase): string {
  if ("keyword" in cell) {
    const { api, operationId, parameter, keyword, valid } = cell;
    return [operationId, api, parameter, keyword, valid ? "valid" : "invalid"].join(" · ");
  }
  const { api, operationId, status, envelope, credential } = cell;
  return [operationId, api, status, envelope ? "envelope" : "no envelope", credential].join(" · ");
}

/** Every cell that the document describes. */
export function documentedCells(): Cell[] {
  const cells: Cell[] = [];
  for (const operationId of operationIds) {
    const statuses = namesIn(operationId, "responses")
      .map(Number)
      .filter((status) => !Number.isNaN(status));
    for (const api of apis) {
      const success = (inOperation(operationId, "x-success") as Readonly<Record<string, number>>)[api];
      for (const envelope of [false, true]) {
        // The success of the other API is none on this one, and without an envelope there is no other 2xx.
        const here = statuses.filter((status) => status >= 300 || status === success || (envelope && status === 200));
        for (const status of here) {
          for (const credential of ["digest", "service account"] as const) {
            cells.push({ api, operationId, status, envelope, credential });
          }
        }
        // The challenge that a digest client asks for.
        cells.push({ api, operationId, status: 401, envelope, credential: "none" });
      }
    }
  }
  return cells;
}

/** Every case of a parameter's keyword that the document describes. */
export function documentedKeywords(): KeywordCase[] {
  return apis.flatMap((api) =>
    operationIds.flatMap((operationId) =>
      [...parametersOf(operationId, "path"), ...parametersOf(operationId, "query")].flatMap(({ name, schema }) =>
        Object.keys(schema as object)
          .filter((keyword) => !annotations.includes(keyword))
          .flatMap((keyword) => {
            const one = { api, operationId, parameter: String(name), keyword };
            // A default is taken or not: there is no invalid case of it.
            return keyword === "default"
              ? [{ ...one, valid: true }]
              : [true, false].map((valid) => ({ ...one, valid }));
          }),
      ),
    ),
  );
}
