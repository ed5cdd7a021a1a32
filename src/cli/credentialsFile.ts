/** Reads credentials from a file, a pipe or standard input: JSON, or lines of KEY=value. */
import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { cleanText, describe } from "../internal/text.js";
import { pairs, type Variables } from "./credentials.js";
import type { Input } from "./io.js";
import { readPipe } from "./pipe.js";
import { UsageError } from "./usageError.js";

/** Credentials are four short strings; whatever is larger is another file. */
const maxBytes = 64 * 1024;

const parts = Object.values(pairs).flatMap((pair) => pair.parts);

/**
 * Reads the variables in a file or a pipe.
 *
 * @throws UsageError when it can't be read, is no such file, or may be read by others. Its content is never repeated.
 */
export async function readCredentialsFile(path: string, signal: AbortSignal): Promise<Variables> {
  let file: FileHandle;
  try {
    // A named pipe without a writer would keep a blocking open, and the first Ctrl-C, waiting.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new UsageError(`${await nameOf(path)} can't be opened (${codeOf(error)}).`);
  }
  const shown = await nameOf(path);
  try {
    const stat = await file.stat();
    refuseShared(stat, shown);
    const content = stat.isFIFO() ? readPipe(file, path, signal) : file.createReadStream({ autoClose: false });
    return parseVariables(await readCapped(content, shown), shown);
  } catch (error) {
    if (error instanceof UsageError || signal.aborted) throw error;
    throw new UsageError(`${shown} can't be read (${codeOf(error)}).`);
  } finally {
    await file.close();
  }
}

/** The file in words. A path that names nothing is not repeated: it may be the secret itself, in the wrong place. */
async function nameOf(path: string): Promise<string> {
  const exists = await lstat(path).then(
    () => true,
    () => false,
  );
  return `The credentials file ${exists ? JSON.stringify(cleanText(path)) : `(${describe(path)})`}`;
}

/** Reads the variables on standard input, to its end. */
export async function readCredentialsInput(stdin: Input, signal: AbortSignal): Promise<Variables> {
  const shown = "Standard input";
  if (stdin.isTTY === true) {
    throw new UsageError("--credentials-file - reads standard input, which is a terminal: what you type would show.");
  }
  return parseVariables(await readCapped(addAbortSignal(signal, stdin), shown), shown);
}

/**
 * As ssh does with private keys: a file of one's own that group or others may read is refused. Files of other owners
 * (mounted secrets) and pipes are theirs to protect. What is neither (a terminal, a device, a folder) is no place for them.
 */
function refuseShared(stat: Stats, shown: string): void {
  if (!stat.isFile() && !stat.isFIFO()) throw new UsageError(`${shown} is neither a file nor a pipe.`);
  const mode = stat.mode & 0o777;
  if (!stat.isFile() || process.getuid?.() !== stat.uid || (mode & 0o077) === 0) return;
  throw new UsageError(
    `${shown} has mode ${mode.toString(8).padStart(4, "0")}: other users of this machine may read it.`,
    "Run chmod 600 on it, and consider whether somebody has read it already.",
  );
}

async function readCapped(content: AsyncIterable<unknown>, shown: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > maxBytes) throw new UsageError(`${shown} holds more than ${maxBytes} bytes: that is no credential.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
}

/** JSON with the variables' names or the library's, or lines of KEY=value. Other keys are nobody's business here. */
export function parseVariables(text: string, shown: string): Variables {
  const found = text.trimStart().startsWith("{") ? parseJson(text, shown) : parseLines(text, shown);
  const variables: Record<string, string> = {};
  for (const { property, variable } of parts) {
    const given = [found.get(variable), found.get(property)].filter((value) => value !== undefined);
    const [value, second] = given;
    if (second !== undefined) throw new UsageError(`${shown} holds both ${variable} and ${property}.`);
    if (value === undefined) continue;
    if (typeof value !== "string") throw new UsageError(`${shown}: ${variable} must be a string.`);
    variables[variable] = value;
  }
  return variables;
}

function parseJson(text: string, shown: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The platform's error quotes its input.
    throw new UsageError(`${shown} begins like JSON but can't be parsed as such.`);
  }
  return new Map(Object.entries(value ?? {}));
}

function parseLines(text: string, shown: string): ReadonlyMap<string, unknown> {
  const found = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    const [, key, value] = match ?? [];
    if (key === undefined || value === undefined) {
      throw new UsageError(`${shown}, line ${index + 1}: expected KEY=value, a comment or nothing.`);
    }
    if (found.has(key)) throw new UsageError(`${shown}, line ${index + 1}: a key that stands above already.`);
    found.set(key, unquote(value));
  }
  return found;
}

function unquote(value: string): string {
  return /^(["']).*\1$/.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "for a reason that the system did not tell";
}
