/** Reads credentials from a file, a pipe or standard input: JSON, or lines of KEY=value as Node's `--env-file` reads them. */
import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Socket } from "node:net";
import { addAbortSignal, type Readable } from "node:stream";
import { parseEnv } from "node:util";
import { cleanText, describe } from "../internal/text.js";
import { pairs, type Variables } from "./credentials.js";
import type { Input } from "./io.js";
import { UsageError } from "./usageError.js";

/** Credentials are four short strings; whatever is larger is another file. */
const maxBytes = 64 * 1024;

/** Reads the variables in a file or a pipe that others can't read. Its content is never repeated. */
export async function readCredentialsFile(path: string, signal: AbortSignal): Promise<Variables> {
  return parseVariables(...(await readSmallFile("The credentials file", path, signal, refuseShared)));
}

/** Reads the variables on standard input, to its end. */
export async function readCredentialsInput(stdin: Input, signal: AbortSignal): Promise<Variables> {
  if (stdin.isTTY === true) {
    throw new UsageError("--credentials-file - reads standard input, which is a terminal: what you type would show.");
  }
  return parseVariables(await readCapped(addAbortSignal(signal, stdin), "Standard input"), "Standard input");
}

/**
 * Reads a small file or pipe to its end.
 *
 * @returns Its text, and its name in words. A path that can't be opened is not repeated: it may be a secret in the wrong place.
 */
export async function readSmallFile(
  title: string,
  path: string,
  signal: AbortSignal,
  check?: (stat: Stats, shown: string) => void,
): Promise<[text: string, shown: string]> {
  let file: FileHandle;
  try {
    // A named pipe without a writer would keep a blocking open, and the first Ctrl-C, waiting.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new UsageError(`${title} (${describe(path)}) can't be opened (${codeOf(error)}).`);
  }
  const shown = `${title} ${JSON.stringify(cleanText(path))}`;
  try {
    const stat = await file.stat();
    if (!stat.isFile() && !stat.isFIFO()) throw new UsageError(`${shown} is neither a file nor a pipe.`);
    check?.(stat, shown);
    return [await readCapped(addAbortSignal(signal, contentOf(file, stat)), shown), shown];
  } catch (error) {
    if (error instanceof UsageError || signal.aborted) throw error;
    throw new UsageError(`${shown} can't be read (${codeOf(error)}).`);
  } finally {
    await file.close().catch(() => undefined); // A pipe's socket has closed it.
  }
}

/** A socket waits for a pipe's writer without holding a thread, which would hold up the end of the process. */
function contentOf(file: FileHandle, stat: Stats): Readable {
  return stat.isFIFO() ? new Socket({ fd: file.fd, writable: false }) : file.createReadStream({ autoClose: false });
}

/** Reads a stream as text, and refuses one that is too long. */
export async function readCapped(content: AsyncIterable<unknown>, shown: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > maxBytes) throw new UsageError(`${shown} holds more than ${maxBytes} bytes: that is not a credential.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
}

/**
 * As ssh does with private keys: a file of one's own that group or others may read is refused. Files of other owners
 * (mounted secrets) and pipes are theirs to protect.
 */
function refuseShared(stat: Stats, shown: string): void {
  const mode = stat.mode & 0o777;
  if (!stat.isFile() || process.getuid?.() !== stat.uid || (mode & 0o077) === 0) return;
  throw new UsageError(
    `${shown} has mode ${mode.toString(8).padStart(4, "0")}: other users of this machine may read it.`,
    "Run chmod 600 on it, and consider whether somebody has read it already.",
  );
}

/** JSON with the variables' names or the library's, as the sandbox prints it too, or lines of KEY=value. Other keys are ignored. */
export function parseVariables(text: string, shown: string): Variables {
  const found = text.trimStart().startsWith("{") ? parseJson(text, shown) : new Map(Object.entries(parseEnv(text)));
  const variables: Record<string, string> = {};
  for (const { property, variable } of Object.values(pairs).flatMap((pair) => pair.parts)) {
    const [value, second] = [found.get(variable), found.get(property)].filter((each) => each !== undefined);
    if (second !== undefined) throw new UsageError(`${shown} holds both ${variable} and ${property}.`);
    if (value === undefined) continue;
    if (typeof value !== "string") throw new UsageError(`${shown}: ${variable} must be a string.`);
    variables[variable] = value;
  }
  return variables;
}

function parseJson(text: string, shown: string): ReadonlyMap<string, unknown> {
  try {
    const { apiKey, serviceAccount, ...others } = JSON.parse(text);
    return new Map(Object.entries({ ...Object(apiKey), ...Object(serviceAccount), ...others }));
  } catch {
    // The platform's error quotes its input.
    throw new UsageError(`${shown} begins like JSON but can't be parsed as such.`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "for an unknown reason";
}
