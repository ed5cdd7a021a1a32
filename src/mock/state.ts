// Everything that a mock server knows at a moment. It belongs to whoever created it, never to the module: two servers in
// one process share nothing unless they are given the same state.
import type { Api, Ids, OperationId } from "../../generated/client.js";
import { type AccessList, compileAccessList } from "./accessList.js";
import { defaultSeed } from "./defaultSeed.js";
import { createNonces, type Nonces } from "./digest.js";
import { type Buckets, createBuckets } from "./rateLimit.js";
import type { Seed } from "./seed.js";
import { checkSeed } from "./seedCheck.js";
import { createTokens, type Tokens } from "./tokens.js";

/** Who made a request. */
export type Actor =
  | { readonly kind: "api-key"; readonly publicKey: string }
  | { readonly kind: "service-account"; readonly clientId: string }
  /** Authentication was switched off. */
  | { readonly kind: "anyone" };

/** One revocation that really happened, by the server's own account. */
export type Deletion = {
  readonly [K in OperationId]: {
    readonly operationId: K;
    readonly api: Api;
    readonly ids: Ids<K>;
    readonly by: Actor;
    /** Milliseconds on the server's clock. */
    readonly at: number;
  };
}[OperationId];

/** What a server holds, as plain data without secrets' values and private keys. */
export interface Snapshot {
  readonly organizations: readonly { readonly id: string; readonly api: Api }[];
  readonly projects: readonly { readonly id: string; readonly orgId: string }[];
  readonly serviceAccounts: readonly {
    readonly clientId: string;
    readonly secrets: readonly { readonly id: string; readonly expiresAt?: string }[];
    readonly roles: Readonly<Record<string, readonly string[]>>;
  }[];
  readonly apiKeys: readonly {
    readonly id: string;
    readonly publicKey: string;
    readonly roles: Readonly<Record<string, readonly string[]>>;
  }[];
  readonly deletions: readonly Deletion[];
}

/** The state of one mock server. */
export interface State {
  /** What the server holds now, as plain data: for assertions, and safe to print. */
  snapshot(): Snapshot;
  /** Every revocation that happened, oldest first. */
  readonly deletions: readonly Deletion[];
  /**
   * Back to the seed: nothing deleted, no tokens, nonces or rate limits used up.
   *
   * @param seed another seed to hold from now on
   * @throws {TypeError} for a seed that is not valid; the state is then unchanged
   */
  reset(seed?: Seed): void;
}

/** A credential's memberships, and where it may be used. */
export interface Member {
  /** Roles by the id of an organization or a project. */
  readonly roles: Map<string, readonly string[]>;
  readonly accessList: AccessList | undefined;
}

export interface Account extends Member {
  readonly clientId: string;
  readonly secrets: Map<string, { readonly value: string; readonly expiresAt: number }>;
}

export interface Key extends Member {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

/** What a seed becomes: everything by its id, so that no request searches. */
export interface World {
  readonly organizations: ReadonlyMap<string, Api>;
  readonly projects: ReadonlyMap<string, { readonly orgId: string; readonly api: Api }>;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly keys: ReadonlyMap<string, Key>;
  readonly keysByPublicKey: ReadonlyMap<string, Key>;
  readonly retiredVersions: ReadonlySet<string>;
  readonly deletions: Deletion[];
  readonly nonces: Nonces;
  readonly tokens: Tokens;
  readonly buckets: Buckets;
}

function createWorld(seed: Seed): World {
  const organizations = new Map(seed.organizations.map(({ id, api }) => [id, api]));
  const projects = new Map(
    seed.projects.map(({ id, orgId }) => {
      const api = organizations.get(orgId);
      if (api === undefined) throw new TypeError(`Project ${id} belongs to no organization of the seed.`);
      return [id, { orgId, api }];
    }),
  );
  const member = (entry: Seed["serviceAccounts"][number] | Seed["apiKeys"][number]): Member => ({
    roles: new Map(Object.entries(entry.roles)),
    accessList: entry.accessList === undefined ? undefined : compileAccessList(entry.accessList),
  });
  const accounts = seed.serviceAccounts.map((account): Account => {
    const secrets = account.secrets.map(({ id, value, expiresAt }) => {
      const end = expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
      return [id, { value, expiresAt: end }] as const;
    });
    return { clientId: account.clientId, secrets: new Map(secrets), ...member(account) };
  });
  const keys = seed.apiKeys.map(
    (key): Key => ({ id: key.id, publicKey: key.publicKey, privateKey: key.privateKey, ...member(key) }),
  );
  return {
    organizations,
    projects,
    accounts: new Map(accounts.map((account) => [account.clientId, account])),
    keys: new Map(keys.map((key) => [key.id, key])),
    keysByPublicKey: new Map(keys.map((key) => [key.publicKey, key])),
    retiredVersions: new Set(seed.retiredVersions),
    deletions: [],
    nonces: createNonces(),
    tokens: createTokens(),
    buckets: createBuckets(),
  };
}

function snapshotOf(world: World): Snapshot {
  return {
    organizations: [...world.organizations].map(([id, api]) => ({ id, api })),
    projects: [...world.projects].map(([id, { orgId }]) => ({ id, orgId })),
    serviceAccounts: [...world.accounts.values()].map(({ clientId, secrets, roles }) => ({
      clientId,
      secrets: [...secrets].map(([id, { expiresAt }]) => ({
        id,
        ...(Number.isFinite(expiresAt) ? { expiresAt: new Date(expiresAt).toISOString() } : {}),
      })),
      roles: Object.fromEntries(roles),
    })),
    apiKeys: [...world.keys.values()].map(({ id, publicKey, roles }) => ({
      id,
      publicKey,
      roles: Object.fromEntries(roles),
    })),
    deletions: [...world.deletions],
  };
}

// The handlers' way in; it is not part of the public state, so that no test can lean on it.
const worlds = new WeakMap<State, () => World>();

/**
 * Creates a server's state.
 *
 * @param seed what the server holds; random ids on both APIs when absent (`defaultSeed`)
 * @throws {TypeError} for a seed that is not valid
 */
export function createState(seed: Seed = defaultSeed()): State {
  let held = checkSeed(seed);
  let world = createWorld(held);
  const state: State = {
    snapshot: () => snapshotOf(world),
    get deletions() {
      return world.deletions;
    },
    reset(next = held) {
      const fresh = createWorld(checkSeed(next));
      held = next;
      world = fresh;
    },
  };
  worlds.set(state, () => world);
  return state;
}

/** What a state holds now. Call it per request: `reset` puts another world in its place. */
export function worldOf(state: State): World {
  const world = worlds.get(state);
  if (world === undefined) throw new TypeError("state must come from createState()");
  return world();
}
