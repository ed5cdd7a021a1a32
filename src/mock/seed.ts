// What a mock server holds when it starts: plain JSON, so that it can stand in a file. Ids are what stands in a path.
import { type Api, servers } from "../../generated/client.js";
import { refuseUnknown } from "./check.js";
import { allFacts } from "./route.js";

/** Roles by the id of an organization or project that a credential belongs to: `{ "<groupId>": ["Project Owner"] }`. */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** An organization, and with it the API that manages its projects. */
export interface SeedOrganization {
  readonly id: string;
  readonly api: Api;
}

/** A project, which the API calls a group. */
export interface SeedProject {
  readonly id: string;
  readonly orgId: string;
}

/** A service account's secret. */
export interface SeedSecret {
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
  readonly id: string;
  readonly desc?: string;
  readonly publicKey: string;
  /** Lists show its last twelve characters. */
  readonly privateKey: string;
  readonly roles: Roles;
}

/** Everything that a mock server holds. The first service account and the first API key act; the others are targets. */
export interface Seed {
  readonly organizations: readonly SeedOrganization[];
  readonly projects: readonly SeedProject[];
  readonly serviceAccounts: readonly SeedServiceAccount[];
  readonly apiKeys: readonly SeedApiKey[];
}

/** The fields of each kind of entry; `?` after a name: it may be missing. First its own id, with its path parameter. */
const fields = {
  organizations: ["id:orgId", "api"],
  projects: ["id:groupId", "orgId"],
  serviceAccounts: ["clientId:clientId", "secrets", "roles", "name?", "systemManaged?"],
  secrets: ["id:secretId", "value", "lastUsedAt?", "expiresAt?"],
  apiKeys: ["id:apiKeyId", "publicKey", "privateKey", "roles", "desc?"],
} as const;

function checkList(where: string, list: unknown, kind: keyof typeof fields): void {
  if (!Array.isArray(list)) throw new TypeError(`${where} must be an array`);
  const names = fields[kind].map((name) => name.replace(/[?:].*/, ""));
  const [own = "", parameter] = fields[kind][0].split(":");
  const { pattern = "", form } =
    allFacts.flatMap((facts) => facts.pathParameters).find((it) => it.name === parameter) ?? {};
  for (const [at, entry] of list.entries()) {
    const place = `${where}[${at}]`;
    if (typeof entry !== "object" || entry === null) throw new TypeError(`${place} must be an object`);
    refuseUnknown(place, entry, names);
    const missing = names.find((name, n) => entry[name] === undefined && !fields[kind][n]?.endsWith("?"));
    if (missing !== undefined) throw new TypeError(`${place}.${missing} is missing`);
    if (!new RegExp(pattern).test(String(entry[own]))) throw new TypeError(`${place}.${own} must be ${form}`);
    if (kind === "serviceAccounts") checkList(`${place}.secrets`, entry.secrets, "secrets");
  }
}

/** The rule that a value breaks. A control character has no place in what ends up in a shell or a header. */
function ruleFor(name: string, value: unknown): string | undefined {
  if (typeof value === "string" && !/^\P{Cc}+$/u.test(value))
    return "a text that is not empty, without control characters";
  if (name === "api" && !Object.hasOwn(servers, String(value))) return `one of ${Object.keys(servers).join(", ")}`;
  return /At$/.test(name) && Number.isNaN(Date.parse(String(value))) ? "an RFC 3339 date and time" : undefined;
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
  JSON.stringify(seed, (name, value: unknown) => {
    const rule = ruleFor(name, value);
    if (rule !== undefined) throw new TypeError(`seed: ${name} must be ${rule}`);
    return value;
  });
}
