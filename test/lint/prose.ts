/** Checks of the documents' prose: what it says must agree with the facts beside it and with `DECISIONS.md`. */
import type { Json, JsonObject } from "../../scripts/generate/document.js";
import { at, type Operation, objectsIn, type Spec } from "./documents.js";

/** Names that Atlas has for two of the operations. */
const atlasNames = ["deleteGroupServiceAccount", "removeGroupApiKey"];

/** Every error code that a source documents, and those that are inferred. */
const codes = new Set(
  `ACCOUNT_SUSPENDED API_KEY_NOT_FOUND ATLAS_GROUP GROUP_NOT_FOUND INVALID_GROUP_ID INVALID_KEY_ID INVALID_ORG_ID
  IP_ADDRESS_NOT_ON_ACCESS_LIST NOT_ATLAS_GROUP NOT_IN_GROUP NOT_ORG_OWNER ORG_NOT_FOUND RATE_LIMITED RATE_LIMITED_TOKEN_BUCKET
  RESOURCE_NOT_FOUND SERVICE_ACCOUNT_NOT_FOUND SERVICE_ACCOUNT_SECRET_NOT_FOUND UNEXPECTED_ERROR USER_CANNOT_ACCESS_GROUP
  USER_UNAUTHORIZED VERSION_GONE WRITES_NOT_ALLOWED_DURING_APP_UPGRADES GROUP_OWNER ORG_MEMBER ORG_OWNER`.split(/\s+/),
);

const flat = (text: Json | undefined): string =>
  String(text ?? "")
    .replaceAll(/\s+/g, " ")
    .trim();

/** What is wrong with the prose, each problem behind the file that it is in. */
export function proseProblems(spec: Spec): string[] {
  const [document, lookup] = spec.documents;
  const operations = [...document.operations, ...lookup.operations];
  const intro = flat(at(document.root, "info description"));
  return [
    ...[...spec.raw].flatMap(([file, value]) => textProblems(file, value, operations, spec)),
    ...operations.flatMap((operation) => operationProblems(operation)),
    ...introProblems(intro, document.root, document.operations),
    ...rateLimitProblems(spec, intro),
    ...decisionProblems(spec.files.get("DECISIONS.md") ?? "", document.operations),
  ];
}

function textProblems(file: string, value: Json, operations: readonly Operation[], spec: Spec): string[] {
  const texts = objectsIn(value).flatMap(([, object]) =>
    ["summary", "description", "x-remains"].flatMap((key) =>
      typeof object[key] === "string" ? [object[key] as string] : [],
    ),
  );
  const known = [...operations.map(({ id }) => id), ...atlasNames];
  const decisions = decisionNumbers(spec.files.get("DECISIONS.md") ?? "");
  return texts.flatMap((text) => {
    const problems: string[] = [];
    for (const [, name] of text.matchAll(/`((?:delete|unassign|remove|get|list)[A-Z]\w*)`/g)) {
      if (name !== undefined && !known.includes(name)) problems.push(`no operation is called ${name}`);
    }
    for (const [code] of text.matchAll(/(?<!\w)[A-Z]+(?:_[A-Z]+)+(?!\w)/g)) {
      if (!codes.has(code) && !/^MONGODB_|_URL$/.test(code)) problems.push(`${code} is not a known code`);
    }
    for (const [, mark = ""] of text.matchAll(/(\S*\b(?:inferred|unknown)\b\S*)/gi)) {
      if (!/^\*\((inferred|unknown)(\)\*[.,:;]?)?$/.test(mark))
        problems.push(`${mark} is not spelt *(inferred)* or *(unknown)*`);
    }
    for (const [, number] of text.matchAll(/\[(\d+)\]\(\.\/decisions\.html\)/g)) {
      if (!decisions.includes(Number(number))) problems.push(`there is no decision ${number}`);
    }
    for (const [url] of text.matchAll(/\bhttps?:\/\/[^\s`)"]+/g)) {
      if (!/^https:\/\/(www\.mongodb\.com\/docs\/|cloud\.mongodb\.com\b|api\.invalid)/.test(url))
        problems.push(`${url} is not a known address`);
    }
    const [doubled] = /\b([a-z]+) \1\b/i.exec(flat(text)) ?? [];
    if (doubled !== undefined) problems.push(`says "${doubled}"`);
    if (/\banswer/i.test(text)) problems.push("a server responds; it does not answer");
    const [line = ""] = text.split("\n");
    if (text.includes("\n\n") && !/^#|[.:]$/.test(line) && !/^(workflows\/.*|\w+\.yaml)$/.test(file))
      problems.push("the first sentence does not end on the first line");
    return problems.map((problem) => `${file}: ${problem}`);
  });
}

function operationProblems({ file, facts, id }: Operation): string[] {
  const text = flat(facts.description);
  const roles = (api: string): string => ((at(facts, `x-roles ${api}`) ?? []) as string[]).join(" or ");
  const [manager, atlas] = [roles("cloud-manager"), roles("atlas")];
  const both =
    manager === ""
      ? `${atlas} on Atlas; on Cloud Manager *(unknown)*.`
      : `${manager} on Cloud Manager, ${atlas} on Atlas.`;
  const expected = `**Role.** ${manager === atlas ? `${atlas}, on both APIs.` : both}`;
  const problems = text.includes(expected) ? [] : [`the text must say "${expected}", as x-roles does`];
  const { description, url } = (facts.externalDocs ?? {}) as JsonObject;
  if (!text.endsWith(`Source: [${description}](${url}).`)) problems.push("the text must end with its source");
  if (id.startsWith("unassign") && /revok/i.test(`${facts.summary} ${text.split(". ")[0]}`))
    problems.push("an unassignment revokes nothing");
  return problems.map((problem) => `${file}: ${problem}`);
}

function introProblems(intro: string, root: JsonObject, operations: readonly Operation[]): string[] {
  const servers = (root.servers ?? []) as JsonObject[];
  const bases = `| Base | ${servers.map(({ url }) => `\`${url}\``).join(" | ")} |`;
  const success = (api: string, id: string): Json | undefined =>
    at(operations.find((operation) => operation.id === id)?.facts, `x-success ${api}`);
  const rows = [
    bases,
    `| Property | ${servers.map(({ description }) => description).join(" | ")} |`,
    `| Success | \`${success("cloud-manager", "deleteOrgServiceAccountSecret")}\`; \`${success("cloud-manager", "unassignGroupApiKey")}\` with an empty body for the API key | \`${success("atlas", "unassignGroupApiKey")}\` |`,
  ];
  const used = new Set(
    [root, ...operations.map(({ facts }) => facts)]
      .flatMap((value) => objectsIn(value))
      .flatMap(([, object]) => Object.keys(object)),
  );
  const strange = [...intro.matchAll(/\| `(x-[a-z-]+)` \|/g)].flatMap(([, name = ""]) =>
    used.has(name) ? [] : [name],
  );
  if (strange.length > 0) return [`openapi.yaml: nothing has the extension ${strange.join()}`];
  return rows.filter((row) => !intro.includes(row)).map((row) => `openapi.yaml: the introduction must say ${row}`);
}

/** The bucket's numbers stand in an example's parameters, in the response's text, and in the introduction. */
function rateLimitProblems({ values, files }: Spec, intro: string): string[] {
  const seconds = values.get("components/headers/Retry-After.yaml");
  return ["organization", "project"].flatMap((scope) => {
    const example = `components/examples/${scope}RateLimited.yaml`;
    const response = `components/responses/${scope === "project" ? "Project" : "Organization"}TooManyRequests.yaml`;
    const [path, wait, capacity, refill, every] = (at(values.get(example), "value parameters") ?? []) as unknown[];
    const problems: string[] = [];
    const say = (file: string, text: string, words: string): void => {
      if (!flat(text).includes(words)) problems.push(`${file}: must say "${words}"`);
    };
    say(example, String(at(values.get(example), "value detail")), `Try again in ${wait} seconds.`);
    say(response, String(files.get(response)), `(${capacity} requests, ${refill} more a minute)`);
    const owner = scope === "project" ? "a project's bucket" : "an organization's";
    say(
      "openapi.yaml",
      intro,
      `${owner} holds ${capacity} ${scope === "project" ? "requests " : ""}and refills by ${refill} a minute`,
    );
    if (wait !== at(seconds, "example")) problems.push(`${example}: waits ${wait} s, unlike Retry-After`);
    if (every !== 60) problems.push(`${example}: a bucket refills every 60 s`);
    if (!String(path).startsWith(`api/atlas/v2/${scope === "project" ? "groups" : "orgs"}/`))
      problems.push(`${example}: ${path} has another scope`);
    return problems;
  });
}

function decisionNumbers(text: string): number[] {
  return [...text.matchAll(/^### (\d+)\. /gm)].map(([, number]) => Number(number));
}

function decisionProblems(text: string, operations: readonly Operation[]): string[] {
  const file = "DECISIONS.md";
  const problems = decisionNumbers(text).flatMap((number, index) =>
    number === index + 1 ? [] : [`${file}: decision ${number} stands where ${index + 1} should`],
  );
  for (const section of text.split(/^### /m).slice(1)) {
    for (const part of ["Sources", "Decision", "Evidence"]) {
      if (!section.includes(`- **${part}.**`)) problems.push(`${file}: ${section.split("\n")[0]} has no ${part}`);
    }
    const evidence = /\*\*Evidence\.\*\* ((?:.|\n)*?)\n(?:\n|$)/.exec(section)?.[1] ?? "";
    if (!/\b(page|docs|wire|inferred|unknown)\b/.test(evidence))
      problems.push(`${file}: ${section.split("\n")[0]} names no evidence`);
  }
  for (const { facts, id } of operations) {
    const url = at(facts, "externalDocs url");
    if (!text.includes(`(${url})`)) problems.push(`${file}: the page of ${id} must be ${url}`);
  }
  return problems;
}
