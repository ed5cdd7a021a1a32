/** The bundles, with tools that share no code with Redocly: the official schema in two validators, and Spectral's rules with OWASP's. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installTools, run, tool, toolsFolder } from "../package/packed.js";
import { root } from "../support/places.js";

const folder = mkdtempSync(join(tmpdir(), "independent-"));
const checks = join(toolsFolder, "checks");

beforeAll(() => installTools("checks"), 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What each tool finds in a document. */
async function problemsIn(document: string): Promise<Record<string, readonly string[]>> {
  const validators = await run(process.execPath, ["validate.mjs", document], checks);
  expect(validators.status, validators.output).toBe(0);
  const ruleset = join(checks, "spectral.yaml");
  const spectral = await tool("spectral", ["lint", document, "--ruleset", ruleset, "--format", "json", "--quiet"]);
  const results = JSON.parse(spectral.stdout) as { code: string; message: string; path: string[] }[];
  return {
    ...(JSON.parse(validators.stdout) as Record<string, string[]>),
    spectral: results.map(({ code, message, path }) => `${path.join(".")}: ${message} (${code})`),
  };
}

test.each(["openapi.json", "lookup.json"])("no tool finds a problem in %s", async (name) => {
  const none = { "official schema and dialect, Hyperjump": [], "official schema, Ajv": [], spectral: [] };
  expect(await problemsIn(join(root, "generated", name))).toEqual(none);
});

test("every tool finds what breaks the specification itself: a tool that finds nothing has not looked", async () => {
  const breaks: readonly (readonly [from: string, to: string])[] = [
    ['"description": "Deleted or', '"x-description": "Deleted or'],
    ['"in": "path"', '"in": "pth"'],
    ['"type": "oauth2"', '"x-type": "oauth2"'],
  ];
  let text = readFileSync(join(root, "generated/openapi.json"), "utf8");
  for (const [from, to] of breaks) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const copy = join(folder, "broken.json");
  writeFileSync(copy, text);
  for (const [name, problems] of Object.entries(await problemsIn(copy))) expect(problems, name).not.toEqual([]);
});
