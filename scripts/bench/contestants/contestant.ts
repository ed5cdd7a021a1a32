// What every contestant is to the benchmark: one way to send the same DELETE, and its own idea of success.

/** What is deleted: `DELETE /api/atlas/v2/groups/{groupId}/apiKeys/{apiKeyId}`. */
export interface Target {
  readonly groupId: string;
  readonly apiKeyId: string;
}

/** One client, ready to send. */
export interface Contestant {
  /**
   * Sends one DELETE.
   *
   * Resolves with the target when the contestant's own documentation would call the answer a success; rejects otherwise.
   */
  revoke(target: Target): Promise<void>;
  close?(): Promise<void>;
}

/** What a contestant is made with. */
export interface Setting {
  readonly origin: string;
  /** For the floor: the `Authorization` value of each target, computed before the clock starts. */
  readonly ready?: ReadonlyMap<Target, string>;
}

/** A contestant's entry in the table. */
export interface Entry {
  readonly name: string;
  /** Name of the npm package, when it is another than this one. */
  readonly packageName?: string;
  readonly auth: "digest" | "ready digest" | "service account" | "ready bearer";
  /** What it takes for a success, and what is particular about it; a sentence of the results. */
  readonly remark: string;
  readonly create: (setting: Setting) => Promise<Contestant>;
}

/** A failure that is the contestant's word and not the benchmark's. */
export class NotRevoked extends Error {}

/** The same base for everyone. */
export const basePath = "/api/atlas/v2";
/** The same `Accept` for everyone who lets it be chosen. */
export const accept = "application/vnd.atlas.2023-01-01+json";
