/** What the program touches of the world, so that tests can run it in their own process. */
import type { Readable, Writable } from "node:stream";
import type { Fetch } from "../options.js";

/** A stream that may be a terminal. */
export interface Input extends Readable {
  readonly isTTY?: boolean | undefined;
}

/** A stream that may be a terminal, with its width in characters. */
export interface Output extends Writable {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** The world of one run. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls a listener on SIGINT and SIGTERM until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Default: the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
}
