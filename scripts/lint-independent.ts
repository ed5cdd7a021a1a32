// `npm run lint:independent`: checks generated/openapi.json with tools that share no code with Redocly - the official
// OpenAPI 3.1 schema in two validators, and Spectral's rules - and shows with broken copies that each tool looks.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installNested, run } from "./package/nested.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const tools = join(root, "scripts/independent");

/** Problems of one document, by the tool that found them. */
type Report = Readonly<Record<string, readonly string[]>>;

function check(document: string): Report {
  const validators = run(process.execPath, ["validate.mjs", document], tools);
  if (validators.status !== 0) throw new Error(`The validators failed:\n${validators.output}`);
  const spectral = run(
    process.execPath,
    [
      "node_modules/@stoplight/spectral-cli/dist/index.js",
      "lint",
      document,
      "--ruleset",
      "spectral.yaml",
      "--format",
      "json",
      "--quiet",
    ],
    tools,
    { SCARF_ANALYTICS: "false" },
  );
  const results = JSON.parse(spectral.stdout) as { code: string; message: string; path: string[] }[];
  return {
    ...(JSON.parse(validators.stdout) as Report),
    "spectral:oas": results.map(({ code, message, path }) => `${path.join(".")}: ${message} (${code})`),
  };
}

// Each breaks the specification itself, so that a tool that finds nothing has not looked.
const broken: readonly (readonly [what: string, from: string, to: string])[] = [
  ["a response without a description", '"description": "Done;', '"x-description": "Done;'],
  ["a parameter in no place", '"in": "path"', '"in": "pth"'],
  ["a security scheme without a type", '"type": "oauth2"', '"x-type": "oauth2"'],
];

async function main(): Promise<boolean> {
  installNested(tools);
  const folder = await mkdtemp(join(tmpdir(), "independent-"));
  let [passed, failed] = [0, 0];
  const count = (good: boolean, line: string): void => {
    if (good) passed += 1;
    else failed += 1;
    console.log(`${good ? "ok    " : "FAILED"} ${line}`);
  };
  try {
    const bundle = join(root, "generated/openapi.json");
    for (const [tool, problems] of Object.entries(check(bundle))) {
      count(problems.length === 0, `${tool}: ${problems.length} problems`);
      for (const problem of problems) console.log(`       ${problem}`);
    }
    const text = await readFile(bundle, "utf8");
    for (const [index, [what, from, to]] of broken.entries()) {
      if (!text.includes(from)) throw new Error(`The bundle has no ${from} to break.`);
      const copy = join(folder, `${index}.json`);
      await writeFile(copy, text.replace(from, to));
      for (const [tool, problems] of Object.entries(check(copy))) {
        count(problems.length > 0, `${tool} sees ${what}`);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

process.exitCode = (await main()) ? 0 : 1;
