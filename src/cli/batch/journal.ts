/** Appends lines so that they survive the loss of power: one queue, and a line's promise resolves once the disk has it. */
import type { FileHandle } from "node:fs/promises";

/** What of a file is used. */
export type JournalFile = Pick<FileHandle, "write" | "datasync" | "stat">;

/** A file to which lines are appended. */
export interface Journal {
  /** Resolves when the line is durable. After a failure nothing more is written, and every call rejects with it. */
  append(line: string): Promise<void>;
  /** Rejects when the file is no longer what was written to it. */
  check(): Promise<void>;
  /** Waits for what was appended. The file stays open. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Builds a journal for a file of `size` bytes. Lines that come while the disk is busy share the next write. */
export function createJournal(file: JournalFile, size: number): Journal {
  let queue: Waiting[] = [];
  let expected = size;
  let failure: { readonly error: unknown } | undefined;
  let writing: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const group = queue;
      queue = [];
      try {
        if (failure !== undefined) throw failure.error;
        await writeDurably(Buffer.from(group.map(({ line }) => `${line}\n`).join("")));
        for (const { resolve } of group) resolve();
      } catch (error) {
        failure ??= { error };
        for (const { reject } of group) reject(error);
      }
    }
    writing = undefined;
  }

  async function writeDurably(bytes: Buffer): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, written);
      if (bytesWritten === 0) throw new Error("nothing more could be written");
      written += bytesWritten;
    }
    await file.datasync();
    expected += bytes.length;
    await check();
  }

  async function check(): Promise<void> {
    const { nlink, size: found } = await file.stat();
    // What was deleted is gone when it is closed, and what somebody else changed may be too.
    if (nlink === 0) throw new Error("it was deleted");
    if (found !== expected) throw new Error("another program changed it");
  }

  return {
    append: (line) =>
      new Promise((resolve, reject) => {
        queue.push({ line, resolve, reject });
        writing ??= Promise.resolve().then(drain);
      }),
    check,
    settled: async () => {
      await writing;
    },
  };
}
