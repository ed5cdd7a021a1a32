/** What the lists hold, as far as it can be read: text is redacted and free of control characters. */
import { own } from "./internal/json.js";
import { cleanMasked, cleanText, cleanValue, type Redact } from "./internal/text.js";

/** A secret of a service account, as it is listed: never its value. Dates are ISO 8601. */
export interface ListedSecret {
  /** 24 hexadecimal digits: the `secretId`. */
  readonly id: string;
  /** The value masked but for its prefix and its last four characters. */
  readonly maskedSecretValue?: string;
  /** When it was made. */
  readonly createdAt?: string;
  /** Absent when the secret was never used, or the API does not say. */
  readonly lastUsedAt?: string;
  /** When it ends by itself. */
  readonly expiresAt?: string;
}

/** A role of an account or a key, in a project (`groupId`) or in the organization (`orgId`). */
export interface ListedRole {
  /** The project, 24 hexadecimal digits. */
  readonly groupId?: string;
  /** The organization, 24 hexadecimal digits. */
  readonly orgId?: string;
  /** The API's name of the role, such as `GROUP_OWNER`. */
  readonly roleName?: string;
}

/** A service account, as it is listed. */
export interface ServiceAccount {
  /** `mdb_sa_id_` and 24 hexadecimal digits. */
  readonly clientId: string;
  /** The account's name. */
  readonly name?: string;
  /** The account's description. */
  readonly description?: string;
  /** When it was made. */
  readonly createdAt?: string;
  /** Its roles in the owner that was asked; an organization's list names them as strings. */
  readonly roles: readonly (string | ListedRole)[];
  /** `undefined` when the response held none: then nothing is known about the account's secrets. */
  readonly secrets: readonly ListedSecret[] | undefined;
}

/** An API key, as it is listed. */
export interface ApiKey {
  /** 24 hexadecimal digits: the `apiKeyId`. */
  readonly id: string;
  /** The key's description. */
  readonly desc?: string;
  /** The public part: the user name of a digest. */
  readonly publicKey?: string;
  /** Masked but for its last twelve characters. */
  readonly privateKey?: string;
  /** Its roles, each with its project or organization. */
  readonly roles: readonly ListedRole[];
}

/** Reads an account; `undefined` when it has no client id, or a secret without an id. */
export function readAccount(value: unknown, redact: Redact): ServiceAccount | undefined {
  const source: object = Object(value);
  const clientId = idIn(source, "clientId", /^mdb_sa_id_[\da-f]{24}$/i);
  if (clientId === undefined) return undefined;
  const listed = own(source, "secrets");
  const secrets = Array.isArray(listed) ? listed.map((secret: unknown) => readSecret(secret, redact)) : undefined;
  if (secrets?.includes(undefined)) return undefined;
  const roles = own(source, "roles");
  return {
    clientId,
    ...texts(source, ["name", "description", "createdAt"], redact),
    roles: Array.isArray(roles) ? roles.map((role: unknown) => readRole(role, redact)) : [],
    secrets: secrets?.filter((secret) => secret !== undefined),
  };
}

function readSecret(value: unknown, redact: Redact): ListedSecret | undefined {
  const source: object = Object(value);
  const id = idIn(source, "id", /^[\da-f]{24}$/i);
  if (id === undefined) return undefined;
  const masked = own(source, "maskedSecretValue");
  return {
    id,
    ...(typeof masked === "string" && { maskedSecretValue: cleanMasked(masked, redact) }),
    ...texts(source, ["createdAt", "lastUsedAt", "expiresAt"], redact),
  };
}

/** Reads a key; `undefined` when it has no id. */
export function readKey(value: unknown, redact: Redact): ApiKey | undefined {
  const source: object = Object(value);
  const id = idIn(source, "id", /^[\da-f]{24}$/i);
  if (id === undefined) return undefined;
  const masked = own(source, "privateKey");
  const roles = own(source, "roles");
  return {
    id,
    ...texts(source, ["desc", "publicKey"], redact),
    ...(typeof masked === "string" && { privateKey: cleanMasked(masked, redact) }),
    roles: Array.isArray(roles) ? roles.map((role: unknown) => readRoleObject(role, redact)) : [],
  };
}

function readRole(value: unknown, redact: Redact): string | ListedRole {
  return typeof value === "string" ? cleanText(value, redact) : readRoleObject(value, redact);
}

function readRoleObject(value: unknown, redact: Redact): ListedRole {
  return texts(Object(cleanValue(value, redact)), ["groupId", "orgId", "roleName"], redact);
}

/** An id, untouched: absence is proved by comparing it, so it must be whole, and nothing else than an id. */
function idIn(source: object, name: string, form: RegExp): string | undefined {
  const id = own(source, name);
  return typeof id === "string" && form.test(id) ? id : undefined;
}

/** The properties that are texts, cleaned. */
function texts<K extends string>(source: object, names: readonly K[], redact: Redact): { readonly [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  for (const name of names) {
    const value = own(source, name);
    if (typeof value === "string") found[name] = cleanText(value, redact);
  }
  return found;
}
