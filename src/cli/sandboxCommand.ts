/** `sandbox`: runs the practice server until it is told to stop. */
import { readFile } from "node:fs/promises";
import { type Api, type OperationId, operationTable, servers } from "../../generated/client.js";
import { cleanText } from "../internal/text.js";
import { checkSeed, guideLines, type Sandbox, type SandboxOptions, type Seed, startSandbox } from "../sandbox/index.js";
import type { ExitCode } from "./exitCodes.js";
import { type GivenFlags, single, wholeNumber } from "./flags.js";
import type { Io } from "./io.js";
import { paintFor, writeRaw } from "./output.js";
import { printReport, reportFailure } from "./report.js";
import { UsageError } from "./usageError.js";

/** Runs the sandbox until SIGINT or SIGTERM, which are its normal end. */
export async function sandboxCommand(given: GivenFlags, io: Io): Promise<ExitCode> {
  const json = given.json === true;
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const release = io.onInterrupt(stop);
  try {
    await using sandbox = await start(given, (line) => {
      // Whether the log can be written is nothing that a practice server should end for.
      void writeRaw(io.stderr, `${line}\n`);
    });
    const lost = await writeRaw(io.stdout, json ? `${JSON.stringify(firstLine(sandbox))}\n` : guide(sandbox, io));
    if (lost !== undefined) throw new UsageError("Standard output is closed: nobody would learn where the sandbox is.");
    await stopped;
    await writeRaw(io.stderr, "The sandbox has stopped.\n");
    return 0;
  } catch (error) {
    const report = reportFailure(error, {});
    await printReport(report, json, io);
    return report.exitCode;
  } finally {
    release();
  }
}

async function start(given: GivenFlags, log: (line: string) => void): Promise<Sandbox> {
  const port = wholeNumber("port", single(given, "port"), 65_535) ?? 0;
  const latencyMs = wholeNumber("latency", single(given, "latency"), 2 ** 31 - 1) ?? 0;
  const seedFile = single(given, "seedFile");
  const options: SandboxOptions = { port, latencyMs, onAccess: ({ line }) => log(line) };
  const seed = seedFile === undefined ? undefined : await readSeed(seedFile);
  try {
    return await startSandbox(seed === undefined ? options : { ...options, seed });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") throw new UsageError(`Port ${port} is taken. Leave --port out to get a free one.`);
    if (code === "EACCES") throw new UsageError(`Port ${port} needs rights that you don't have.`);
    throw error instanceof TypeError ? new UsageError(cleanText(error.message)) : error;
  }
}

async function readSeed(path: string): Promise<Seed> {
  const shown = `The seed file ${JSON.stringify(cleanText(path))}`;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    throw new UsageError(`${shown} can't be read (${code}).`);
  }
  try {
    return checkSeed(JSON.parse(text));
  } catch (error) {
    // The platform's JSON error quotes its input, and a seed holds keys.
    const why = error instanceof TypeError ? cleanText(error.message) : "it is not JSON";
    throw new UsageError(`${shown} is no seed: ${why}.`);
  }
}

/** What a program needs to use the sandbox. An operation's ids are those on the first API; others stand under their name. */
function firstLine({ url, credentials, targets }: Sandbox): Readonly<Record<string, unknown>> {
  const { publicKey, privateKey, clientId, clientSecret } = credentials;
  const [first, ...others] = Object.keys(servers) as Api[];
  const examples = (Object.keys(operationTable) as OperationId[]).map((operationId) => [
    operationId,
    {
      ...(first === undefined ? {} : targets[first][operationId][0]),
      ...Object.fromEntries(others.map((api) => [api, targets[api][operationId][0]])),
    },
  ]);
  return { url, publicKey, privateKey, clientId, clientSecret, examples: Object.fromEntries(examples) };
}

function guide(sandbox: Sandbox, io: Io): string {
  const paint = paintFor(io.stdout, io.env);
  const bases = Object.values(servers).map(
    ({ title, basePath }) => `  ${title.padEnd(14)} ${sandbox.url}${basePath}\n`,
  );
  const lines = guideLines(sandbox).map(({ purpose, command }) => `${paint("dim", `# ${purpose}`)}\n${command}\n\n`);
  return [
    `${paint("bold", `The sandbox runs at ${sandbox.url}.`)} Nothing real is touched. Stop it with Ctrl-C.\n\n`,
    ...bases,
    "\n",
    ...lines,
    `${paint("dim", "# Put everything back:")}\ncurl --request POST ${sandbox.url}/__sandbox/reset\n`,
  ].join("");
}
