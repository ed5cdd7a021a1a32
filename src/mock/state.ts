// Everything that a mock server knows at a moment. It belongs to its server, never to the module.
import type { Api, Ids, OperationFacts, OperationId } from "../../generated/client.js";
import type { Nonces } from "./digest.js";
import type { Fault } from "./fault.js";
import type { Levels } from "./rateLimit.js";
import { checkSeed, type Roles, type Seed, type SeedApiKey, type SeedServiceAccount } from "./seed.js";

/** Who made a request. */
export type Actor =
  | { readonly kind: "api-key"; readonly publicKey: string }
  | { readonly kind: "service-account"; readonly clientId: string }
  /** Authentication was switched off. */
  | { readonly kind: "anyone" };

/** One revocation that really happened, by the server's own record. */
export type Deletion = {
  readonly [K in OperationId]: {
    readonly operationId: K;
    readonly effect: OperationFacts["effect"];
    readonly api: Api;
    readonly ids: Ids<K>;
    readonly by: Actor;
    /** Milliseconds on the server's clock. */
    readonly at: number;
  };
}[OperationId];

/** A server's state. */
export interface State {
  /** What was revoked since the start or the last reset, in order. */
  readonly deletions: readonly Deletion[];
  /** Lets more go wrong, until the next reset. The newest fault comes first. */
  use(...faults: Fault[]): void;
  /** Puts everything back: what was revoked, nonces, tokens, rate limits, and each fault's `times`. */
  reset(): void;
}

/** A credential's memberships. */
export interface Member {
  /** Roles by the id of an organization or a project. */
  readonly roles: Map<string, readonly string[]>;
  /** Organizations that it belongs to, also when it is assigned to none of their projects any more. */
  readonly orgIds: ReadonlySet<string>;
}

export interface Secret {
  readonly id: string;
  readonly value: string;
  readonly createdAt: number;
  lastUsedAt: number | undefined;
  readonly expiresAt: number;
}

export interface Account extends Member, Omit<SeedServiceAccount, "roles" | "secrets"> {
  readonly secrets: Map<string, Secret>;
}

export interface Key extends Member, Omit<SeedApiKey, "roles"> {}

/** What a seed becomes: everything by its id, so that no revocation searches. */
export interface World {
  readonly startedAt: number;
  readonly organizations: ReadonlyMap<string, Api>;
  readonly projects: ReadonlyMap<string, { readonly orgId: string; readonly api: Api }>;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly keys: ReadonlyMap<string, Key>;
  readonly keysByPublicKey: ReadonlyMap<string, Key>;
  readonly deletions: Deletion[];
  readonly nonces: Nonces;
  readonly tokens: Map<string, { readonly clientId: string; readonly expiresAt: number }>;
  readonly levels: Levels;
  readonly faults: Fault[];
  /** How often each fault has struck. */
  readonly strikes: Map<Fault, number>;
}

const day = 86_400_000;

function indexed<T>(entries: readonly T[], idOf: (entry: T) => string): Map<string, T> {
  const byId = new Map(entries.map((entry) => [idOf(entry), entry]));
  if (byId.size < entries.length) throw new TypeError("seed: an id or a public key stands twice");
  return byId;
}

function createWorld(seed: Seed, faults: readonly Fault[], now: number): World {
  const organizations = new Map(seed.organizations.map(({ id, api }) => [id, api]));
  const projects = new Map(
    seed.projects.map(({ id, orgId }) => {
      const api = organizations.get(orgId);
      if (api === undefined) throw new TypeError(`seed: project ${id} names no organization of this seed`);
      return [id, { orgId, api }];
    }),
  );
  const memberOf = (roles: Roles): Member => {
    const stray = Object.keys(roles).find((id) => !organizations.has(id) && !projects.has(id));
    if (stray !== undefined) throw new TypeError(`seed: roles name ${stray}, no organization or project of this seed`);
    const orgIds = Object.keys(roles).map((id) => projects.get(id)?.orgId ?? id);
    return { roles: new Map(Object.entries(roles)), orgIds: new Set(orgIds) };
  };
  const accounts = seed.serviceAccounts.map((account): Account => {
    const secrets = account.secrets.map(({ id, value, expiresAt, lastUsedAt }): Secret => {
      const end = expiresAt === undefined ? now + 335 * day : Date.parse(expiresAt);
      const used = lastUsedAt === undefined ? undefined : Date.parse(lastUsedAt);
      return { id, value, createdAt: now - 30 * day, lastUsedAt: used, expiresAt: end };
    });
    return { ...account, ...memberOf(account.roles), secrets: indexed(secrets, ({ id }) => id) };
  });
  const keys = seed.apiKeys.map((key): Key => ({ ...key, ...memberOf(key.roles) }));
  return {
    startedAt: now,
    organizations,
    projects,
    accounts: indexed(accounts, ({ clientId }) => clientId),
    keys: indexed(keys, ({ id }) => id),
    keysByPublicKey: indexed(keys, ({ publicKey }) => publicKey),
    deletions: [],
    nonces: new Map(),
    tokens: new Map(),
    levels: new Map(),
    faults: [...faults],
    strikes: new Map(),
  };
}

/**
 * Creates a server's state, and its server's own view of it.
 *
 * @throws {TypeError} for a seed that is not valid
 */
export function createState(
  seed: Seed,
  faults: readonly Fault[],
  clock: () => number,
): { readonly state: State; readonly world: () => World } {
  checkSeed(seed);
  let world = createWorld(seed, faults, clock());
  const state: State = {
    get deletions() {
      return world.deletions;
    },
    use(...more) {
      world.faults.unshift(...more);
    },
    reset() {
      world = createWorld(seed, faults, clock());
    },
  };
  return { state, world: () => world };
}
