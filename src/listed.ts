/** What the lists hold, as far as it can be read: text is redacted and free of control characters. */
import type { components } from "../generated/lookup.js";
import { own } from "./internal/json.js";
import { cleanMasked, cleanText, cleanValue, type Redact } from "./internal/text.js";

type Schemas = components["schemas"];
/** An entry as the document describes it: its id is certain, everything else may be missing, and nothing is null. */
type Listed<T, Id extends keyof T, Lists = never> = { readonly [K in Id]-?: NonNullable<T[K]> } & {
  readonly [K in keyof T as K extends Id | Lists ? never : K]?: NonNullable<T[K]>;
};

/** A secret of a service account, as it is listed: never its value. Dates are ISO 8601. */
export type ListedSecret = Listed<Schemas["ServiceAccountSecret"], "id">;

/** A role of an account or a key, in a project (`groupId`) or in the organization (`orgId`). */
export type ListedRole = Listed<Schemas["ApiKeyRole"], never>;

/** A service account, as it is listed. */
export type ServiceAccount = Listed<Schemas["ServiceAccount"], "clientId", "roles" | "secrets"> & {
  /** Its roles in the owner that was asked; an organization's list names them as strings. */
  readonly roles: readonly (string | ListedRole)[];
  /** `undefined` when the response held none: then nothing is known about the account's secrets. */
  readonly secrets: readonly ListedSecret[] | undefined;
};

/** An API key, as it is listed. */
export type ApiKey = Listed<Schemas["ApiKey"], "id", "roles"> & {
  /** Its roles, each with its project or organization. */
  readonly roles: readonly ListedRole[];
};

/** Reads an account; `undefined` when it has no client id, or a secret without an id. */
export function readAccount(value: unknown, redact: Redact): ServiceAccount | undefined {
  const source: object = Object(value);
  const clientId = idIn(source, "clientId", /^mdb_sa_id_[\da-f]{24}$/i);
  const listed = own(source, "secrets");
  const secrets = Array.isArray(listed) ? listed.map((secret: unknown) => readSecret(secret, redact)) : undefined;
  if (clientId === undefined || secrets?.includes(undefined)) return undefined;
  return {
    clientId,
    ...texts(source, ["name", "description", "createdAt"], redact),
    roles: listIn(source, "roles", (role) =>
      typeof role === "string" ? cleanText(role, redact) : readRole(role, redact),
    ),
    secrets: secrets?.filter((secret) => secret !== undefined),
  };
}

function readSecret(value: unknown, redact: Redact): ListedSecret | undefined {
  const source: object = Object(value);
  const id = idIn(source, "id", /^[\da-f]{24}$/i);
  const names = ["maskedSecretValue", "createdAt", "lastUsedAt", "expiresAt"] as const;
  return id === undefined ? undefined : { id, ...texts(source, names, redact) };
}

/** Reads a key; `undefined` when it has no id. */
export function readKey(value: unknown, redact: Redact): ApiKey | undefined {
  const source: object = Object(value);
  const id = idIn(source, "id", /^[\da-f]{24}$/i);
  if (id === undefined) return undefined;
  const roles = listIn(source, "roles", (role) => readRole(role, redact));
  return { id, ...texts(source, ["desc", "publicKey", "privateKey"], redact), roles };
}

function readRole(value: unknown, redact: Redact): ListedRole {
  return texts(Object(cleanValue(value, redact)), ["groupId", "orgId", "roleName"], redact);
}

/** An id, untouched: absence is proved by comparing it, so it must be whole, and nothing else than an id. */
function idIn(source: object, name: string, form: RegExp): string | undefined {
  const id = own(source, name);
  return typeof id === "string" && form.test(id) ? id : undefined;
}

function listIn<T>(source: object, name: string, read: (entry: unknown) => T): T[] {
  const list = own(source, name);
  return Array.isArray(list) ? list.map(read) : [];
}

/** The properties that are texts, cleaned. */
function texts<K extends string>(source: object, names: readonly K[], redact: Redact): { readonly [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  for (const name of names) {
    const clean = name === "maskedSecretValue" || name === "privateKey" ? cleanMasked : cleanText;
    const value = own(source, name);
    if (typeof value === "string") found[name] = clean(value, redact);
  }
  return found;
}
