/** `sandbox`: runs the practice server until it is told to stop. */
import { readFile } from "node:fs/promises";
import { servers } from "../../generated/client.js";
import { cleanText } from "../internal/text.js";
import { defaultSeed, guideLines, type Sandbox, type Seed, startSandbox } from "../sandbox/index.js";
import type { ExitCode } from "./exitCodes.js";
import { type GivenFlags, single, wholeNumber } from "./flags.js";
import type { Io } from "./io.js";
import { paintFor, writeRaw } from "./output.js";
import { shownPath } from "./readFile.js";
import { watchOwner } from "./sandboxOwner.js";
import { UsageError } from "./usageError.js";

/** Runs the sandbox until SIGINT, SIGTERM, or the end of whoever started it, which are its normal end. */
export async function sandboxCommand(given: GivenFlags, io: Io): Promise<ExitCode> {
  const json = given.json === true;
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const releases = [io.onInterrupt(stop), watchOwner(io, stop)];
  try {
    if (given.printSeed === true) {
      await writeRaw(io.stdout, `${JSON.stringify(newSeed(given), undefined, 2)}\n`);
      return 0;
    }
    await using sandbox = await start(given, logger(io));
    const lost = await writeRaw(io.stdout, json ? `${JSON.stringify(firstLine(sandbox))}\n` : guide(sandbox, io));
    if (lost !== undefined) throw new UsageError("Standard output is closed: nobody would learn where the sandbox is.");
    await stopped;
    await writeRaw(io.stderr, "The sandbox has stopped.\n");
    return 0;
  } finally {
    for (const release of releases) release();
  }
}

/** The most of the access log that waits for a reader. */
const longestBacklog = 64 * 1024;

/** Writes the access log as far as somebody reads it: what nobody reads must not pile up in memory. */
function logger({ stderr }: Io): (line: string) => void {
  return (line) => {
    // Whether the log can be written is nothing that a practice server should end for.
    if (stderr.writableLength <= longestBacklog) void writeRaw(stderr, `${line}\n`);
  };
}

function newSeed(given: GivenFlags): Seed {
  return defaultSeed({ targets: wholeNumber("targets", single(given, "targets"), 100_000) ?? 3 });
}

async function start(given: GivenFlags, log: (line: string) => void): Promise<Sandbox> {
  const port = wholeNumber("port", single(given, "port"), 65_535) ?? 0;
  const latencyMs = wholeNumber("latency", single(given, "latency"), 2 ** 31 - 1) ?? 0;
  const seedFile = single(given, "seedFile");
  const fault = single(given, "fault");
  const seed = seedFile === undefined ? newSeed(given) : await readSeed(seedFile);
  try {
    const faults = fault === undefined ? [] : [fault];
    return await startSandbox({ port, latencyMs, seed, faults, onAccess: ({ line }) => log(line) });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") throw new UsageError(`Port ${port} is taken. Leave --port out to get a free one.`);
    if (code === "EACCES") throw new UsageError(`Port ${port} needs rights that you don't have.`);
    throw error instanceof TypeError ? new UsageError(cleanText(error.message)) : error;
  }
}

/** Reads a seed; the sandbox checks what is in it. */
async function readSeed(path: string): Promise<Seed> {
  const shown = `The seed file ${shownPath(path)}`;
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${shown} can't be read (${error.code ?? "unknown reason"}).`);
  });
  try {
    return JSON.parse(text) as Seed;
  } catch {
    // The platform's JSON error quotes its input, and a seed holds keys.
    throw new UsageError(`${shown} is not JSON. --print-seed prints one to start from.`);
  }
}

/** What a program needs to use the sandbox; each entry of `targets` fits a line of a batch. */
function firstLine({ url, credentials, targets }: Sandbox): Readonly<Record<string, unknown>> {
  const { publicKey, privateKey } = credentials.apiKey;
  return { url, apiKey: { publicKey, privateKey }, serviceAccount: credentials.serviceAccount, targets };
}

function guide(sandbox: Sandbox, io: Io): string {
  const paint = paintFor(io.stdout, io.env);
  const bases = Object.values(servers).map(
    ({ title, basePath }) => `  ${title.padEnd(14)} ${sandbox.url}${basePath}\n`,
  );
  const lines = guideLines(sandbox).map(({ purpose, command }) => `${paint("dim", `# ${purpose}`)}\n${command}\n\n`);
  return [
    `${paint("bold", `The sandbox runs at ${sandbox.url}.`)} Nothing real is touched. Stop it with Ctrl-C.\n`,
    "The address is also a page with all of this.\n\n",
    ...bases,
    "\n",
    ...lines,
  ].join("");
}
