// Compares a lookup's success with the second document, whose schemas alone decide.
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { LookupFacts } from "../../generated/client.js";
import type { Answered } from "./wire.js";

interface Bundle {
  readonly paths: Readonly<
    Record<string, { readonly get: { readonly responses: Readonly<Record<string, { $ref: string }>> } }>
  >;
  readonly components: {
    readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, object>> }>>;
  };
}

const text = readFileSync(new URL("../../generated/lookup.json", import.meta.url), "utf8");
const bundle = JSON.parse(text) as Bundle;
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ ...(JSON.parse(text) as object), $id: "lookup" });

/** Where a 200 differs from what the document says of it. */
export function differencesFrom({ path }: LookupFacts, { headers, body }: Answered): string[] {
  const name = bundle.paths[path]?.get.responses["200"]?.$ref.split("/").at(-1) ?? "";
  const type = (headers.get("content-type") ?? "").split(";")[0] ?? "";
  if (bundle.components.responses[name]?.content[type] === undefined) return [`content type ${type}`];
  const place = `components/responses/${name}/content/${type.replaceAll("/", "~1")}/schema`;
  const validate = ajv.compile({ $ref: `lookup#/${place}` });
  if (validate(JSON.parse(body))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
