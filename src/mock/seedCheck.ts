// A seed can come from a file that somebody wrote: say what is wrong with it, and where, before a server holds it.
import { type OperationId, operationTable, servers } from "../../generated/client.js";
import { compileAccessList } from "./accessList.js";
import type { Seed } from "./seed.js";

/** Pattern and words of each id, as the document's path parameters state them. */
const forms = new Map(
  (Object.keys(operationTable) as OperationId[]).flatMap((id) =>
    operationTable[id].pathParameters.map((parameter) => [
      parameter.name,
      { pattern: new RegExp(parameter.pattern), form: parameter.form },
    ]),
  ),
);

function fail(where: string, what: string): never {
  throw new TypeError(`seed${where} ${what}`);
}

function record(value: unknown, where: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail(where, "must be an object");
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) fail(`${where}.${name}`, `is unknown; known are ${known.join(", ")}`);
  }
  return value as Record<string, unknown>;
}

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) fail(where, "must be an array");
  return value;
}

function text(value: unknown, where: string): string {
  if (typeof value !== "string" || value === "") fail(where, "must be a string that is not empty");
  return value;
}

function identifier(value: unknown, where: string, parameter: string, taken: Set<string>): string {
  const form = forms.get(parameter);
  if (typeof value !== "string" || !form?.pattern.test(value)) {
    fail(where, `must be ${form?.form ?? "an id"}`);
  }
  if (taken.has(value)) fail(where, `is not unique: ${value}`);
  taken.add(value);
  return value;
}

function checkRoles(value: unknown, where: string, scopes: ReadonlySet<string>): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail(where, "must be an object");
  for (const [scope, roles] of Object.entries(value)) {
    if (!scopes.has(scope)) fail(`${where}.${scope}`, "names neither an organization nor a project of this seed");
    list(roles, `${where}.${scope}`).forEach((role, at) => {
      text(role, `${where}.${scope}[${at}]`);
    });
  }
}

function checkAccessList(value: unknown, where: string): void {
  if (value === undefined) return;
  const entries = list(value, where).map((entry, at) => text(entry, `${where}[${at}]`));
  try {
    compileAccessList(entries);
  } catch (error) {
    fail(where, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Checks a seed, for example one that was read from a JSON file.
 *
 * @returns the same value, typed
 * @throws {TypeError} with the place and the rule; never with a secret's value or a private key
 */
export function checkSeed(value: unknown): Seed {
  const seed = record(value, "", ["organizations", "projects", "serviceAccounts", "apiKeys", "retiredVersions"]);
  const taken = new Set<string>();
  const organizations = new Set<string>();
  const scopes = new Set<string>();
  list(seed.organizations, ".organizations").forEach((entry, at) => {
    const where = `.organizations[${at}]`;
    const { id, api } = record(entry, where, ["id", "api"]);
    organizations.add(identifier(id, `${where}.id`, "orgId", taken));
    if (typeof api !== "string" || !Object.hasOwn(servers, api)) {
      fail(`${where}.api`, `must be one of ${Object.keys(servers).join(", ")}`);
    }
  });
  for (const id of organizations) scopes.add(id);
  list(seed.projects, ".projects").forEach((entry, at) => {
    const where = `.projects[${at}]`;
    const { id, orgId } = record(entry, where, ["id", "orgId"]);
    scopes.add(identifier(id, `${where}.id`, "groupId", taken));
    if (!organizations.has(text(orgId, `${where}.orgId`))) fail(`${where}.orgId`, "names no organization of this seed");
  });
  list(seed.serviceAccounts, ".serviceAccounts").forEach((entry, at) => {
    const where = `.serviceAccounts[${at}]`;
    const account = record(entry, where, ["clientId", "secrets", "roles", "accessList"]);
    identifier(account.clientId, `${where}.clientId`, "clientId", taken);
    const secrets = list(account.secrets, `${where}.secrets`);
    if (secrets.length > 2) fail(`${where}.secrets`, "must be at most two");
    secrets.forEach((item, index) => {
      const secret = record(item, `${where}.secrets[${index}]`, ["id", "value", "expiresAt"]);
      identifier(secret.id, `${where}.secrets[${index}].id`, "secretId", taken);
      text(secret.value, `${where}.secrets[${index}].value`);
      const { expiresAt } = secret;
      if (
        expiresAt !== undefined &&
        Number.isNaN(Date.parse(text(expiresAt, `${where}.secrets[${index}].expiresAt`)))
      ) {
        fail(`${where}.secrets[${index}].expiresAt`, "must be an RFC 3339 date and time");
      }
    });
    checkRoles(account.roles, `${where}.roles`, scopes);
    checkAccessList(account.accessList, `${where}.accessList`);
  });
  const publicKeys = new Set<string>();
  list(seed.apiKeys, ".apiKeys").forEach((entry, at) => {
    const where = `.apiKeys[${at}]`;
    const key = record(entry, where, ["id", "publicKey", "privateKey", "roles", "accessList"]);
    identifier(key.id, `${where}.id`, "apiKeyId", taken);
    const publicKey = text(key.publicKey, `${where}.publicKey`);
    if (publicKeys.has(publicKey)) fail(`${where}.publicKey`, "is not unique");
    publicKeys.add(publicKey);
    text(key.privateKey, `${where}.privateKey`);
    checkRoles(key.roles, `${where}.roles`, scopes);
    checkAccessList(key.accessList, `${where}.accessList`);
  });
  list(seed.retiredVersions ?? [], ".retiredVersions").forEach((version, at) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text(version, `.retiredVersions[${at}]`))) {
      fail(`.retiredVersions[${at}]`, "must be a date, YYYY-MM-DD");
    }
  });
  return value as Seed;
}
