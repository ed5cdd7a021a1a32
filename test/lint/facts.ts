/** Checks that each fact of the sources stands in the documents, and that the error's schemas fit real bodies. */
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import type { Json } from "../../scripts/generate/document.js";
import { at, fits, type Spec } from "./documents.js";

const facts = parse(readFileSync(new URL("./facts.yaml", import.meta.url), "utf8")) as readonly (readonly [
  source: string,
  place: string,
  expected: Json,
])[];

/** What is wrong with the facts, each problem behind the file that it is in. */
export function factProblems(spec: Spec): string[] {
  const operations = spec.documents.flatMap((document) => document.operations);
  return facts.flatMap(([source, place, expected]) => {
    const [first = "", ...keys] = place.split(" ");
    const operation = operations.find(({ id }) => id === first);
    const [file, value] =
      operation === undefined
        ? [first, spec.values.get(first)]
        : [operation.file, { ...operation.facts, path: operation.path }];
    const actual = at(value, keys.join(" "));
    const words = at(expected, "has");
    const fits =
      typeof words === "string"
        ? String(actual).replaceAll(/\s+/g, " ").includes(words)
        : isDeepStrictEqual(actual, expected);
    return fits ? [] : [`${file}: ${keys.join(" ")} must be ${JSON.stringify(expected)} (${source})`];
  });
}

const code = { error: 404, errorCode: "GROUP_NOT_FOUND" };
const fit: Readonly<Record<string, readonly Json[]>> = {
  ApiError: [
    { error: 401, reason: "Unauthorized", detail: "You are not authorized.", errorCode: "UNEXPECTED_ERROR" },
    { error: 401, reason: "Unauthorized", detail: "Without a code." },
    { ...code, detail: null, reason: null, badRequestDetail: null, parameters: null },
    { ...code, parameters: ["111111111111111111111111"] },
    { error: 429, errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters: ["api/atlas/v2/groups", 0, 1200, 500, 60] },
    {
      error: 400,
      parameters: [{ any: "object" }],
      badRequestDetail: { fields: [{ description: "wrong", field: "name" }] },
    },
    { error: 500, badRequestDetail: {}, somethingNew: true },
  ],
  Envelope: [
    { status: 204 },
    { status: 204, content: null },
    { status: 200, content: {}, links: [] },
    { status: 404, content: { error: 404 } },
  ],
  ServiceAccountSecret: [{ id: "66b1f0c4d2a39e5780cb4d17", createdAt: "", expiresAt: "", lastUsedAt: null }],
  ServiceAccountList: [{ results: [] }, { results: [{}], status: 200 }],
  ApiKeyList: [{ results: [] }, { results: [{}], totalCount: 1 }],
};
const misfit: Readonly<Record<string, readonly Json[]>> = {
  ApiError: [
    {},
    [],
    { errorCode: "NO_STATUS" },
    { error: "404" },
    { error: 404.5 },
    { error: 404, parameters: "1" },
    { error: 404, parameters: [null] },
    { error: 400, badRequestDetail: { fields: [{ field: "name" }] } },
    { error: 400, badRequestDetail: { fields: [{ description: 1, field: "name" }] } },
    { error: 400, badRequestDetail: { fields: [{ description: "wrong" }] } },
    { error: 400, badRequestDetail: { fields: {} } },
    { error: 400, badRequestDetail: [] },
    { error: 400, errorCode: 17 },
    { error: 400, detail: 17 },
    { error: 400, reason: 17 },
  ],
  Envelope: [
    {},
    { content: {} },
    { status: "204" },
    { status: 99 },
    { status: 600, content: { error: 600 } },
    { status: 200, content: "" },
    { status: 200, content: { error: 404 } },
    { status: 404 },
    { status: 404, content: {} },
    { error: 404 },
  ],
  ServiceAccountSecret: [{ id: "66b1f0c4d2a39e5780cb4d17" }, { id: "x", createdAt: "", expiresAt: "" }],
  ServiceAccountList: [{}, { results: {} }],
  ApiKeyList: [{}, { results: [{ publicKey: "short" }] }],
};

/** What is wrong with the schemas, by the bodies that they must accept and refuse. */
export function schemaProblems({ values }: Spec): string[] {
  return [...Object.entries(fit), ...Object.entries(misfit)].flatMap(([name, bodies], index) => {
    const file = `components/schemas/${name}.yaml`;
    const good = index < Object.keys(fit).length;
    return bodies
      .filter((body) => fits(values.get(file), body) !== good)
      .map((body) => `${file}: must ${good ? "accept" : "refuse"} ${JSON.stringify(body)}`);
  });
}
