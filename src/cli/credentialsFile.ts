/** Reads credentials from a file, a pipe or standard input: JSON, or lines of KEY=value as Node's `--env-file` reads them. */
import type { Stats } from "node:fs";
import { addAbortSignal } from "node:stream";
import { parseEnv } from "node:util";
import { pairs, type Variables } from "./credentials.js";
import type { Input } from "./io.js";
import { readCapped, readSmallFile } from "./readFile.js";
import { UsageError } from "./usageError.js";

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
