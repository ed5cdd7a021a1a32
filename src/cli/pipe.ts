/** Reads a pipe so that an interrupt ends the wait: a blocking read would hold a thread, and with it the end of the process. */
import type { FileHandle } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

const pollMs = 20;
const chunkBytes = 16 * 1024;

/** A pipe that stands open already, such as the one behind `<(…)`: its writer has been there, if only to say nothing. */
const inherited = /^\/(?:dev\/(?:fd\/\d+|stdin)|proc\/(?:self|\d+)\/fd\/\d+)$/;

/**
 * Reads a pipe to its end. A named one that nobody has opened for writing yet is waited for.
 *
 * @param file - Opened with O_NONBLOCK.
 * @param path - What it was opened as.
 * @throws The signal's reason, once it is aborted.
 */
export async function* readPipe(file: FileHandle, path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  let written = inherited.test(path);
  for (;;) {
    signal.throwIfAborted();
    const chunk = await readNow(file);
    if (chunk?.length === 0 && written) return;
    // Nothing at all means that a writer is there; an empty read, that none is.
    if (chunk === undefined || chunk.length > 0) written = true;
    if (chunk !== undefined && chunk.length > 0) yield chunk;
    else await pause(pollMs, undefined, { signal });
  }
}

/** What the pipe holds now: undefined while its writer is silent, empty when there is no writer. */
async function readNow(file: FileHandle): Promise<Buffer | undefined> {
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return undefined;
    throw error;
  }
}
