// What a mock server holds when it starts: plain JSON, so that it can stand in a file.
import type { Api } from "../../generated/client.js";

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
  /** `mdb_sa_sk_…`: what a token grant needs. */
  readonly value: string;
  /** RFC 3339 date and time after which a token grant is refused. Expired secrets can still be deleted. */
  readonly expiresAt?: string;
}

/** A service account. */
export interface SeedServiceAccount {
  /** `mdb_sa_id_` and 24 hexadecimal digits. */
  readonly clientId: string;
  /** At most two, as on the real service. */
  readonly secrets: readonly SeedSecret[];
  readonly roles: Roles;
  /** Addresses and CIDR blocks that may use it; everywhere when absent. */
  readonly accessList?: readonly string[];
}

/** A programmatic API key. */
export interface SeedApiKey {
  /** 24 lower-case hexadecimal digits: what stands in a path. */
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly roles: Roles;
  /** Addresses and CIDR blocks that may use it; everywhere when absent. */
  readonly accessList?: readonly string[];
}

/**
 * Everything that a mock server holds.
 *
 * The first service account and the first API key are the credentials that tests and the sandbox act with;
 * `credentialsOf` and `targetsOf` read them and the others.
 */
export interface Seed {
  readonly organizations: readonly SeedOrganization[];
  readonly projects: readonly SeedProject[];
  readonly serviceAccounts: readonly SeedServiceAccount[];
  readonly apiKeys: readonly SeedApiKey[];
  /** Atlas API versions (`YYYY-MM-DD`) that the server has retired: asking for one is answered with 410. */
  readonly retiredVersions?: readonly string[];
}

/** The credentials of a seed's first API key and first service account. */
export interface Credentials {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * The credentials to act with on a server that holds this seed.
 *
 * @throws {TypeError} when the seed has no API key, or its first service account has no secret
 */
export function credentialsOf(seed: Seed): Credentials {
  const key = seed.apiKeys[0];
  const account = seed.serviceAccounts[0];
  const secret = account?.secrets[0];
  if (key === undefined) throw new TypeError("The seed has no API key to act with.");
  if (account === undefined || secret === undefined) {
    throw new TypeError("The seed's first service account must have a secret, to act with.");
  }
  return {
    publicKey: key.publicKey,
    privateKey: key.privateKey,
    clientId: account.clientId,
    clientSecret: secret.value,
  };
}
