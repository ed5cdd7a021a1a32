/** Checks of single files: names, extensions, values that must fit their schemas, and that each file is used. */
import { basename } from "node:path";
import { isObject, type Json } from "../../scripts/generate/document.js";
import { at, fits, objectsIn, type Spec } from "./documents.js";

const extensions =
  `x-api x-atlas-version x-codeSamples x-effect x-gone-codes x-remains x-revocationUrl x-roles x-scope x-security
  x-serverUrl x-success`.split(/\s+/);

/** What is wrong with one file, each problem behind its name. */
export function fileProblems(file: string, value: Json, { files, documents }: Spec): string[] {
  const problems: string[] = [];
  const name = basename(file, ".yaml");
  const folder = file.split("/").at(-2);
  const operation = documents.flatMap(({ operations }) => operations).find((one) => one.file === file);
  const expected = folder === "parameters" ? at(value, "name") : (operation?.id ?? name);
  if (expected !== name) problems.push(`must be named ${String(expected)}.yaml`);
  if (file.startsWith("paths/")) {
    for (const [ref] of (files.get(file) ?? "").matchAll(/samples\/\w+/g)) {
      if (ref !== `samples/${name}`) problems.push(`${ref} is another operation's`);
    }
  }
  for (const [place, object] of objectsIn(value)) {
    for (const key of Object.keys(object)) {
      if (key.startsWith("x-") && !extensions.includes(key) && !place.includes("headers"))
        problems.push(`the extension ${key} is unknown`);
    }
    for (const [key, member] of Object.entries(object)) {
      const [, kind, target] =
        /\.\.\/(headers|examples|securitySchemes)\/(.*)\.yaml$/.exec(String(at(member, "$ref"))) ?? [];
      if (target !== undefined && target !== key)
        problems.push(`${key} shows one of the ${kind} with another name, ${target}`);
      if (kind === "headers" && /^(Content-Type|Connection)$/.test(key)) problems.push(`OpenAPI ignores ${key}`);
    }
    if (object.deprecated !== undefined) problems.push(`${place} is deprecated`);
    const schema = isObject(object.schema) ? object.schema : object;
    if (typeof schema.pattern === "string" && typeof schema.title === "string") {
      const digits = (text: string): string => (text.match(/\d{2,}/g) ?? []).join();
      const lower = !schema.pattern.includes("A-F");
      if (digits(schema.title) !== digits(schema.pattern.replace(/.*_/, "")))
        problems.push("the title's digits are not the pattern's");
      if (lower !== schema.title.includes("lower-case")) problems.push("the title's case is not the pattern's");
    }
    if (folder === "parameters" || folder === "headers") {
      for (const [what, example] of [
        ["example", object.example],
        ["default", object.default],
      ] as const) {
        if (example !== undefined && !fits(schema, example))
          problems.push(`the ${what} ${JSON.stringify(example)} does not fit its schema`);
      }
    }
  }
  if (/mdb_sa_sk_\w/.test(JSON.stringify(value))) problems.push("a secret's value stands here");
  if (folder === "examples") {
    const ids = JSON.stringify(value).match(/\b(mdb_sa_id_)?[0-9a-f]{24}\b/g) ?? [];
    const known = [...files]
      .filter(([one]) => one.startsWith("components/parameters/"))
      .map(([, text]) => text)
      .join();
    for (const id of ids) if (!known.includes(id)) problems.push(`${id} is no parameter's example`);
  }
  return problems.map((problem) => `${file}: ${problem}`);
}

/** The files that nothing refers to. */
export function orphans({ files, reached }: Spec): string[] {
  const used = [...files.keys()].filter((file) => /^(paths|components|samples)\//.test(file));
  return used.filter((file) => !reached.has(file)).map((file) => `${file}: nothing refers to it`);
}
