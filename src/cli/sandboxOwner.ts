/** Ends a sandbox with whoever started it: a server that outlives its script is found by nobody. */
import { fstatSync } from "node:fs";
import type { Io } from "./io.js";

/**
 * Calls `stop` when the program's owner goes away, until the returned function is called: npx, which does not pass a signal
 * on, and the program at the other end of a pipe on standard input.
 */
export function watchOwner({ stdin, env }: Io, stop: () => void): () => void {
  const parent = process.ppid;
  const timer =
    env.npm_command === undefined
      ? undefined
      : setInterval(() => {
          if (process.ppid !== parent) stop();
        }, 300);
  // A terminal or a file says nothing about its owner, and reading a terminal in the background would stop this process.
  const piped = stdin === process.stdin && isPipe(0);
  if (piped) stdin.once("close", stop).once("end", stop).resume();
  return () => {
    clearInterval(timer);
    if (piped) stdin.off("close", stop).off("end", stop).pause();
  };
}

function isPipe(descriptor: number): boolean {
  try {
    const found = fstatSync(descriptor);
    return found.isFIFO() || found.isSocket();
  } catch {
    return false;
  }
}
