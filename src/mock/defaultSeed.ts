// A seed with random valid ids: one organization and one project on each API, and things to revoke in them.
import { type Api, type OperationId, operationTable, servers } from "../../generated/client.js";
import { hexadecimal, platformBytes, type RandomBytes } from "./random.js";
import type { Roles, Seed, SeedApiKey, SeedServiceAccount } from "./seed.js";

/** How large a default seed is, and where its randomness comes from. */
export interface DefaultSeedOptions {
  /** Revocations that each operation can make on each API. Default 3. */
  readonly targets?: number;
  /** Source of random bytes; give a deterministic one to get the same seed again. */
  readonly random?: RandomBytes;
}

const operationIds = Object.keys(operationTable) as OperationId[];

/** Every role that the document names for a scope on an API: the acting credentials hold them all. */
function allRoles(api: Api, scope: "organization" | "project"): string[] {
  const names = operationIds.map((id) => operationTable[id]).filter((operation) => operation.scope === scope);
  return [...new Set(names.flatMap((operation) => operation.roles[api]))];
}

/**
 * Creates a seed with one organization and one project on each API.
 *
 * The first service account and the first API key hold every documented role on both APIs, and nothing else in the seed
 * depends on them or on one another, so that each of the other secrets, accounts and keys can be revoked once.
 *
 * @throws {TypeError} for a number of targets that is not a whole number from 0 up
 */
export function defaultSeed(options: DefaultSeedOptions = {}): Seed {
  const { targets = 3, random = platformBytes } = options;
  if (!Number.isSafeInteger(targets) || targets < 0) throw new TypeError("targets must be a whole number from 0 up");
  const id = (): string => hexadecimal(12, random);
  const account = (roles: Roles): SeedServiceAccount => ({
    clientId: `mdb_sa_id_${id()}`,
    secrets: [{ id: id(), value: `mdb_sa_sk_${hexadecimal(20, random)}` }],
    roles,
  });
  const key = (roles: Roles): SeedApiKey => ({
    id: id(),
    publicKey: [...random(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join(""),
    privateKey: hexadecimal(16, random).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
    roles,
  });
  const places = (Object.keys(servers) as Api[]).map((api) => ({ api, orgId: id(), groupId: id() }));
  const acting: Roles = Object.fromEntries(
    places.flatMap(({ api, orgId, groupId }) => [
      [orgId, allRoles(api, "organization")],
      [groupId, allRoles(api, "project")],
    ]),
  );
  const serviceAccounts = [account(acting)];
  const apiKeys = [key(acting)];
  for (const { orgId, groupId } of places) {
    for (let n = 0; n < targets; n += 1) {
      // One account per revocation: an organization's secret, a project's secret, and an assignment to a project.
      serviceAccounts.push(account({ [orgId]: [] }), account({ [groupId]: [] }), account({ [groupId]: [] }));
      apiKeys.push(key({ [groupId]: [] }));
    }
  }
  return {
    organizations: places.map(({ api, orgId }) => ({ id: orgId, api })),
    projects: places.map(({ orgId, groupId }) => ({ id: groupId, orgId })),
    serviceAccounts,
    apiKeys,
  };
}
