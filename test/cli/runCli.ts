/** Runs the program inside the test's process: its streams, its terminal and its interrupts are the test's. */
import { PassThrough, Writable } from "node:stream";
import type { Input, Io, Output } from "../../src/cli/io.js";
import { run } from "../../src/cli/run.js";

/** What a run gets. */
export interface World {
  readonly env?: Readonly<Record<string, string>>;
  /** Text on standard input, which then ends; `false` leaves it open. */
  readonly input?: string | false;
  /** Whether standard input and standard error are a terminal. */
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly fetch?: Io["fetch"] | undefined;
  /** Called with the function that interrupts the run, as soon as it listens. */
  readonly onListening?: (interrupt: () => void) => void;
  /** Called after each write with all that was written there so far. */
  readonly onStdout?: (text: string) => void;
  readonly onStderr?: (text: string) => void;
  /** Standard output fails with this code, as a closed pipe does. */
  readonly stdoutFails?: string;
}

/** How a run ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both in the order in which they were written, as on a terminal. */
  readonly both: string;
  /** Interrupt listeners that were left behind. */
  readonly listeners: number;
}

/** Runs the program once. */
export async function runCli(argv: readonly string[], world: World = {}): Promise<Ran> {
  const { env = {}, input = "", terminal = false } = world;
  const texts = { stdout: "", stderr: "", both: "" };
  const output = (name: "stdout" | "stderr"): Output => {
    const stream = new Writable({
      write(chunk, _encoding, callback) {
        if (name === "stdout" && world.stdoutFails !== undefined) {
          callback(Object.assign(new Error("write failed"), { code: world.stdoutFails }));
          return;
        }
        texts[name] += String(chunk);
        texts.both += String(chunk);
        const told = name === "stdout" ? world.onStdout : world.onStderr;
        told?.(texts[name]);
        callback();
      },
    });
    stream.on("error", () => undefined);
    return Object.assign(stream, { isTTY: terminal, columns: world.columns });
  };
  const stdin: Input = Object.assign(new PassThrough(), { isTTY: terminal });
  if (typeof input === "string") (stdin as unknown as PassThrough).end(input);
  const listeners = new Set<() => void>();
  const io: Io = {
    stdin,
    stdout: output("stdout"),
    stderr: output("stderr"),
    env,
    fetch: world.fetch,
    onInterrupt: (listener) => {
      listeners.add(listener);
      world.onListening?.(listener);
      return () => listeners.delete(listener);
    },
  };
  const code = await run(argv, io);
  return { code, ...texts, listeners: listeners.size };
}

/** The one JSON document on a standard output: fails when there is none, more than one, or anything beside it. */
export function onlyJson(stdout: string): Record<string, unknown> {
  const lines = stdout.split("\n");
  if (lines.length !== 2 || lines[1] !== "") throw new Error(`not exactly one line: ${JSON.stringify(stdout)}`);
  return JSON.parse(lines[0] ?? "") as Record<string, unknown>;
}
