// Validates a bundled document against the official OpenAPI 3.1 schema, with two validators that share no code:
// Hyperjump's, which also checks every Schema Object against the dialect, and Ajv with the schema that openapi-schema-validator ships.
// Usage: node validate.mjs <document.json>; writes { [validator]: [problem] } to standard output.
import { readFile } from "node:fs/promises";
import { BASIC } from "@hyperjump/json-schema/experimental";
import { setMetaSchemaOutputFormat, validate } from "@hyperjump/json-schema/openapi-3-1";
import { Validator } from "@seriousme/openapi-schema-validator";

const document = JSON.parse(await readFile(process.argv[2], "utf8"));

setMetaSchemaOutputFormat(BASIC);
const official = await validate("https://spec.openapis.org/oas/3.1/schema-base", document, BASIC);
const ajv = await new Validator().validate(structuredClone(document));

console.log(
  JSON.stringify({
    "official schema and dialect, Hyperjump": official.valid
      ? []
      : (official.errors ?? []).map(
          ({ instanceLocation, absoluteKeywordLocation }) => `${instanceLocation}: ${absoluteKeywordLocation}`,
        ),
    "official schema, Ajv": ajv.valid
      ? []
      : [ajv.errors].flat().map((error) => `${error.instancePath ?? ""}: ${error.message ?? error}`),
  }),
);
