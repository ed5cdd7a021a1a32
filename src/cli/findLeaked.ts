/** Reads leaked values from a file or standard input. They are compared, and never shown. */
import { addAbortSignal } from "node:stream";
import type { Run } from "./execute.js";
import { write } from "./output.js";
import { readCapped, readSmallFile } from "./readFile.js";
import { UsageError } from "./usageError.js";

/** The values in a text, by their kinds. */
export interface Leaked {
  readonly secrets: readonly string[];
  readonly privateKeys: readonly string[];
  readonly publicKeys: readonly string[];
  readonly clientIds: readonly string[];
}

/** Finds the values by their forms, in whatever stands around them: a log, a settings file, JSON. */
export async function readLeaked(path: string, { io, signal }: Run): Promise<Leaked> {
  if (path === "-" && io.stdin.isTTY === true) {
    await write(io.stderr, "Paste the leaked value, press Enter, then Ctrl-D:\n");
  }
  const text =
    path === "-"
      ? await readCapped(addAbortSignal(signal, io.stdin), "Standard input")
      : (await readSmallFile("The file", path, signal))[0];
  const all = (form: RegExp): string[] => [...new Set([...text.matchAll(form)].map(([whole, part]) => part ?? whole))];
  const leaked: Leaked = {
    secrets: all(/mdb_sa_sk_[\w-]+/g),
    privateKeys: all(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi),
    publicKeys: all(/^\s*([a-z]{8})\s*$|(?<=public_?(?:api_?)?key["']?\s*[:=]\s*["']?)[a-z]{8}\b/gi),
    clientIds: all(/mdb_sa_id_[0-9a-f]{24}/gi),
  };
  if (Object.values(leaked).some((values) => values.length > 0)) return leaked;
  throw new UsageError(
    "What was given holds nothing that looks like a secret's value, an API key's private or public part, or a client id.",
    "Give the leaked value alone, as it was found.",
  );
}
