#!/usr/bin/env node
/** The program's entry. Loads no more than the version until it knows what is wanted: `--version` answers at once. */
import { packageVersion } from "../../generated/version.js";

/** Calls a listener at the first SIGINT or SIGTERM; a second one ends the process as if nobody listened. */
function onInterrupt(listener: () => void): () => void {
  const release = (): void => {
    process.off("SIGINT", handle);
    process.off("SIGTERM", handle);
  };
  const handle = (): void => {
    release();
    listener();
  };
  process.on("SIGINT", handle);
  process.on("SIGTERM", handle);
  return release;
}

/** Each write reports its own failure to whoever wrote; without a listener the event would end the process. */
function observe(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.on("error", () => undefined);
}

async function main(argv: readonly string[]): Promise<void> {
  const [stdout, stderr] = [observe(process.stdout), observe(process.stderr)];
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    stdout.write(`${packageVersion}\n`);
    return;
  }
  const { run } = await import("./run.js");
  const exitCode = await run(argv, { stdin: process.stdin, stdout, stderr, env: process.env, onInterrupt });
  process.exitCode = exitCode;
  // Everything is written by now. What an interrupt left behind (a socket, an open pipe) must not hold up the person.
  if (exitCode === 130) process.exit();
}

await main(process.argv.slice(2));
