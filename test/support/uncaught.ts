/** Collects what ends a process otherwise: exceptions that nobody catches. */

/** Runs work and a few milliseconds more; returns what went uncaught. */
export async function uncaughtDuring(work: () => Promise<unknown>): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const handlers = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => seen.push(error));
  try {
    await work();
    await new Promise((resolve) => setTimeout(resolve, 5));
  } finally {
    process.removeAllListeners("uncaughtException");
    for (const handler of handlers) process.on("uncaughtException", handler);
  }
  return seen;
}
