// The query parameters of an operation: the client's guard lets no other name and no other form of value leave.
import { asObject, asText, flattenSchema, type JsonObject, type Report, resolve } from "./document.js";

/** One query parameter. */
export interface QueryParameterFacts {
  name: string;
  type: "boolean" | "integer";
  minimum?: number;
  maximum?: number;
}

/** Reads the query parameters of one operation, in the document's order. */
export function readQueryParameters(
  document: JsonObject,
  item: JsonObject,
  operation: JsonObject,
  report: Report,
): QueryParameterFacts[] {
  const lists = [item.parameters, operation.parameters].flatMap((list) => (Array.isArray(list) ? list : []));
  const parameters = lists.map((value) => asObject(resolve(document, value))).filter((value) => value.in === "query");
  return parameters.map((parameter) => {
    const name = asText(parameter.name) ?? "";
    const { type, minimum, maximum } = flattenSchema(document, parameter.schema);
    if (parameter.required === true)
      report(`has a required query parameter "${name}"; the client has no place for it.`);
    if (type !== "boolean" && type !== "integer")
      report(`has a query parameter "${name}" that is no boolean or integer.`);
    return {
      name,
      type: type === "integer" ? "integer" : "boolean",
      ...(typeof minimum === "number" ? { minimum } : {}),
      ...(typeof maximum === "number" ? { maximum } : {}),
    };
  });
}
