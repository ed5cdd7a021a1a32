// What a mock server holds when it starts: plain JSON, so that it can stand in a file.
import { type Api, servers } from "../../generated/client.js";
import { refuseUnknown } from "./check.js";
import { allFacts } from "./route.js";

/**
 * Roles by the id of an organization or a project, for example `{ "<groupId>": ["Project Owner"] }`.
 * An id that stands here is one that the credential belongs to, even with no role at all.
 */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** An organization, and with it the API that manages its projects. */
export interface SeedOrganization {
  /** 24 lower-case hexadecimal digits. */
  readonly id: string;
  readonly api: Api;
}

/** A project, which the API calls a group. */
export interface SeedProject {
  /** 24 lower-case hexadecimal digits. */
  readonly id: string;
  /** The organization it belongs to. */
  readonly orgId: string;
}

/** A service account's secret. */
export interface SeedSecret {
  /** 24 lower-case hexadecimal digits: what stands in a path. */
  readonly id: string;
  /** `mdb_sa_sk_…`: what a token grant needs. Lists show its last four characters. */
  readonly value: string;
  /** RFC 3339. Default: never; a token grant sets it. */
  readonly lastUsedAt?: string;
  /** RFC 3339: from then on a token grant is refused. The secret can still be deleted. Default: in 11 months. */
  readonly expiresAt?: string;
}

/** A service account. */
export interface SeedServiceAccount {
  /** `mdb_sa_id_` and 24 hexadecimal digits. */
  readonly clientId: string;
  readonly name?: string;
  /** At most two, as on the real service. */
  readonly secrets: readonly SeedSecret[];
  readonly roles: Roles;
  /** Left out of lists that do not ask for it with `includeSystemManaged=true`. */
  readonly systemManaged?: boolean;
}

/** A programmatic API key. */
export interface SeedApiKey {
  /** 24 lower-case hexadecimal digits: what stands in a path. */
  readonly id: string;
  readonly desc?: string;
  readonly publicKey: string;
  /** Lists show its last twelve characters. */
  readonly privateKey: string;
  readonly roles: Roles;
}

/**
 * Everything that a mock server holds. The first service account and the first API key are the credentials to act with;
 * the others are targets.
 */
export interface Seed {
  readonly organizations: readonly SeedOrganization[];
  readonly projects: readonly SeedProject[];
  readonly serviceAccounts: readonly SeedServiceAccount[];
  readonly apiKeys: readonly SeedApiKey[];
}

/** The fields of each kind of entry; `?` after a name: it may be missing. The first is its own id. */
const fields = {
  organizations: ["id", "api"],
  projects: ["id", "orgId"],
  serviceAccounts: ["clientId", "secrets", "roles", "name?", "systemManaged?"],
  secrets: ["id", "value", "lastUsedAt?", "expiresAt?"],
  apiKeys: ["id", "publicKey", "privateKey", "roles", "desc?"],
} as const;
type Kind = keyof typeof fields;

/** The path parameter whose form an entry's own id has. */
const idOf: Readonly<Record<Kind, string>> = {
  organizations: "orgId",
  projects: "groupId",
  serviceAccounts: "clientId",
  secrets: "secretId",
  apiKeys: "apiKeyId",
};
const parameters = allFacts.flatMap((facts) => facts.pathParameters);

function checkList(where: string, list: unknown, kind: Kind): void {
  if (!Array.isArray(list)) throw new TypeError(`${where} must be an array`);
  const names = fields[kind].map((name) => name.replace("?", ""));
  const { pattern = "", form } = parameters.find(({ name }) => name === idOf[kind]) ?? {};
  for (const [at, entry] of list.entries()) {
    const place = `${where}[${at}]`;
    if (typeof entry !== "object" || entry === null) throw new TypeError(`${place} must be an object`);
    refuseUnknown(place, entry, names);
    const missing = fields[kind].find((name) => !name.endsWith("?") && entry[name] === undefined);
    if (missing !== undefined) throw new TypeError(`${place}.${missing} is missing`);
    const [own] = fields[kind];
    if (!new RegExp(pattern).test(String(entry[own]))) throw new TypeError(`${place}.${own} must be ${form}`);
    if (kind === "serviceAccounts") checkList(`${place}.secrets`, entry.secrets, "secrets");
  }
}

/** Looks at every value: a control character has no place in what ends up in a shell or a header. */
function checkValue(name: string, value: unknown): unknown {
  if (typeof value === "string" && !/^\P{Cc}+$/u.test(value)) {
    throw new TypeError(`seed: ${name} must be a text that is not empty, without control characters`);
  }
  if (name === "api" && !Object.hasOwn(servers, String(value))) {
    throw new TypeError(`seed: api must be one of ${Object.keys(servers).join(", ")}`);
  }
  if (/At$/.test(name) && Number.isNaN(Date.parse(String(value)))) {
    throw new TypeError(`seed: ${name} must be an RFC 3339 date and time`);
  }
  return value;
}

/**
 * Checks a seed's form; what contradicts itself in it is found when a server is made of it.
 *
 * @throws {TypeError} with the place and the rule; never with a secret's value or a private key
 */
export function checkSeed(seed: Seed): void {
  if (typeof seed !== "object" || seed === null) throw new TypeError("seed must be an object");
  const kinds = ["organizations", "projects", "serviceAccounts", "apiKeys"] as const;
  refuseUnknown("seed", seed, kinds);
  for (const kind of kinds) checkList(`seed.${kind}`, seed[kind], kind);
  JSON.stringify(seed, checkValue);
}
