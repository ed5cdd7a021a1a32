/** Reads files, pipes and streams to their end, within a bound. */
import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Socket } from "node:net";
import { addAbortSignal, type Readable } from "node:stream";
import { cleanText, describe } from "../internal/text.js";
import { UsageError } from "./usageError.js";

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
  const shown = `${title} ${shownPath(path)}`;
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

/** Reads a stream to its end as it is, or refuses one that is too long. */
export async function readBytes(
  content: AsyncIterable<unknown>,
  shown: string,
  maxBytes: number,
  what: string,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > maxBytes) throw new UsageError(`${shown} holds more than ${maxBytes} bytes: that is not ${what}.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Reads a stream as text. Credentials are four short strings; whatever is larger is another file. */
export async function readCapped(content: AsyncIterable<unknown>, shown: string): Promise<string> {
  const bytes = await readBytes(content, shown, 64 * 1024, "a credential");
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}

/** A path as it is shown. */
export function shownPath(path: string): string {
  return JSON.stringify(cleanText(path));
}

/** The system's word for a failure. */
export function codeOf(error: unknown): string {
  if (error instanceof Error) return "code" in error ? String(error.code) : error.message;
  return "for a reason that the system did not give";
}
