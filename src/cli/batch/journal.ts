/** Appends lines so that they survive the loss of power: a line's promise resolves once the disk has it. */
import type { FileHandle } from "node:fs/promises";

/** Bytes that are written before the disk is asked to keep them: what can be torn at the end of a file is no longer. */
export const maxGroupBytes: number = 64 * 1024;

/** A file to which lines are appended. */
export interface Journal {
  /** Resolves when the line is durable. After a failure nothing more is written, and every call rejects with it. */
  append(line: string): Promise<void>;
  /** Waits for what was appended. The file stays open. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly bytes: Buffer;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Builds a journal. Lines that come while the disk is busy share the next write. */
export function createJournal(file: Pick<FileHandle, "write" | "datasync">): Journal {
  const queue: Waiting[] = [];
  let failure: { readonly error: unknown } | undefined;
  let writing: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const group = nextGroup(queue);
      try {
        if (failure !== undefined) throw failure.error;
        await writeAll(file, Buffer.concat(group.map(({ bytes }) => bytes)));
        await file.datasync();
        for (const { resolve } of group) resolve();
      } catch (error) {
        failure ??= { error };
        for (const { reject } of group) reject(error);
      }
    }
    writing = undefined;
  }

  return {
    append: (line) =>
      new Promise((resolve, reject) => {
        queue.push({ bytes: Buffer.from(`${line}\n`), resolve, reject });
        writing ??= Promise.resolve().then(drain);
      }),
    settled: async () => {
      await writing;
    },
  };
}

function nextGroup(queue: Waiting[]): Waiting[] {
  const group: Waiting[] = [];
  let size = 0;
  for (const waiting of queue) {
    if (group.length > 0 && size + waiting.bytes.length > maxGroupBytes) break;
    size += waiting.bytes.length;
    group.push(waiting);
  }
  queue.splice(0, group.length);
  return group;
}

async function writeAll(file: Pick<FileHandle, "write">, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written);
    written += bytesWritten;
  }
}
