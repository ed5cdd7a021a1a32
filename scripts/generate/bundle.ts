// Bundles the split document into one JSON value with redocly, and knows which file each path came from.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { DocumentError, isObject, type Json, type JsonObject } from "./document.js";

const run = promisify(execFile);
/**
 * Bundles one document.
 *
 * @param root - The repository's folder.
 * @param entry - The document's root file, relative to it.
 * @throws DocumentError with redocly's own words when a reference can't be resolved.
 */
export async function bundleDocument(root: string, entry: string): Promise<JsonObject> {
  const folder = await mkdtemp(join(tmpdir(), "bundle-"));
  try {
    const output = join(folder, "bundle.json");
    // node and the script by path: `npx` would cost a second and search the network when node_modules is missing.
    const redocly = join(root, "node_modules/@redocly/cli/bin/cli.js");
    const args = [redocly, "bundle", entry, "--output", output, "--component-renaming-conflicts-severity", "error"];
    await run(process.execPath, args, {
      cwd: root,
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" },
    }).catch((error: Error & { stderr?: string }) => {
      throw new DocumentError([`${entry} can't be bundled:\n${error.stderr ?? error.message}`]);
    });
    const bundle = JSON.parse(await readFile(output, "utf8")) as Json;
    if (!isObject(bundle)) throw new DocumentError([`${entry} is not an object.`]);
    return bundle;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Where each path item stands, for messages: its `$ref`ed file, or the entry document itself.
 *
 * @returns File paths relative to `root`, by path template.
 */
export async function pathFiles(root: string, entry: string): Promise<ReadonlyMap<string, string>> {
  const document = parse(await readFile(join(root, entry), "utf8")) as Json;
  const paths = isObject(document) && isObject(document.paths) ? document.paths : {};
  return new Map(
    Object.entries(paths).map(([path, item]) => {
      const ref = isObject(item) ? item.$ref : undefined;
      return [path, typeof ref === "string" ? posix.join(posix.dirname(entry), ref.split("#")[0] ?? "") : entry];
    }),
  );
}
