// What the benchmark asks of its server.

/** How the server behaves from now on; counts start at zero. */
export interface ServerSetting {
  /** Milliseconds before each answer. Default 0. */
  readonly latencyMs?: number;
  /** Requests that a nonce serves. Default: any number. */
  readonly nonceUses?: number;
  /** Name of the faulty answer that every authorized DELETE gets. */
  readonly fault?: string;
}

/** A `type` and not an interface, so that it fits `Commands`. */
export type ServerCommands = {
  start(setting: ServerSetting): Promise<{ origin: string; nonce: string }>;
  /** One more nonce like that of `start`, for a second client: a count of one nonce serves once. */
  nonce(nothing: null): Promise<string>;
  count(nothing: null): Promise<{ requests: number; deletes: number }>;
};
